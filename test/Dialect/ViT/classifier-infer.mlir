// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @labels(%x: tensor<2x8xf32>, %w: tensor<10x8xf32>) -> tensor<2x8xf32> {
  // expected-error@+1 {{expected a result of type 'tensor<2x10xf32>', found 'tensor<2x8xf32>'}}
  %0 = vit.classifier %x head(%w) : (tensor<2x8xf32>, tensor<10x8xf32>) -> tensor<2x8xf32>
  return %0 : tensor<2x8xf32>
}
