// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @normalize_c1(%input: tensor<2x5x32xf16>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found element types 'f16' and 'f32', expected one element type}}
  %0 = kernel.normalize ins(%input) outs(%init) eps = 1.0e-6
      : (tensor<2x5x32xf16>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @normalize_c1_shape(%input: tensor<2x4x32xf32>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found input of shape [2, 4, 32], expected [2, 5, 32]}}
  %0 = kernel.normalize ins(%input) outs(%init) eps = 1.0e-6
      : (tensor<2x4x32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @normalize_c2(%input: tensor<2x5x32xf32>, %gamma: tensor<31xf32>, %beta: tensor<32xf32>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found gamma of shape [31], expected [32]}}
  %0 = kernel.normalize ins(%input) affine(%gamma, %beta) outs(%init) eps = 1.0e-6
      : (tensor<2x5x32xf32>, tensor<31xf32>, tensor<32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @normalize_c2_beta(%input: tensor<2x5x32xf32>, %gamma: tensor<32xf32>, %beta: tensor<33xf32>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found beta of shape [33], expected [32]}}
  %0 = kernel.normalize ins(%input) affine(%gamma, %beta) outs(%init) eps = 1.0e-6
      : (tensor<2x5x32xf32>, tensor<32xf32>, tensor<33xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @normalize_c2_gamma_only(%x: tensor<2x5x32xf32>, %gamma: tensor<32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found only gamma, expected gamma and beta together or neither}}
  %0 = "kernel.normalize"(%x, %gamma, %x)
      <{eps = 1.0e-6 : f64, operandSegmentSizes = array<i32: 1, 1, 0, 1, 0>}>
      : (tensor<2x5x32xf32>, tensor<32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @normalize_c2_beta_only(%x: tensor<2x5x32xf32>, %beta: tensor<32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found only beta, expected gamma and beta together or neither}}
  %0 = "kernel.normalize"(%x, %beta, %x)
      <{eps = 1.0e-6 : f64, operandSegmentSizes = array<i32: 1, 0, 1, 1, 0>}>
      : (tensor<2x5x32xf32>, tensor<32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @normalize_c3(%input: tensor<2x5x32xf32>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{expected a finite positive number}}
  %0 = kernel.normalize ins(%input) outs(%init) eps = 0.0
      : (tensor<2x5x32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @normalize_c3_infinite(%input: tensor<2x5x32xf32>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{expected a finite positive number}}
  %0 = kernel.normalize ins(%input) outs(%init) eps = 0x7FF0000000000000
      : (tensor<2x5x32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @normalize_c1_input(%input: tensor<2x5x32xbf16>, %init: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found element types 'bf16' and 'f32', expected one element type}}
  %0 = kernel.normalize ins(%input) outs(%init) eps = 1.0e-6
      : (tensor<2x5x32xbf16>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @normalize_c4_absent(%input: tensor<2x5x32xf32>, %init: tensor<2x5x32xi8>) -> tensor<2x5x32xi8> {
  // expected-error@+1 {{found no scales, expected them with element type i8}}
  %0 = kernel.normalize ins(%input) outs(%init) eps = 1.0e-6 : (tensor<2x5x32xf32>, tensor<2x5x32xi8>) -> tensor<2x5x32xi8>
  return %0 : tensor<2x5x32xi8>
}

// -----

func.func @normalize_c4_present(%input: tensor<2x5x32xf32>, %init: tensor<2x5x32xbf16>, %s: tensor<2x5x1xf32>) -> tensor<2x5x32xbf16> {
  // expected-error@+1 {{found scales, expected none without element type i8}}
  %0:2 = kernel.normalize ins(%input) outs(%init, %s) eps = 1.0e-6
      : (tensor<2x5x32xf32>, tensor<2x5x32xbf16>, tensor<2x5x1xf32>) -> (tensor<2x5x32xbf16>, tensor<2x5x1xf32>)
  return %0#0 : tensor<2x5x32xbf16>
}

// -----

func.func @normalize_c4_shape(%input: tensor<2x5x32xf32>, %init: tensor<2x5x32xi8>, %s: tensor<2x1x1xf32>) -> tensor<2x5x32xi8> {
  // expected-error@+1 {{found scales of shape [2, 1, 1], expected [2, 5, 1]}}
  %0:2 = kernel.normalize ins(%input) outs(%init, %s) eps = 1.0e-6
      : (tensor<2x5x32xf32>, tensor<2x5x32xi8>, tensor<2x1x1xf32>) -> (tensor<2x5x32xi8>, tensor<2x1x1xf32>)
  return %0#0 : tensor<2x5x32xi8>
}
