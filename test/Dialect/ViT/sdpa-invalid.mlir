// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @sdpa_c1(%q: tensor<2x3x5x4xf32>, %k: tensor<2x3x7x4xf16>,
                   %v: tensor<2x3x7x6xf32>) -> tensor<2x3x5x6xf32> {
  // expected-error@+1 {{expected one element type for all operands, found 'f32' and 'f16'}}
  %0 = vit.sdpa %q, %k, %v scale = 0.5
      : (tensor<2x3x5x4xf32>, tensor<2x3x7x4xf16>, tensor<2x3x7x6xf32>) -> tensor<2x3x5x6xf32>
  return %0 : tensor<2x3x5x6xf32>
}

// -----

func.func @sdpa_c2(%q: tensor<2x3x5x4xf32>, %k: tensor<2x3x7x3xf32>,
                   %v: tensor<2x3x7x6xf32>) -> tensor<2x3x5x6xf32> {
  // expected-error@+1 {{expected head_dim of key to be 4 as that of query, found 3}}
  %0 = vit.sdpa %q, %k, %v scale = 0.5
      : (tensor<2x3x5x4xf32>, tensor<2x3x7x3xf32>, tensor<2x3x7x6xf32>) -> tensor<2x3x5x6xf32>
  return %0 : tensor<2x3x5x6xf32>
}

// -----

func.func @sdpa_c2_heads(%q: tensor<2x3x5x4xf32>, %k: tensor<2x1x7x4xf32>,
                         %v: tensor<2x3x7x6xf32>) -> tensor<2x3x5x6xf32> {
  // expected-error@+1 {{expected batch and heads of key to be 2 and 3 as those of query, found 2 and 1}}
  %0 = vit.sdpa %q, %k, %v scale = 0.5
      : (tensor<2x3x5x4xf32>, tensor<2x1x7x4xf32>, tensor<2x3x7x6xf32>) -> tensor<2x3x5x6xf32>
  return %0 : tensor<2x3x5x6xf32>
}

// -----

func.func @sdpa_c2_batch(%q: tensor<2x3x5x4xf32>, %k: tensor<2x3x7x4xf32>,
                         %v: tensor<1x3x7x6xf32>) -> tensor<2x3x5x6xf32> {
  // expected-error@+1 {{expected batch and heads of value to be 2 and 3 as those of query, found 1 and 3}}
  %0 = vit.sdpa %q, %k, %v scale = 0.5
      : (tensor<2x3x5x4xf32>, tensor<2x3x7x4xf32>, tensor<1x3x7x6xf32>) -> tensor<2x3x5x6xf32>
  return %0 : tensor<2x3x5x6xf32>
}

// -----

func.func @sdpa_c3(%q: tensor<2x3x5x4xf32>, %k: tensor<2x3x7x4xf32>,
                   %v: tensor<2x3x8x6xf32>) -> tensor<2x3x5x6xf32> {
  // expected-error@+1 {{expected the tokens of value to be 7 as those of key, found 8}}
  %0 = vit.sdpa %q, %k, %v scale = 0.5
      : (tensor<2x3x5x4xf32>, tensor<2x3x7x4xf32>, tensor<2x3x8x6xf32>) -> tensor<2x3x5x6xf32>
  return %0 : tensor<2x3x5x6xf32>
}

// -----

func.func @sdpa_c4(%q: tensor<2x3x5x4xf32>, %k: tensor<2x3x7x4xf32>,
                   %v: tensor<2x3x7x6xf32>) -> tensor<2x3x5x6xf32> {
  // expected-error@+1 {{expected scale to be finite and positive, found -5.000000e-01}}
  %0 = vit.sdpa %q, %k, %v scale = -0.5
      : (tensor<2x3x5x4xf32>, tensor<2x3x7x4xf32>, tensor<2x3x7x6xf32>) -> tensor<2x3x5x6xf32>
  return %0 : tensor<2x3x5x6xf32>
}

// -----

func.func @sdpa_c4_nan(%q: tensor<2x3x5x4xf32>, %k: tensor<2x3x7x4xf32>,
                       %v: tensor<2x3x7x6xf32>) -> tensor<2x3x5x6xf32> {
  // expected-error@+1 {{expected scale to be finite and positive, found nan}}
  %0 = vit.sdpa %q, %k, %v scale = 0x7FF8000000000000
      : (tensor<2x3x5x4xf32>, tensor<2x3x7x4xf32>, tensor<2x3x7x6xf32>) -> tensor<2x3x5x6xf32>
  return %0 : tensor<2x3x5x6xf32>
}

// -----

func.func @sdpa_c5(%q: tensor<2x3x5x4xf32>, %k: tensor<2x3x7x4xf32>, %v: tensor<2x3x7x6xf32>,
                   %m: tensor<2x3x7x5xf32>) -> tensor<2x3x5x6xf32> {
  // expected-error@+1 {{expected mask to be [1 or 2, 1 or 3, 5, 7], found [2, 3, 7, 5]}}
  %0 = vit.sdpa %q, %k, %v mask(%m) scale = 0.5
      : (tensor<2x3x5x4xf32>, tensor<2x3x7x4xf32>, tensor<2x3x7x6xf32>, tensor<2x3x7x5xf32>)
      -> tensor<2x3x5x6xf32>
  return %0 : tensor<2x3x5x6xf32>
}

// -----

func.func @sdpa_c6(%q: tensor<2x3x5x4xf32>, %k: tensor<2x3x7x4xf32>,
                   %v: tensor<2x3x7x6xf32>) -> tensor<2x3x5x6xf32> {
  // expected-error@+1 {{expected the number of keys to be 5 as the number of queries of a causal attention, found 7}}
  %0 = vit.sdpa causal %q, %k, %v scale = 0.5
      : (tensor<2x3x5x4xf32>, tensor<2x3x7x4xf32>, tensor<2x3x7x6xf32>) -> tensor<2x3x5x6xf32>
  return %0 : tensor<2x3x5x6xf32>
}
