// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @strassen_channels_c1_depth(%w: tensor<64x25xf32>, %o: tensor<25xf32>) -> tensor<25xf32> {
  // expected-error@+1 {{found depth 25, expected an even number}}
  %0 = kernel.strassen_channels ins(%w) outs(%o) : (tensor<64x25xf32>, tensor<25xf32>) -> tensor<25xf32>
  return %0 : tensor<25xf32>
}

// -----

func.func @strassen_channels_c1(%w: tensor<64x24xf32>, %o: tensor<64xf32>) -> tensor<64xf32> {
  // expected-error@+1 {{found channels of shape [64], expected [24]}}
  %0 = kernel.strassen_channels ins(%w) outs(%o) : (tensor<64x24xf32>, tensor<64xf32>) -> tensor<64xf32>
  return %0 : tensor<64xf32>
}

// -----

func.func @strassen_pack_c1_depth(%w: tensor<64x25xf32>, %d: tensor<25xf32>, %o: tensor<2x7x13x16xf32>) -> tensor<2x7x13x16xf32> {
  // expected-error@+1 {{found depth 25, expected an even number}}
  %0 = kernel.strassen_pack ins(%w, %d) outs(%o) : (tensor<64x25xf32>, tensor<25xf32>, tensor<2x7x13x16xf32>) -> tensor<2x7x13x16xf32>
  return %0 : tensor<2x7x13x16xf32>
}

// -----

func.func @strassen_pack_c1_width(%w: tensor<64x24xf32>, %d: tensor<24xf32>, %o: tensor<2x7x13x24xf32>) -> tensor<2x7x13x24xf32> {
  // expected-error@+1 {{found panels of width 24, expected a multiple of 16 that divides half of 64}}
  %0 = kernel.strassen_pack ins(%w, %d) outs(%o) : (tensor<64x24xf32>, tensor<24xf32>, tensor<2x7x13x24xf32>) -> tensor<2x7x13x24xf32>
  return %0 : tensor<2x7x13x24xf32>
}

// -----

func.func @strassen_pack_c1_columns(%w: tensor<48x24xf32>, %d: tensor<24xf32>, %o: tensor<2x7x13x16xf32>) -> tensor<2x7x13x16xf32> {
  // expected-error@+1 {{found panels of width 16, expected a multiple of 16 that divides half of 48}}
  %0 = kernel.strassen_pack ins(%w, %d) outs(%o) : (tensor<48x24xf32>, tensor<24xf32>, tensor<2x7x13x16xf32>) -> tensor<2x7x13x16xf32>
  return %0 : tensor<2x7x13x16xf32>
}

// -----

func.func @strassen_pack_c2(%w: tensor<64x24xf32>, %d: tensor<24xf32>, %o: tensor<2x7x12x16xf32>) -> tensor<2x7x12x16xf32> {
  // expected-error@+1 {{found panels of shape [2, 7, 12, 16], expected [2, 7, 13, 16]}}
  %0 = kernel.strassen_pack ins(%w, %d) outs(%o) : (tensor<64x24xf32>, tensor<24xf32>, tensor<2x7x12x16xf32>) -> tensor<2x7x12x16xf32>
  return %0 : tensor<2x7x12x16xf32>
}

// -----

func.func @strassen_pack_c2_factors(%w: tensor<64x24xf32>, %d: tensor<24xf32>, %o: tensor<2x8x13x16xf32>) -> tensor<2x8x13x16xf32> {
  // expected-error@+1 {{found panels of shape [2, 8, 13, 16], expected [2, 7, 13, 16]}}
  %0 = kernel.strassen_pack ins(%w, %d) outs(%o) : (tensor<64x24xf32>, tensor<24xf32>, tensor<2x8x13x16xf32>) -> tensor<2x8x13x16xf32>
  return %0 : tensor<2x8x13x16xf32>
}

// -----

