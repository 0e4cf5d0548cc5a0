// RUN: vitc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: func.func @basic(
func.func @basic(%x: tensor<2x5x32xf32>, %o: tensor<2x5x32xbf16>) -> tensor<2x5x32xbf16> {
  // CHECK: kernel.convert ins(%{{.*}}) outs(%{{.*}}) : (tensor<2x5x32xf32>, tensor<2x5x32xbf16>) -> tensor<2x5x32xbf16>
  %0 = kernel.convert ins(%x) outs(%o) : (tensor<2x5x32xf32>, tensor<2x5x32xbf16>) -> tensor<2x5x32xbf16>
  return %0 : tensor<2x5x32xbf16>
}
