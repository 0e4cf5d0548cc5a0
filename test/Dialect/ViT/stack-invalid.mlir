// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @stack_c1() -> tensor<2x3xf32> {
  // expected-error@+1 {{expected at least one input, found none}}
  %0 = vit.stack : () -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// -----

func.func @stack_c1_types(%x: tensor<2x8xf32>, %y: tensor<2x7xf32>) -> tensor<2x2x8xf32> {
  // expected-error@+1 {{expected inputs of one type, found 'tensor<2x8xf32>' and 'tensor<2x7xf32>'}}
  %0 = vit.stack %x, %y : (tensor<2x8xf32>, tensor<2x7xf32>) -> tensor<2x2x8xf32>
  return %0 : tensor<2x2x8xf32>
}

// -----

func.func @stack_c2(%x: tensor<f32>) -> tensor<1xf32> {
  // expected-error@+1 {{expected inputs of rank 1 or more, found 'tensor<f32>'}}
  %0 = vit.stack %x : (tensor<f32>) -> tensor<1xf32>
  return %0 : tensor<1xf32>
}
