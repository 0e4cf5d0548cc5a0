// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @tokens(%x: tensor<2x5x8xf32>, %gamma: tensor<8xf32>,
                  %beta: tensor<8xf32>) -> tensor<2x5x9xf32> {
  // expected-error@+1 {{expected a result of type 'tensor<2x5x8xf32>', found 'tensor<2x5x9xf32>'}}
  %0 = vit.layer_norm %x affine(%gamma, %beta) eps = 1.0e-6
      : (tensor<2x5x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<2x5x9xf32>
  return %0 : tensor<2x5x9xf32>
}

// -----

func.func @pooled(%x: tensor<2x8xf32>) -> tensor<2x1x8xf32> {
  // expected-error@+1 {{expected a result of type 'tensor<2x8xf32>', found 'tensor<2x1x8xf32>'}}
  %0 = vit.layer_norm %x eps = 1.0e-6 : (tensor<2x8xf32>) -> tensor<2x1x8xf32>
  return %0 : tensor<2x1x8xf32>
}
