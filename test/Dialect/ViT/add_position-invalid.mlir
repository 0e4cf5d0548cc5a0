// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @add_position_c1(%x: tensor<2x5x8xf32>, %p: tensor<1x5x8xf64>) -> tensor<2x5x8xf32> {
  // expected-error@+1 {{expected one element type for all operands, found 'f32' and 'f64'}}
  %0 = vit.add_position %x, %p : (tensor<2x5x8xf32>, tensor<1x5x8xf64>) -> tensor<2x5x8xf32>
  return %0 : tensor<2x5x8xf32>
}

// -----

func.func @add_position_c2(%x: tensor<2x5x8xf32>, %p: tensor<2x5x8xf32>) -> tensor<2x5x8xf32> {
  // expected-error@+1 {{expected positions to have batch 1, found 2}}
  %0 = vit.add_position %x, %p : (tensor<2x5x8xf32>, tensor<2x5x8xf32>) -> tensor<2x5x8xf32>
  return %0 : tensor<2x5x8xf32>
}

// -----

func.func @add_position_c3(%x: tensor<2x5x8xf32>, %p: tensor<1x4x8xf32>) -> tensor<2x5x8xf32> {
  // expected-error@+1 {{expected the number of positions to be 5 as the number of tokens, found 4}}
  %0 = vit.add_position %x, %p : (tensor<2x5x8xf32>, tensor<1x4x8xf32>) -> tensor<2x5x8xf32>
  return %0 : tensor<2x5x8xf32>
}

// -----

func.func @add_position_c3_features(%x: tensor<2x5x8xf32>,
                                    %p: tensor<1x5x1xf32>) -> tensor<2x5x8xf32> {
  // expected-error@+1 {{expected the features of positions to be 8 as those of tokens, found 1}}
  %0 = vit.add_position %x, %p : (tensor<2x5x8xf32>, tensor<1x5x1xf32>) -> tensor<2x5x8xf32>
  return %0 : tensor<2x5x8xf32>
}