func.func @strassen_pack_c3(%w: tensor<64x24xf32>, %d: tensor<64xf32>, %o: tensor<2x7x13x16xf32>) -> tensor<2x7x13x16xf32> {
  // expected-error@+1 {{found channels of shape [64], expected [24]}}
  %0 = kernel.strassen_pack ins(%w, %d) outs(%o) : (tensor<64x24xf32>, tensor<64xf32>, tensor<2x7x13x16xf32>) -> tensor<2x7x13x16xf32>
  return %0 : tensor<2x7x13x16xf32>
}

// -----

func.func @strassen_sums_c1(%x: tensor<2x5x23xf32>, %d: tensor<23xf32>, %o: tensor<2x4x3x13xf32>) -> tensor<2x4x3x13xf32> {
  // expected-error@+1 {{found depth 23, expected an even number}}
  %0 = kernel.strassen_sums ins(%x, %d) outs(%o) : (tensor<2x5x23xf32>, tensor<23xf32>, tensor<2x4x3x13xf32>) -> tensor<2x4x3x13xf32>
  return %0 : tensor<2x4x3x13xf32>
}

// -----

func.func @strassen_sums_c2(%x: tensor<2x5x24xf32>, %d: tensor<24xf32>, %o: tensor<2x4x2x13xf32>) -> tensor<2x4x2x13xf32> {
  // expected-error@+1 {{found sums of shape [2, 4, 2, 13], expected [2, 4, 3, 13]}}
  %0 = kernel.strassen_sums ins(%x, %d) outs(%o) : (tensor<2x5x24xf32>, tensor<24xf32>, tensor<2x4x2x13xf32>) -> tensor<2x4x2x13xf32>
  return %0 : tensor<2x4x2x13xf32>
}

// -----

func.func @strassen_sums_c3(%x: tensor<2x5x24xf32>, %d: tensor<12xf32>, %o: tensor<2x4x3x13xf32>) -> tensor<2x4x3x13xf32> {
  // expected-error@+1 {{found channels of shape [12], expected [24]}}
  %0 = kernel.strassen_sums ins(%x, %d) outs(%o) : (tensor<2x5x24xf32>, tensor<12xf32>, tensor<2x4x3x13xf32>) -> tensor<2x4x3x13xf32>
  return %0 : tensor<2x4x3x13xf32>
}

// -----

func.func @strassen_gemm_c1_depth(%x: tensor<2x5x23xf32>, %s: tensor<2x4x3x13xf32>, %p: tensor<2x7x13x16xf32>, %o: tensor<2x5x64xf32>) -> tensor<2x5x64xf32> {
  // expected-error@+1 {{found depth 23, expected an even number}}
  %0 = kernel.strassen_gemm ins(%x, %s, %p) outs(%o)
      : (tensor<2x5x23xf32>, tensor<2x4x3x13xf32>, tensor<2x7x13x16xf32>, tensor<2x5x64xf32>) -> tensor<2x5x64xf32>
  return %0 : tensor<2x5x64xf32>
}

// -----

func.func @strassen_gemm_c1_width(%x: tensor<2x5x24xf32>, %s: tensor<2x4x3x13xf32>, %p: tensor<4x7x13x8xf32>, %o: tensor<2x5x64xf32>) -> tensor<2x5x64xf32> {
  // expected-error@+1 {{found panels of width 8, expected a multiple of 16 that divides half of 64}}
  %0 = kernel.strassen_gemm ins(%x, %s, %p) outs(%o)
      : (tensor<2x5x24xf32>, tensor<2x4x3x13xf32>, tensor<4x7x13x8xf32>, tensor<2x5x64xf32>) -> tensor<2x5x64xf32>
  return %0 : tensor<2x5x64xf32>
}

// -----

func.func @strassen_gemm_c2_init(%x: tensor<2x5x24xf32>, %s: tensor<2x4x3x13xf32>, %p: tensor<2x7x13x16xf32>, %o: tensor<2x4x64xf32>) -> tensor<2x4x64xf32> {
  // expected-error@+1 {{found init of shape [2, 4, 64], expected [2, 5, 64]}}
  %0 = kernel.strassen_gemm ins(%x, %s, %p) outs(%o)
      : (tensor<2x5x24xf32>, tensor<2x4x3x13xf32>, tensor<2x7x13x16xf32>, tensor<2x4x64xf32>) -> tensor<2x4x64xf32>
  return %0 : tensor<2x4x64xf32>
}

