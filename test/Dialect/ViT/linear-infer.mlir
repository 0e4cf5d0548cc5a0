// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @tokens(%x: tensor<2x5x8xf32>, %w: tensor<6x8xf32>) -> tensor<2x5x8xf32> {
  // expected-error@+1 {{expected a result of type 'tensor<2x5x6xf32>', found 'tensor<2x5x8xf32>'}}
  %0 = vit.linear %x, %w : (tensor<2x5x8xf32>, tensor<6x8xf32>) -> tensor<2x5x8xf32>
  return %0 : tensor<2x5x8xf32>
}

// -----

func.func @pooled(%x: tensor<2x8xf32>, %w: tensor<6x8xf32>) -> tensor<2x8xf32> {
  // expected-error@+1 {{expected a result of type 'tensor<2x6xf32>', found 'tensor<2x8xf32>'}}
  %0 = vit.linear %x, %w : (tensor<2x8xf32>, tensor<6x8xf32>) -> tensor<2x8xf32>
  return %0 : tensor<2x8xf32>
}
