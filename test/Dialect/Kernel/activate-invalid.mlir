// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @activate_c1(%input: tensor<2x5x32xf16>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found element types 'f16' and 'f32', expected one element type}}
  %0 = kernel.activate gelu ins(%input) outs(%init)
      : (tensor<2x5x32xf16>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @activate_c2(%input: tensor<2x5x64xf32>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found input of shape [2, 5, 64], expected [2, 5, 32]}}
  %0 = kernel.activate gelu ins(%input) outs(%init)
      : (tensor<2x5x64xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @activate_c2_gated(%input: tensor<2x5x32xf32>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found input of shape [2, 5, 32], expected [2, 5, 64]}}
  %0 = kernel.activate gated silu ins(%input) outs(%init)
      : (tensor<2x5x32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}
