// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @sinusoid_position_c1() -> tensor<1x13x8xf32> {
  // expected-error@+1 {{expected a result of batch 1 with 3 x 4 tokens, found 'tensor<1x13x8xf32>'}}
  %0 = vit.sinusoid_position mae grid = [3, 4] : tensor<1x13x8xf32>
  return %0 : tensor<1x13x8xf32>
}

// -----

func.func @sinusoid_position_c1_batch() -> tensor<2x12x8xf32> {
  // expected-error@+1 {{expected a result of batch 1 with 3 x 4 tokens, found 'tensor<2x12x8xf32>'}}
  %0 = vit.sinusoid_position mae grid = [3, 4] : tensor<2x12x8xf32>
  return %0 : tensor<2x12x8xf32>
}

// -----

func.func @sinusoid_position_c2() -> tensor<1x0x8xf32> {
  // expected-error@+1 {{expected grid to have two positive entries, found [3, 0]}}
  %0 = vit.sinusoid_position mae grid = [3, 0] : tensor<1x0x8xf32>
  return %0 : tensor<1x0x8xf32>
}

// -----

func.func @sinusoid_position_c2_rows() -> tensor<1x12x8xf32> {
  // expected-error@+1 {{expected a grid of one row for transformer, found 3}}
  %0 = vit.sinusoid_position transformer grid = [3, 4] : tensor<1x12x8xf32>
  return %0 : tensor<1x12x8xf32>
}

// -----

func.func @sinusoid_position_c3() -> tensor<1x12x6xf32> {
  // expected-error@+1 {{expected a number of features divisible by 4 for detr, found 6}}
  %0 = vit.sinusoid_position detr grid = [3, 4] : tensor<1x12x6xf32>
  return %0 : tensor<1x12x6xf32>
}

// -----

func.func @sinusoid_position_c3_odd() -> tensor<1x4x5xf32> {
  // expected-error@+1 {{expected a number of features divisible by 2 for transformer, found 5}}
  %0 = vit.sinusoid_position transformer grid = [1, 4] : tensor<1x4x5xf32>
  return %0 : tensor<1x4x5xf32>
}

// -----

func.func @sinusoid_position_c4() -> tensor<1x12x8xf32> {
  // expected-error@+1 {{expected temperature to be finite and positive, found 0.0}}
  %0 = vit.sinusoid_position mae grid = [3, 4] temperature = 0.0 : tensor<1x12x8xf32>
  return %0 : tensor<1x12x8xf32>
}
