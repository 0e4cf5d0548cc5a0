// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @both(%x: tensor<2x10xf32>) -> (tensor<2x3xf32>, tensor<2x4xi64>) {
  // expected-error@+1 {{expected a result of type 'tensor<2x3xf32>', 'tensor<2x3xi64>', found 'tensor<2x3xf32>', 'tensor<2x4xi64>'}}
  %0:2 = vit.top_k %x k = 3 : (tensor<2x10xf32>) -> (tensor<2x3xf32>, tensor<2x4xi64>)
  return %0#0, %0#1 : tensor<2x3xf32>, tensor<2x4xi64>
}
