// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @prepend_token_c1(%l: tensor<1x1x8xf16>, %x: tensor<2x4x8xf32>) -> tensor<2x5x8xf32> {
  // expected-error@+1 {{expected one element type for all operands, found 'f16' and 'f32'}}
  %0 = vit.prepend_token %l, %x : (tensor<1x1x8xf16>, tensor<2x4x8xf32>) -> tensor<2x5x8xf32>
  return %0 : tensor<2x5x8xf32>
}

// -----

func.func @prepend_token_c2(%l: tensor<2x1x8xf32>, %x: tensor<2x4x8xf32>) -> tensor<2x5x8xf32> {
  // expected-error@+1 {{expected learned to have batch 1, found 2}}
  %0 = vit.prepend_token %l, %x : (tensor<2x1x8xf32>, tensor<2x4x8xf32>) -> tensor<2x5x8xf32>
  return %0 : tensor<2x5x8xf32>
}

// -----

func.func @prepend_token_c3(%l: tensor<1x1x6xf32>, %x: tensor<2x4x8xf32>) -> tensor<2x5x8xf32> {
  // expected-error@+1 {{expected the features of learned to be 8 as those of tokens, found 6}}
  %0 = vit.prepend_token %l, %x : (tensor<1x1x6xf32>, tensor<2x4x8xf32>) -> tensor<2x5x8xf32>
  return %0 : tensor<2x5x8xf32>
}

// -----

func.func @prepend_token_c4(%l: tensor<1x1x8xf32>, %x: tensor<2x4x8xf32>) -> tensor<2x5x8xf32> {
  // expected-error@+1 {{expected at between 0 and 4, found 5}}
  %0 = vit.prepend_token %l, %x at 5 : (tensor<1x1x8xf32>, tensor<2x4x8xf32>) -> tensor<2x5x8xf32>
  return %0 : tensor<2x5x8xf32>
}

// -----

func.func @prepend_token_c4_negative(%l: tensor<1x1x8xf32>,
                                     %x: tensor<2x4x8xf32>) -> tensor<2x5x8xf32> {
  // expected-error@+1 {{expected at between 0 and 4, found -1}}
  %0 = vit.prepend_token %l, %x at -1 : (tensor<1x1x8xf32>, tensor<2x4x8xf32>) -> tensor<2x5x8xf32>
  return %0 : tensor<2x5x8xf32>
}
