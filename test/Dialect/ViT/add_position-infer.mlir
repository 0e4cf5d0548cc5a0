// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @batch(%x: tensor<2x5x8xf32>, %p: tensor<1x5x8xf32>) -> tensor<1x5x8xf32> {
  // expected-error@+1 {{expected a result of type 'tensor<2x5x8xf32>', found 'tensor<1x5x8xf32>'}}
  %0 = vit.add_position %x, %p : (tensor<2x5x8xf32>, tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  return %0 : tensor<1x5x8xf32>
}
