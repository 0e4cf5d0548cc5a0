// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @ffn_c1(%x: tensor<2x5x4xf32>, %w1: tensor<8x4xf32>,
                  %w2: tensor<4x8xf64>) -> tensor<2x5x4xf32> {
  // expected-error@+1 {{expected one element type for all operands, found 'f32' and 'f64'}}
  %0 = vit.ffn gelu %x hidden(%w1) output(%w2)
      : (tensor<2x5x4xf32>, tensor<8x4xf32>, tensor<4x8xf64>) -> tensor<2x5x4xf32>
  return %0 : tensor<2x5x4xf32>
}

// -----

func.func @ffn_c2(%x: tensor<2x5x4xf32>, %w1: tensor<8x3xf32>,
                  %w2: tensor<4x8xf32>) -> tensor<2x5x4xf32> {
  // expected-error@+1 {{expected the columns of w1 to be 4 as the features of input, found 3}}
  %0 = vit.ffn gelu %x hidden(%w1) output(%w2)
      : (tensor<2x5x4xf32>, tensor<8x3xf32>, tensor<4x8xf32>) -> tensor<2x5x4xf32>
  return %0 : tensor<2x5x4xf32>
}

// -----

func.func @ffn_c2_output(%x: tensor<2x5x4xf32>, %w1: tensor<8x4xf32>,
                         %w2: tensor<4x7xf32>) -> tensor<2x5x4xf32> {
  // expected-error@+1 {{expected the columns of w2 to be 8 as the hidden features, found 7}}
  %0 = vit.ffn gelu %x hidden(%w1) output(%w2)
      : (tensor<2x5x4xf32>, tensor<8x4xf32>, tensor<4x7xf32>) -> tensor<2x5x4xf32>
  return %0 : tensor<2x5x4xf32>
}

// -----

func.func @ffn_c2_gated(%x: tensor<2x5x4xf32>, %w1: tensor<16x4xf32>,
                        %w2: tensor<4x16xf32>) -> tensor<2x5x4xf32> {
  // expected-error@+1 {{expected the columns of w2 to be 8 as the hidden features, found 16}}
  %0 = vit.ffn gated silu %x hidden(%w1) output(%w2)
      : (tensor<2x5x4xf32>, tensor<16x4xf32>, tensor<4x16xf32>) -> tensor<2x5x4xf32>
  return %0 : tensor<2x5x4xf32>
}

// -----

func.func @ffn_c2_odd(%x: tensor<2x5x4xf32>, %w1: tensor<9x4xf32>,
                      %w2: tensor<4x4xf32>) -> tensor<2x5x4xf32> {
  // expected-error@+1 {{expected an even number of rows in w1 of a gated network, found 9}}
  %0 = vit.ffn gated silu %x hidden(%w1) output(%w2)
      : (tensor<2x5x4xf32>, tensor<9x4xf32>, tensor<4x4xf32>) -> tensor<2x5x4xf32>
  return %0 : tensor<2x5x4xf32>
}

// -----

func.func @ffn_c3(%x: tensor<2x5x4xf32>, %w1: tensor<8x4xf32>, %b1: tensor<4xf32>,
                  %w2: tensor<4x8xf32>) -> tensor<2x5x4xf32> {
  // expected-error@+1 {{expected the elements of b1 to be 8 as the rows of its weight, found 4}}
  %0 = vit.ffn gelu %x hidden(%w1, %b1) output(%w2)
      : (tensor<2x5x4xf32>, tensor<8x4xf32>, tensor<4xf32>, tensor<4x8xf32>) -> tensor<2x5x4xf32>
  return %0 : tensor<2x5x4xf32>
}

// -----

func.func @ffn_c3_output(%x: tensor<2x5x4xf32>, %w1: tensor<8x4xf32>, %w2: tensor<4x8xf32>,
                         %b2: tensor<8xf32>) -> tensor<2x5x4xf32> {
  // expected-error@+1 {{expected the elements of b2 to be 4 as the rows of its weight, found 8}}
  %0 = vit.ffn gelu %x hidden(%w1) output(%w2, %b2)
      : (tensor<2x5x4xf32>, tensor<8x4xf32>, tensor<4x8xf32>, tensor<8xf32>) -> tensor<2x5x4xf32>
  return %0 : tensor<2x5x4xf32>
}
