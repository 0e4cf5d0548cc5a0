// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @type(%x: tensor<3xf32>) -> tensor<3xf64> {
  // expected-error@+1 {{expected a result of type 'tensor<3xf32>', found 'tensor<3xf64>'}}
  %0 = vit.activation relu %x : (tensor<3xf32>) -> tensor<3xf64>
  return %0 : tensor<3xf64>
}
