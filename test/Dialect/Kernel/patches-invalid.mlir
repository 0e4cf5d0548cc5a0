// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @patches_c1(%pixels: tensor<2x3x16x24xf16>, %init: tensor<2x6x192xf32>) -> tensor<2x6x192xf32> {
  // expected-error@+1 {{found element types 'f16' and 'f32', expected one element type}}
  %0 = kernel.patches ins(%pixels) outs(%init) patch = [8, 8] strides = [8, 8]
      : (tensor<2x3x16x24xf16>, tensor<2x6x192xf32>) -> tensor<2x6x192xf32>
  return %0 : tensor<2x6x192xf32>
}

// -----

func.func @patches_c2(%pixels: tensor<2x3x16x24xf32>, %init: tensor<2x6x192xf32>) -> tensor<2x6x192xf32> {
  // expected-error@+1 {{found patch [8] and strides [8, 8], expected two positive numbers each}}
  %0 = kernel.patches ins(%pixels) outs(%init) patch = [8] strides = [8, 8]
      : (tensor<2x3x16x24xf32>, tensor<2x6x192xf32>) -> tensor<2x6x192xf32>
  return %0 : tensor<2x6x192xf32>
}

// -----

func.func @patches_c2_zero(%pixels: tensor<2x3x16x24xf32>, %init: tensor<2x6x192xf32>) -> tensor<2x6x192xf32> {
  // expected-error@+1 {{found patch [8, 8] and strides [8, 0], expected two positive numbers each}}
  %0 = kernel.patches ins(%pixels) outs(%init) patch = [8, 8] strides = [8, 0]
      : (tensor<2x3x16x24xf32>, tensor<2x6x192xf32>) -> tensor<2x6x192xf32>
  return %0 : tensor<2x6x192xf32>
}

// -----

func.func @patches_c2_fits(%pixels: tensor<2x3x16x24xf32>, %init: tensor<2x6x192xf32>) -> tensor<2x6x192xf32> {
  // expected-error@+1 {{found a patch of 8x32, expected one that fits the picture of 16x24}}
  %0 = kernel.patches ins(%pixels) outs(%init) patch = [8, 32] strides = [8, 8]
      : (tensor<2x3x16x24xf32>, tensor<2x6x192xf32>) -> tensor<2x6x192xf32>
  return %0 : tensor<2x6x192xf32>
}

// -----

func.func @patches_c3(%pixels: tensor<2x3x16x24xf32>, %init: tensor<2x7x192xf32>) -> tensor<2x7x192xf32> {
  // expected-error@+1 {{found init of shape [2, 7, 192], expected [2, 6, 192]}}
  %0 = kernel.patches ins(%pixels) outs(%init) patch = [8, 8] strides = [8, 8]
      : (tensor<2x3x16x24xf32>, tensor<2x7x192xf32>) -> tensor<2x7x192xf32>
  return %0 : tensor<2x7x192xf32>
}

// -----

func.func @patches_c3_overlap(%pixels: tensor<2x3x16x24xf32>, %init: tensor<2x6x192xf32>) -> tensor<2x6x192xf32> {
  // expected-error@+1 {{found init of shape [2, 6, 192], expected [2, 15, 192]}}
  %0 = kernel.patches ins(%pixels) outs(%init) patch = [8, 8] strides = [4, 4]
      : (tensor<2x3x16x24xf32>, tensor<2x6x192xf32>) -> tensor<2x6x192xf32>
  return %0 : tensor<2x6x192xf32>
}