// -----

func.func @strassen_gemm_c2_sums(%x: tensor<2x5x24xf32>, %s: tensor<1x4x3x13xf32>, %p: tensor<2x7x13x16xf32>, %o: tensor<2x5x64xf32>) -> tensor<2x5x64xf32> {
  // expected-error@+1 {{found sums of shape [1, 4, 3, 13], expected [2, 4, 3, 13]}}
  %0 = kernel.strassen_gemm ins(%x, %s, %p) outs(%o)
      : (tensor<2x5x24xf32>, tensor<1x4x3x13xf32>, tensor<2x7x13x16xf32>, tensor<2x5x64xf32>) -> tensor<2x5x64xf32>
  return %0 : tensor<2x5x64xf32>
}

// -----

func.func @strassen_gemm_c2_panels(%x: tensor<2x5x24xf32>, %s: tensor<2x4x3x13xf32>, %p: tensor<3x7x13x16xf32>, %o: tensor<2x5x64xf32>) -> tensor<2x5x64xf32> {
  // expected-error@+1 {{found panels of shape [3, 7, 13, 16], expected [2, 7, 13, 16]}}
  %0 = kernel.strassen_gemm ins(%x, %s, %p) outs(%o)
      : (tensor<2x5x24xf32>, tensor<2x4x3x13xf32>, tensor<3x7x13x16xf32>, tensor<2x5x64xf32>) -> tensor<2x5x64xf32>
  return %0 : tensor<2x5x64xf32>
}

// -----

func.func @strassen_gemm_c3(%x: tensor<2x5x24xf32>, %s: tensor<2x4x3x13xf32>, %p: tensor<2x7x13x16xf32>, %b: tensor<48xf32>, %o: tensor<2x5x64xf32>) -> tensor<2x5x64xf32> {
  // expected-error@+1 {{found bias of shape [48], expected [64]}}
  %0 = kernel.strassen_gemm ins(%x, %s, %p) bias(%b) outs(%o)
      : (tensor<2x5x24xf32>, tensor<2x4x3x13xf32>, tensor<2x7x13x16xf32>, tensor<48xf32>, tensor<2x5x64xf32>) -> tensor<2x5x64xf32>
  return %0 : tensor<2x5x64xf32>
}

// -----

func.func @strassen_gemm_c4(%x: tensor<2x5x24xf32>, %s: tensor<2x4x3x13xf32>, %p: tensor<2x7x13x16xf32>, %r: tensor<3x5x64xf32>, %o: tensor<2x5x64xf32>) -> tensor<2x5x64xf32> {
  // expected-error@+1 {{found residual of shape [3, 5, 64], expected [2, 5, 64]}}
  %0 = kernel.strassen_gemm ins(%x, %s, %p) residual(%r) outs(%o)
      : (tensor<2x5x24xf32>, tensor<2x4x3x13xf32>, tensor<2x7x13x16xf32>, tensor<3x5x64xf32>, tensor<2x5x64xf32>) -> tensor<2x5x64xf32>
  return %0 : tensor<2x5x64xf32>
}

// -----

func.func @strassen_gemm_c4_rows(%x: tensor<2x5x24xf32>, %s: tensor<2x4x3x13xf32>, %p: tensor<2x7x13x16xf32>, %r: tensor<1x4x64xf32>, %o: tensor<2x5x64xf32>) -> tensor<2x5x64xf32> {
  // expected-error@+1 {{found residual of shape [1, 4, 64], expected [1, 5, 64]}}
  %0 = kernel.strassen_gemm ins(%x, %s, %p) residual(%r) outs(%o)
      : (tensor<2x5x24xf32>, tensor<2x4x3x13xf32>, tensor<2x7x13x16xf32>, tensor<1x4x64xf32>, tensor<2x5x64xf32>) -> tensor<2x5x64xf32>
  return %0 : tensor<2x5x64xf32>
}
