// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @linear_c1(%x: tensor<2x5x8xf32>, %w: tensor<6x8xbf16>) -> tensor<2x5x6xf32> {
  // expected-error@+1 {{expected one element type for all operands, found 'f32' and 'bf16'}}
  %0 = vit.linear %x, %w : (tensor<2x5x8xf32>, tensor<6x8xbf16>) -> tensor<2x5x6xf32>
  return %0 : tensor<2x5x6xf32>
}

// -----

func.func @linear_c2(%x: tensor<2x5x8xf32>, %w: tensor<8x6xf32>) -> tensor<2x5x8xf32> {
  // expected-error@+1 {{expected the columns of weight to be 8 as the features of input, found 6}}
  %0 = vit.linear %x, %w : (tensor<2x5x8xf32>, tensor<8x6xf32>) -> tensor<2x5x8xf32>
  return %0 : tensor<2x5x8xf32>
}

// -----

func.func @linear_c3(%x: tensor<2x5x8xf32>, %w: tensor<6x8xf32>,
                     %b: tensor<8xf32>) -> tensor<2x5x6xf32> {
  // expected-error@+1 {{expected the elements of bias to be 6 as the rows of its weight, found 8}}
  %0 = vit.linear %x, %w bias(%b)
      : (tensor<2x5x8xf32>, tensor<6x8xf32>, tensor<8xf32>) -> tensor<2x5x6xf32>
  return %0 : tensor<2x5x6xf32>
}
