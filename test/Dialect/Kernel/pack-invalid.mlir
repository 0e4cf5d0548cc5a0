// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @pack_c1(%matrix: tensor<40x24xf16>, %init: tensor<3x24x16xf32>) -> tensor<3x24x16xf32> {
  // expected-error@+1 {{found element types 'f16' and 'f32', expected one element type}}
  %0 = kernel.pack ins(%matrix) outs(%init)
      : (tensor<40x24xf16>, tensor<3x24x16xf32>) -> tensor<3x24x16xf32>
  return %0 : tensor<3x24x16xf32>
}

// -----

func.func @pack_c2(%matrix: tensor<40x24xf32>, %init: tensor<2x24x16xf32>) -> tensor<2x24x16xf32> {
  // expected-error@+1 {{found panels of shape [2, 24, 16], expected [3, 24, 16]}}
  %0 = kernel.pack ins(%matrix) outs(%init)
      : (tensor<40x24xf32>, tensor<2x24x16xf32>) -> tensor<2x24x16xf32>
  return %0 : tensor<2x24x16xf32>
}

// -----

func.func @pack_c2_depth(%matrix: tensor<40x24xf32>, %init: tensor<3x25x16xf32>) -> tensor<3x25x16xf32> {
  // expected-error@+1 {{found panels of shape [3, 25, 16], expected [3, 24, 16]}}
  %0 = kernel.pack ins(%matrix) outs(%init)
      : (tensor<40x24xf32>, tensor<3x25x16xf32>) -> tensor<3x25x16xf32>
  return %0 : tensor<3x25x16xf32>
}

// -----

func.func @pack_c3(%matrix: tensor<40x24xf32>, %init: tensor<5x24x8xf32>) -> tensor<5x24x8xf32> {
  // expected-error@+1 {{found panel width 8, expected a multiple of 16}}
  %0 = kernel.pack ins(%matrix) outs(%init)
      : (tensor<40x24xf32>, tensor<5x24x8xf32>) -> tensor<5x24x8xf32>
  return %0 : tensor<5x24x8xf32>
}

// -----

func.func @pack_c1_widened(%matrix: tensor<40x24xbf16>, %init: tensor<3x24x16xf32>) -> tensor<3x24x16xf32> {
  // expected-error@+1 {{found element types 'bf16' and 'f32', expected one element type}}
  %0 = kernel.pack ins(%matrix) outs(%init)
      : (tensor<40x24xbf16>, tensor<3x24x16xf32>) -> tensor<3x24x16xf32>
  return %0 : tensor<3x24x16xf32>
}

// -----

func.func @pack_c2_pairs(%matrix: tensor<40x25xf32>, %init: tensor<3x12x32xbf16>) -> tensor<3x12x32xbf16> {
  // expected-error@+1 {{found panels of shape [3, 12, 32], expected [3, 13, 32]}}
  %0 = kernel.pack ins(%matrix) outs(%init)
      : (tensor<40x25xf32>, tensor<3x12x32xbf16>) -> tensor<3x12x32xbf16>
  return %0 : tensor<3x12x32xbf16>
}

// -----

func.func @pack_c3_pairs(%matrix: tensor<40x24xf32>, %init: tensor<5x12x16xbf16>) -> tensor<5x12x16xbf16> {
  // expected-error@+1 {{found panel width 8, expected a multiple of 16}}
  %0 = kernel.pack ins(%matrix) outs(%init)
      : (tensor<40x24xf32>, tensor<5x12x16xbf16>) -> tensor<5x12x16xbf16>
  return %0 : tensor<5x12x16xbf16>
}

// -----

func.func @pack_c2_quads(%matrix: tensor<40x25xf32>, %init: tensor<3x6x64xi8>, %s: tensor<48xf32>, %c: tensor<48xi32>) -> tensor<3x6x64xi8> {
  // expected-error@+1 {{found panels of shape [3, 6, 64], expected [3, 7, 64]}}
  %0:3 = kernel.pack ins(%matrix) outs(%init, %s, %c)
      : (tensor<40x25xf32>, tensor<3x6x64xi8>, tensor<48xf32>, tensor<48xi32>) -> (tensor<3x6x64xi8>, tensor<48xf32>, tensor<48xi32>)
  return %0#0 : tensor<3x6x64xi8>
}

// -----

func.func @pack_c4_absent(%matrix: tensor<40x25xf32>, %init: tensor<3x7x64xi8>) -> tensor<3x7x64xi8> {
  // expected-error@+1 {{found no scales and correction, expected them with element type i8}}
  %0 = kernel.pack ins(%matrix) outs(%init) : (tensor<40x25xf32>, tensor<3x7x64xi8>) -> tensor<3x7x64xi8>
  return %0 : tensor<3x7x64xi8>
}

// -----

func.func @pack_c4_present(%matrix: tensor<40x25xf32>, %init: tensor<3x25x16xf32>, %s: tensor<48xf32>, %c: tensor<48xi32>) -> tensor<3x25x16xf32> {
  // expected-error@+1 {{found scales and correction, expected none without element type i8}}
  %0:3 = kernel.pack ins(%matrix) outs(%init, %s, %c)
      : (tensor<40x25xf32>, tensor<3x25x16xf32>, tensor<48xf32>, tensor<48xi32>) -> (tensor<3x25x16xf32>, tensor<48xf32>, tensor<48xi32>)
  return %0#0 : tensor<3x25x16xf32>
}

// -----

func.func @pack_c4_scales(%matrix: tensor<40x25xf32>, %init: tensor<3x7x64xi8>, %s: tensor<40xf32>, %c: tensor<48xi32>) -> tensor<3x7x64xi8> {
  // expected-error@+1 {{found scales of shape [40], expected [48]}}
  %0:3 = kernel.pack ins(%matrix) outs(%init, %s, %c)
      : (tensor<40x25xf32>, tensor<3x7x64xi8>, tensor<40xf32>, tensor<48xi32>) -> (tensor<3x7x64xi8>, tensor<40xf32>, tensor<48xi32>)
  return %0#0 : tensor<3x7x64xi8>
}

// -----

func.func @pack_c4_correction(%matrix: tensor<40x25xf32>, %init: tensor<3x7x64xi8>, %s: tensor<48xf32>, %c: tensor<40xi32>) -> tensor<3x7x64xi8> {
  // expected-error@+1 {{found correction of shape [40], expected [48]}}
  %0:3 = kernel.pack ins(%matrix) outs(%init, %s, %c)
      : (tensor<40x25xf32>, tensor<3x7x64xi8>, tensor<48xf32>, tensor<40xi32>) -> (tensor<3x7x64xi8>, tensor<48xf32>, tensor<40xi32>)
  return %0#0 : tensor<3x7x64xi8>
}
