// RUN: vitc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: func.func @basic(
func.func @basic(%x: tensor<2x5x24xf32>, %w: tensor<2x24x16xf32>,
                 %o: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // CHECK: kernel.input = [#kernel.input<bound = 1.251000e+01>, #kernel.input<bound = 0.000000e+00>]
  %0 = kernel.gemm ins(%x, %w) outs(%o) {kernel.input = [
        #kernel.input<bound = 12.51>, #kernel.input<bound = 0.0>]}
      : (tensor<2x5x24xf32>, tensor<2x24x16xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}
