// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @interpolate_position_c1(%p: tensor<2x5x8xf32>) -> tensor<2x13x8xf32> {
  // expected-error@+1 {{expected positions to have batch 1, found 2}}
  %0 = vit.interpolate_position bicubic %p prefix = 1 from [2, 2] to [3, 4]
      : (tensor<2x5x8xf32>) -> tensor<2x13x8xf32>
  return %0 : tensor<2x13x8xf32>
}

// -----

func.func @interpolate_position_c2(%p: tensor<1x5x8xf32>) -> tensor<1x13x8xf32> {
  // expected-error@+1 {{expected prefix not to be negative, found -1}}
  %0 = vit.interpolate_position bicubic %p prefix = -1 from [2, 3] to [3, 4]
      : (tensor<1x5x8xf32>) -> tensor<1x13x8xf32>
  return %0 : tensor<1x13x8xf32>
}

// -----

func.func @interpolate_position_c2_source(%p: tensor<1x5x8xf32>) -> tensor<1x13x8xf32> {
  // expected-error@+1 {{expected source to have two positive entries, found [2]}}
  %0 = vit.interpolate_position bicubic %p prefix = 1 from [2] to [3, 4]
      : (tensor<1x5x8xf32>) -> tensor<1x13x8xf32>
  return %0 : tensor<1x13x8xf32>
}

// -----

func.func @interpolate_position_c2_target(%p: tensor<1x5x8xf32>) -> tensor<1x13x8xf32> {
  // expected-error@+1 {{expected target to have two positive entries, found [3, -4]}}
  %0 = vit.interpolate_position bicubic %p prefix = 1 from [2, 2] to [3, -4]
      : (tensor<1x5x8xf32>) -> tensor<1x13x8xf32>
  return %0 : tensor<1x13x8xf32>
}

// -----

func.func @interpolate_position_c3(%p: tensor<1x5x8xf32>) -> tensor<1x12x8xf32> {
  // expected-error@+1 {{expected 0 + 2 x 2 positions, found 5}}
  %0 = vit.interpolate_position bicubic %p prefix = 0 from [2, 2] to [3, 4]
      : (tensor<1x5x8xf32>) -> tensor<1x12x8xf32>
  return %0 : tensor<1x12x8xf32>
}

// -----

func.func @interpolate_position_c3_overflow(%p: tensor<1x0x8xf32>) -> tensor<1x1x8xf32> {
  // expected-error@+1 {{expected 0 + 4294967296 x 4294967296 positions, found 0}}
  %0 = vit.interpolate_position bicubic %p prefix = 0 from [4294967296, 4294967296] to [1, 1]
      : (tensor<1x0x8xf32>) -> tensor<1x1x8xf32>
  return %0 : tensor<1x1x8xf32>
}
