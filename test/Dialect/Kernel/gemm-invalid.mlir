// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @gemm_c1(%lhs: tensor<2x5x24xf32>, %panels: tensor<2x24x16xf16>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found element types 'f32' and 'f16', expected one element type}}
  %0 = kernel.gemm ins(%lhs, %panels) outs(%init)
      : (tensor<2x5x24xf32>, tensor<2x24x16xf16>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @gemm_c1_residual(%lhs: tensor<2x5x24xf32>, %panels: tensor<2x24x16xf32>, %residual: tensor<2x5x32xbf16>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found element types 'f32' and 'bf16', expected one element type}}
  %0 = kernel.gemm ins(%lhs, %panels) residual(%residual) outs(%init)
      : (tensor<2x5x24xf32>, tensor<2x24x16xf32>, tensor<2x5x32xbf16>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @gemm_c2(%lhs: tensor<1x5x24xf32>, %panels: tensor<2x24x16xf32>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found lhs of shape [1, 5, 24], expected [2, 5, 24]}}
  %0 = kernel.gemm ins(%lhs, %panels) outs(%init)
      : (tensor<1x5x24xf32>, tensor<2x24x16xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @gemm_c2_rows(%lhs: tensor<2x4x24xf32>, %panels: tensor<2x24x16xf32>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found lhs of shape [2, 4, 24], expected [2, 5, 24]}}
  %0 = kernel.gemm ins(%lhs, %panels) outs(%init)
      : (tensor<2x4x24xf32>, tensor<2x24x16xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @gemm_c2_depth(%lhs: tensor<2x5x25xf32>, %panels: tensor<2x24x16xf32>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found lhs of shape [2, 5, 25], expected [2, 5, 24]}}
  %0 = kernel.gemm ins(%lhs, %panels) outs(%init)
      : (tensor<2x5x25xf32>, tensor<2x24x16xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @gemm_c3(%lhs: tensor<2x5x24xf32>, %panels: tensor<3x24x16xf32>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found panels of shape [3, 24, 16], expected [2, 24, 16]}}
  %0 = kernel.gemm ins(%lhs, %panels) outs(%init)
      : (tensor<2x5x24xf32>, tensor<3x24x16xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @gemm_c3_partial(%lhs: tensor<2x5x24xf32>, %panels: tensor<2x24x16xf32>, %init: tensor<2x5x33xf32>) -> tensor<2x5x33xf32> {
  // expected-error@+1 {{found panels of shape [2, 24, 16], expected [3, 24, 16]}}
  %0 = kernel.gemm ins(%lhs, %panels) outs(%init)
      : (tensor<2x5x24xf32>, tensor<2x24x16xf32>, tensor<2x5x33xf32>) -> tensor<2x5x33xf32>
  return %0 : tensor<2x5x33xf32>
}

// -----

func.func @gemm_c3_width(%lhs: tensor<2x5x24xf32>, %panels: tensor<4x24x8xf32>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found panel width 8, expected a multiple of 16}}
  %0 = kernel.gemm ins(%lhs, %panels) outs(%init)
      : (tensor<2x5x24xf32>, tensor<4x24x8xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @gemm_c4(%lhs: tensor<2x5x24xf32>, %panels: tensor<3x24x16xf32>, %bias: tensor<33xf32>, %init: tensor<2x5x33xf32>) -> tensor<2x5x33xf32> {
  // expected-error@+1 {{found bias of shape [33], expected [48]}}
  %0 = kernel.gemm ins(%lhs, %panels) bias(%bias) outs(%init)
      : (tensor<2x5x24xf32>, tensor<3x24x16xf32>, tensor<33xf32>, tensor<2x5x33xf32>) -> tensor<2x5x33xf32>
  return %0 : tensor<2x5x33xf32>
}

// -----

func.func @gemm_c5(%lhs: tensor<2x5x24xf32>, %panels: tensor<2x24x16xf32>, %residual: tensor<3x5x32xf32>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found residual of size 3 in dimension 0, expected 2 or 1}}
  %0 = kernel.gemm ins(%lhs, %panels) residual(%residual) outs(%init)
      : (tensor<2x5x24xf32>, tensor<2x24x16xf32>, tensor<3x5x32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @gemm_c5_rows(%lhs: tensor<2x5x24xf32>, %panels: tensor<2x24x16xf32>, %residual: tensor<2x1x32xf32>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found residual of size 1 in dimension 1, expected 5}}
  %0 = kernel.gemm ins(%lhs, %panels) residual(%residual) outs(%init)
      : (tensor<2x5x24xf32>, tensor<2x24x16xf32>, tensor<2x1x32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @gemm_c5_columns(%lhs: tensor<2x5x24xf32>, %panels: tensor<2x24x16xf32>, %residual: tensor<1x5x31xf32>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found residual of size 31 in dimension 2, expected 32}}
  %0 = kernel.gemm ins(%lhs, %panels) residual(%residual) outs(%init)
      : (tensor<2x5x24xf32>, tensor<2x24x16xf32>, tensor<1x5x31xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @gemm_c1_bf16_bias(%lhs: tensor<2x5x24xbf16>, %panels: tensor<2x12x32xbf16>, %bias: tensor<32xbf16>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found element types 'f32' and 'bf16', expected one element type}}
  %0 = kernel.gemm ins(%lhs, %panels) bias(%bias) outs(%init)
      : (tensor<2x5x24xbf16>, tensor<2x12x32xbf16>, tensor<32xbf16>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @gemm_c1_bf16_init(%lhs: tensor<2x5x24xbf16>, %panels: tensor<2x12x32xbf16>, %init: tensor<2x5x32xf16>) -> tensor<2x5x32xf16> {
  // expected-error@+1 {{found element types 'f32' and 'f16', expected one element type}}
  %0 = kernel.gemm ins(%lhs, %panels) outs(%init)
      : (tensor<2x5x24xbf16>, tensor<2x12x32xbf16>, tensor<2x5x32xf16>) -> tensor<2x5x32xf16>
  return %0 : tensor<2x5x32xf16>
}

// -----

func.func @gemm_c1_narrow_init(%lhs: tensor<2x5x24xf32>, %panels: tensor<2x24x16xf32>, %init: tensor<2x5x32xbf16>) -> tensor<2x5x32xbf16> {
  // expected-error@+1 {{found element types 'f32' and 'bf16', expected one element type}}
  %0 = kernel.gemm ins(%lhs, %panels) outs(%init)
      : (tensor<2x5x24xf32>, tensor<2x24x16xf32>, tensor<2x5x32xbf16>) -> tensor<2x5x32xbf16>
  return %0 : tensor<2x5x32xbf16>
}

// -----

func.func @gemm_c2_pairs(%lhs: tensor<2x5x22xbf16>, %panels: tensor<2x12x32xbf16>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found lhs of shape [2, 5, 22], expected [2, 5, 24]}}
  %0 = kernel.gemm ins(%lhs, %panels) outs(%init)
      : (tensor<2x5x22xbf16>, tensor<2x12x32xbf16>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @gemm_c3_pairs(%lhs: tensor<2x5x24xbf16>, %panels: tensor<2x12x16xbf16>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found panel width 8, expected a multiple of 16}}
  %0 = kernel.gemm ins(%lhs, %panels) outs(%init)
      : (tensor<2x5x24xbf16>, tensor<2x12x16xbf16>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @gemm_c2_quads(%lhs: tensor<2x5x20xi8>, %panels: tensor<2x6x64xi8>, %a: tensor<2x5x1xf32>, %b: tensor<32xf32>, %c: tensor<32xi32>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found lhs of shape [2, 5, 20], expected [2, 5, 24]}}
  %0 = kernel.gemm ins(%lhs, %panels) scales(%a, %b) correction(%c) outs(%init)
      : (tensor<2x5x20xi8>, tensor<2x6x64xi8>, tensor<2x5x1xf32>, tensor<32xf32>, tensor<32xi32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @gemm_c6_absent(%lhs: tensor<2x5x23xi8>, %panels: tensor<2x6x64xi8>, %a: tensor<2x5x1xf32>, %b: tensor<32xf32>, %c: tensor<32xi32>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found no scales, expected them with element type i8}}
  %0 = kernel.gemm ins(%lhs, %panels) outs(%init)
      : (tensor<2x5x23xi8>, tensor<2x6x64xi8>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @gemm_c6_present(%lhs: tensor<2x5x6xf32>, %panels: tensor<2x6x16xf32>, %a: tensor<2x5x1xf32>, %b: tensor<32xf32>, %c: tensor<32xi32>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found scales, expected none without element type i8}}
  %0 = kernel.gemm ins(%lhs, %panels) scales(%a, %b) correction(%c) outs(%init)
      : (tensor<2x5x6xf32>, tensor<2x6x16xf32>, tensor<2x5x1xf32>, tensor<32xf32>, tensor<32xi32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @gemm_c7_lhs(%lhs: tensor<2x5x23xi8>, %panels: tensor<2x6x64xi8>, %a: tensor<1x5x1xf32>, %b: tensor<32xf32>, %c: tensor<32xi32>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found scales of lhs of shape [1, 5, 1], expected [2, 5, 1]}}
  %0 = kernel.gemm ins(%lhs, %panels) scales(%a, %b) correction(%c) outs(%init)
      : (tensor<2x5x23xi8>, tensor<2x6x64xi8>, tensor<1x5x1xf32>, tensor<32xf32>, tensor<32xi32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @gemm_c7_panels(%lhs: tensor<2x5x23xi8>, %panels: tensor<2x6x64xi8>, %a: tensor<2x5x1xf32>, %b: tensor<31xf32>, %c: tensor<32xi32>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found scales of panels of shape [31], expected [32]}}
  %0 = kernel.gemm ins(%lhs, %panels) scales(%a, %b) correction(%c) outs(%init)
      : (tensor<2x5x23xi8>, tensor<2x6x64xi8>, tensor<2x5x1xf32>, tensor<31xf32>, tensor<32xi32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @gemm_c7_correction(%lhs: tensor<2x5x23xi8>, %panels: tensor<2x6x64xi8>, %a: tensor<2x5x1xf32>, %b: tensor<32xf32>, %c: tensor<16xi32>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found correction of shape [16], expected [32]}}
  %0 = kernel.gemm ins(%lhs, %panels) scales(%a, %b) correction(%c) outs(%init)
      : (tensor<2x5x23xi8>, tensor<2x6x64xi8>, tensor<2x5x1xf32>, tensor<32xf32>, tensor<16xi32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @gemm_c8(%lhs: tensor<2x5x44152xi8>, %panels: tensor<2x11038x64xi8>, %a: tensor<2x5x1xf32>, %b: tensor<32xf32>, %c: tensor<32xi32>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found sums of 44152 products of i8, expected at most 44149: more may leave i32}}
  %0 = kernel.gemm ins(%lhs, %panels) scales(%a, %b) correction(%c) outs(%init)
      : (tensor<2x5x44152xi8>, tensor<2x11038x64xi8>, tensor<2x5x1xf32>, tensor<32xf32>, tensor<32xi32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @gemm_c6_correction(%lhs: tensor<2x5x6xf32>, %panels: tensor<2x6x16xf32>, %c: tensor<32xi32>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found correction, expected none without element type i8}}
  %0 = kernel.gemm ins(%lhs, %panels) correction(%c) outs(%init)
      : (tensor<2x5x6xf32>, tensor<2x6x16xf32>, tensor<32xi32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @gemm_c9(%lhs: tensor<2x5x24xf32>, %panels: tensor<2x24x16xf32>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found 5 rows in each of 2, expected one row for each image}}
  %0 = kernel.gemm row_per_image ins(%lhs, %panels) outs(%init)
      : (tensor<2x5x24xf32>, tensor<2x24x16xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}
