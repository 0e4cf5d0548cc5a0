// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @split_heads_c1(%x: tensor<2x5x8xf32>) -> tensor<2x3x5x2xf32> {
  // expected-error@+1 {{expected heads to be positive and to divide the 8 features, found 3}}
  %0 = vit.split_heads %x heads = 3 : (tensor<2x5x8xf32>) -> tensor<2x3x5x2xf32>
  return %0 : tensor<2x3x5x2xf32>
}

// -----

func.func @split_heads_c1_negative(%x: tensor<2x5x8xf32>) -> tensor<2x4x5x2xf32> {
  // expected-error@+1 {{expected heads to be positive and to divide the 8 features, found -4}}
  %0 = vit.split_heads %x heads = -4 : (tensor<2x5x8xf32>) -> tensor<2x4x5x2xf32>
  return %0 : tensor<2x4x5x2xf32>
}
