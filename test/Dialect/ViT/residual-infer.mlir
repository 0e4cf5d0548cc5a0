// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @type(%x: tensor<2x5x8xf32>, %y: tensor<2x5x8xf32>) -> tensor<5x2x8xf32> {
  // expected-error@+1 {{expected a result of type 'tensor<2x5x8xf32>', found 'tensor<5x2x8xf32>'}}
  %0 = vit.residual %x, %y : (tensor<2x5x8xf32>, tensor<2x5x8xf32>) -> tensor<5x2x8xf32>
  return %0 : tensor<5x2x8xf32>
}
