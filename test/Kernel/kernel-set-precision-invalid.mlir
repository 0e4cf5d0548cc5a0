// RUN: vitc-opt %s --kernel-set-precision --split-input-file --verify-diagnostics

func.func @unknown(%x: tensor<1x5x32xf32>, %w: tensor<1x32x32xf32>, %o: tensor<1x5x32xf32>) -> tensor<1x5x32xf32> {
  // expected-error@+1 {{found `vitc.precision` = "fp8", expected "f32", "bf16" or "int8"}}
  %0 = kernel.gemm ins(%x, %w) outs(%o) {vitc.precision = "fp8"} : (tensor<1x5x32xf32>, tensor<1x32x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  return %0 : tensor<1x5x32xf32>
}

// -----

func.func @two_bounds(%x: tensor<1x5x32xf32>, %w: tensor<1x32x32xf32>, %o: tensor<1x5x32xf32>) -> tensor<1x5x32xf32> {
  // expected-error@+1 {{found 2 entries of `kernel.input`, expected 1}}
  %0 = kernel.gemm ins(%x, %w) outs(%o) {kernel.input = [#kernel.input<bound = 1.25>, #kernel.input<bound = 2.5>]} : (tensor<1x5x32xf32>, tensor<1x32x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  return %0 : tensor<1x5x32xf32>
}

// -----

func.func @other_layers(%x: tensor<1x5x32xf32>, %w: tensor<1x32x32xf32>) -> tensor<1x5x32xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %y = scf.for %layer = %c0 to %c3 step %c1 iter_args(%rows = %x) -> (tensor<1x5x32xf32>) {
    %o = tensor.empty() : tensor<1x5x32xf32>
    // expected-error@+1 {{found 2 entries of `kernel.input`, expected 1, or 3 for the layers of the loop around}}
    %0 = kernel.gemm ins(%rows, %w) outs(%o) {kernel.input = [#kernel.input<bound = 1.25>, #kernel.input<bound = 2.5>]} : (tensor<1x5x32xf32>, tensor<1x32x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
    scf.yield %0 : tensor<1x5x32xf32>
  }
  return %y : tensor<1x5x32xf32>
}
