// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @attention_c1(%query: tensor<2x5x32xf32>, %key: tensor<2x7x32xf16>, %value: tensor<2x7x32xf16>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found element types 'f32' and 'f16', expected one element type}}
  %0 = kernel.attention ins(%query, %key, %value) outs(%init) heads = 4 scale = 0.5
      : (tensor<2x5x32xf32>, tensor<2x7x32xf16>, tensor<2x7x32xf16>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @attention_c2(%query: tensor<2x4x32xf32>, %key: tensor<2x7x32xf32>, %value: tensor<2x7x32xf32>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found query of shape [2, 4, 32], expected [2, 5, 32]}}
  %0 = kernel.attention ins(%query, %key, %value) outs(%init) heads = 4 scale = 0.5
      : (tensor<2x4x32xf32>, tensor<2x7x32xf32>, tensor<2x7x32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @attention_c2_key(%query: tensor<2x5x32xf32>, %key: tensor<1x7x32xf32>, %value: tensor<2x7x32xf32>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found key of shape [1, 7, 32], expected [2, 7, 32]}}
  %0 = kernel.attention ins(%query, %key, %value) outs(%init) heads = 4 scale = 0.5
      : (tensor<2x5x32xf32>, tensor<1x7x32xf32>, tensor<2x7x32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @attention_c2_value(%query: tensor<2x5x32xf32>, %key: tensor<2x7x32xf32>, %value: tensor<2x6x32xf32>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found value of shape [2, 6, 32], expected [2, 7, 32]}}
  %0 = kernel.attention ins(%query, %key, %value) outs(%init) heads = 4 scale = 0.5
      : (tensor<2x5x32xf32>, tensor<2x7x32xf32>, tensor<2x6x32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @attention_c3(%query: tensor<2x5x32xf32>, %key: tensor<2x7x32xf32>, %value: tensor<2x7x32xf32>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found 5 heads, expected a positive divisor of 32}}
  %0 = kernel.attention ins(%query, %key, %value) outs(%init) heads = 5 scale = 0.5
      : (tensor<2x5x32xf32>, tensor<2x7x32xf32>, tensor<2x7x32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @attention_c3_zero(%query: tensor<2x5x32xf32>, %key: tensor<2x7x32xf32>, %value: tensor<2x7x32xf32>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found 0 heads, expected a positive divisor of 32}}
  %0 = kernel.attention ins(%query, %key, %value) outs(%init) heads = 0 scale = 0.5
      : (tensor<2x5x32xf32>, tensor<2x7x32xf32>, tensor<2x7x32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @attention_c3_negative(%query: tensor<2x5x32xf32>, %key: tensor<2x7x32xf32>, %value: tensor<2x7x32xf32>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found -4 heads, expected a positive divisor of 32}}
  %0 = kernel.attention ins(%query, %key, %value) outs(%init) heads = -4 scale = 0.5
      : (tensor<2x5x32xf32>, tensor<2x7x32xf32>, tensor<2x7x32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @attention_c4(%query: tensor<2x5x32xf32>, %key: tensor<2x7x32xf32>, %value: tensor<2x7x32xf32>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{expected a finite positive number}}
  %0 = kernel.attention ins(%query, %key, %value) outs(%init) heads = 4 scale = -0.5
      : (tensor<2x5x32xf32>, tensor<2x7x32xf32>, tensor<2x7x32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @attention_c4_zero(%query: tensor<2x5x32xf32>, %key: tensor<2x7x32xf32>, %value: tensor<2x7x32xf32>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{expected a finite positive number}}
  %0 = kernel.attention ins(%query, %key, %value) outs(%init) heads = 4 scale = 0.0
      : (tensor<2x5x32xf32>, tensor<2x7x32xf32>, tensor<2x7x32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @attention_c4_nan(%query: tensor<2x5x32xf32>, %key: tensor<2x7x32xf32>, %value: tensor<2x7x32xf32>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{expected a finite positive number}}
  %0 = kernel.attention ins(%query, %key, %value) outs(%init) heads = 4 scale = 0x7FF8000000000000
      : (tensor<2x5x32xf32>, tensor<2x7x32xf32>, tensor<2x7x32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @attention_c5(%query: tensor<2x5x32xf32>,
    %key: tensor<2x7x32xf32>,
    %value: tensor<2x7x32xf32>,
    %mask: tensor<2x3x5x7xf32>,
    %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found mask of size 3 in dimension 1, expected 4 or 1}}
  %0 = kernel.attention ins(%query, %key, %value) mask(%mask) outs(%init) heads = 4 scale = 0.5
      : (tensor<2x5x32xf32>, tensor<2x7x32xf32>, tensor<2x7x32xf32>, tensor<2x3x5x7xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @attention_c5_queries(%query: tensor<2x5x32xf32>,
    %key: tensor<2x7x32xf32>,
    %value: tensor<2x7x32xf32>,
    %mask: tensor<1x1x1x7xf32>,
    %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found mask of size 1 in dimension 2, expected 5}}
  %0 = kernel.attention ins(%query, %key, %value) mask(%mask) outs(%init) heads = 4 scale = 0.5
      : (tensor<2x5x32xf32>, tensor<2x7x32xf32>, tensor<2x7x32xf32>, tensor<1x1x1x7xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @attention_c6(%query: tensor<2x5x32xf32>, %key: tensor<2x7x32xf32>, %value: tensor<2x7x32xf32>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found 5 queries and 7 keys, expected as many for causal attention}}
  %0 = kernel.attention causal ins(%query, %key, %value) outs(%init) heads = 4 scale = 0.5
      : (tensor<2x5x32xf32>, tensor<2x7x32xf32>, tensor<2x7x32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @attention_c1_bf16_mask(%x: tensor<1x4x8xbf16>, %mask: tensor<1x1x4x4xbf16>, %init: tensor<1x4x8xf32>) -> tensor<1x4x8xf32> {
  // expected-error@+1 {{found element types 'f32' and 'bf16', expected one element type}}
  %0 = kernel.attention ins(%x, %x, %x) mask(%mask) outs(%init) heads = 2 scale = 0.5
      : (tensor<1x4x8xbf16>, tensor<1x4x8xbf16>, tensor<1x4x8xbf16>, tensor<1x1x4x4xbf16>, tensor<1x4x8xf32>) -> tensor<1x4x8xf32>
  return %0 : tensor<1x4x8xf32>
}
