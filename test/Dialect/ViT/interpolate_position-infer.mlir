// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @target(%p: tensor<1x5x8xf32>) -> tensor<1x12x8xf32> {
  // expected-error@+1 {{expected a result of type 'tensor<1x13x8xf32>', found 'tensor<1x12x8xf32>'}}
  %0 = vit.interpolate_position bicubic %p prefix = 1 from [2, 2] to [3, 4]
      : (tensor<1x5x8xf32>) -> tensor<1x12x8xf32>
  return %0 : tensor<1x12x8xf32>
}

// -----

func.func @overflow(%p: tensor<1x5x8xf32>) -> tensor<1x1x8xf32> {
  // expected-error@+1 {{expected a result whose dimensions fit 63 bits}}
  %0 = vit.interpolate_position bicubic %p prefix = 1 from [2, 2] to [4294967296, 4294967296]
      : (tensor<1x5x8xf32>) -> tensor<1x1x8xf32>
  return %0 : tensor<1x1x8xf32>
}
