// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @half(%x: tensor<2x5x8xf32>) -> tensor<2x5x8xf32> {
  // expected-error@+1 {{expected a result of type 'tensor<2x5x4xf32>', found 'tensor<2x5x8xf32>'}}
  %0 = vit.gate silu %x : (tensor<2x5x8xf32>) -> tensor<2x5x8xf32>
  return %0 : tensor<2x5x8xf32>
}
