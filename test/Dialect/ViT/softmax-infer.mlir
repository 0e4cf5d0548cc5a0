// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @type(%x: tensor<2x10xf32>) -> tensor<2x1xf32> {
  // expected-error@+1 {{expected a result of type 'tensor<2x10xf32>', found 'tensor<2x1xf32>'}}
  %0 = vit.softmax %x : (tensor<2x10xf32>) -> tensor<2x1xf32>
  return %0 : tensor<2x1xf32>
}
