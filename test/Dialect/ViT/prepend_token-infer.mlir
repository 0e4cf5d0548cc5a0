// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @sum(%l: tensor<1x3x8xf32>, %x: tensor<2x4x8xf32>) -> tensor<2x5x8xf32> {
  // expected-error@+1 {{expected a result of type 'tensor<2x7x8xf32>', found 'tensor<2x5x8xf32>'}}
  %0 = vit.prepend_token %l, %x : (tensor<1x3x8xf32>, tensor<2x4x8xf32>) -> tensor<2x5x8xf32>
  return %0 : tensor<2x5x8xf32>
}
