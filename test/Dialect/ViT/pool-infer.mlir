// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @mean(%x: tensor<2x5x8xf32>) -> tensor<5x8xf32> {
  // expected-error@+1 {{expected a result of type 'tensor<2x8xf32>', found 'tensor<5x8xf32>'}}
  %0 = vit.pool mean %x : (tensor<2x5x8xf32>) -> tensor<5x8xf32>
  return %0 : tensor<5x8xf32>
}

// -----

func.func @token_mean(%x: tensor<2x5x8xf32>) -> tensor<2x8xf32> {
  // expected-error@+1 {{expected a result of type 'tensor<2x16xf32>', found 'tensor<2x8xf32>'}}
  %0 = vit.pool token_mean %x first = 1 : (tensor<2x5x8xf32>) -> tensor<2x8xf32>
  return %0 : tensor<2x8xf32>
}
