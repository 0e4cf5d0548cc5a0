// RUN: vitc-opt %s --kernel-set-precision --verify-diagnostics

func.func @unknown(%x: tensor<1x5x32xf32>, %w: tensor<1x32x32xf32>, %o: tensor<1x5x32xf32>) -> tensor<1x5x32xf32> {
  // expected-error@+1 {{found `vitc.precision` = "fp8", expected "f32", "bf16" or "int8"}}
  %0 = kernel.gemm ins(%x, %w) outs(%o) {vitc.precision = "fp8"} : (tensor<1x5x32xf32>, tensor<1x32x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  return %0 : tensor<1x5x32xf32>
}
