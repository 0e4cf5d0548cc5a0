// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @softmax_c1(%x: tensor<2x0xf32>) -> tensor<2x0xf32> {
  // expected-error@+1 {{expected rank 1 or more and a last dimension that is not 0, found 'tensor<2x0xf32>'}}
  %0 = vit.softmax %x : (tensor<2x0xf32>) -> tensor<2x0xf32>
  return %0 : tensor<2x0xf32>
}

// -----

func.func @softmax_c1_scalar(%x: tensor<f32>) -> tensor<f32> {
  // expected-error@+1 {{expected rank 1 or more and a last dimension that is not 0, found 'tensor<f32>'}}
  %0 = vit.softmax %x : (tensor<f32>) -> tensor<f32>
  return %0 : tensor<f32>
}
