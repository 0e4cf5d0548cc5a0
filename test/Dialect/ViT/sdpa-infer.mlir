// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @value_features(%q: tensor<2x3x5x4xf32>, %k: tensor<2x3x7x4xf32>,
                          %v: tensor<2x3x7x6xf32>) -> tensor<2x3x5x4xf32> {
  // expected-error@+1 {{expected a result of type 'tensor<2x3x5x6xf32>', found 'tensor<2x3x5x4xf32>'}}
  %0 = vit.sdpa %q, %k, %v scale = 0.5
      : (tensor<2x3x5x4xf32>, tensor<2x3x7x4xf32>, tensor<2x3x7x6xf32>) -> tensor<2x3x5x4xf32>
  return %0 : tensor<2x3x5x4xf32>
}
