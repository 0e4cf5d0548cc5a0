// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @order(%x: tensor<2x4x5x2xf32>) -> tensor<2x4x10xf32> {
  // expected-error@+1 {{expected a result of type 'tensor<2x5x8xf32>', found 'tensor<2x4x10xf32>'}}
  %0 = vit.merge_heads %x : (tensor<2x4x5x2xf32>) -> tensor<2x4x10xf32>
  return %0 : tensor<2x4x10xf32>
}
