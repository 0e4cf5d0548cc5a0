// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @order(%x: tensor<2x5x8xf32>) -> tensor<2x5x4x2xf32> {
  // expected-error@+1 {{expected a result of type 'tensor<2x4x5x2xf32>', found 'tensor<2x5x4x2xf32>'}}
  %0 = vit.split_heads %x heads = 4 : (tensor<2x5x8xf32>) -> tensor<2x5x4x2xf32>
  return %0 : tensor<2x5x4x2xf32>
}
