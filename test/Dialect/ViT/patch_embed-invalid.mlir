// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @patch_embed_c1(%x: tensor<1x3x32x32xf32>,
                          %f: tensor<8x3x16x16xf64>) -> tensor<1x4x8xf32> {
  // expected-error@+1 {{expected one element type for all operands, found 'f32' and 'f64'}}
  %0 = vit.patch_embed %x, %f strides = [16, 16]
      : (tensor<1x3x32x32xf32>, tensor<8x3x16x16xf64>) -> tensor<1x4x8xf32>
  return %0 : tensor<1x4x8xf32>
}

// -----

func.func @patch_embed_c2(%x: tensor<1x1x32x32xf32>,
                          %f: tensor<8x3x16x16xf32>) -> tensor<1x4x8xf32> {
  // expected-error@+1 {{expected the channels of filter to be 1 as those of pixels, found 3}}
  %0 = vit.patch_embed %x, %f strides = [16, 16]
      : (tensor<1x1x32x32xf32>, tensor<8x3x16x16xf32>) -> tensor<1x4x8xf32>
  return %0 : tensor<1x4x8xf32>
}

// -----

func.func @patch_embed_c3(%x: tensor<1x3x32x32xf32>, %f: tensor<8x3x16x16xf32>,
                          %b: tensor<3xf32>) -> tensor<1x4x8xf32> {
  // expected-error@+1 {{expected the elements of bias to be 8 as the features of filter, found 3}}
  %0 = vit.patch_embed %x, %f bias(%b) strides = [16, 16]
      : (tensor<1x3x32x32xf32>, tensor<8x3x16x16xf32>, tensor<3xf32>) -> tensor<1x4x8xf32>
  return %0 : tensor<1x4x8xf32>
}

// -----

func.func @patch_embed_c4(%x: tensor<1x3x32x32xf32>,
                          %f: tensor<8x3x16x16xf32>) -> tensor<1x4x8xf32> {
  // expected-error@+1 {{expected strides to have two positive entries, found [16, 0]}}
  %0 = vit.patch_embed %x, %f strides = [16, 0]
      : (tensor<1x3x32x32xf32>, tensor<8x3x16x16xf32>) -> tensor<1x4x8xf32>
  return %0 : tensor<1x4x8xf32>
}

// -----

func.func @patch_embed_c4_one(%x: tensor<1x3x32x32xf32>,
                              %f: tensor<8x3x16x16xf32>) -> tensor<1x4x8xf32> {
  // expected-error@+1 {{expected strides to have two positive entries, found [16]}}
  %0 = vit.patch_embed %x, %f strides = [16]
      : (tensor<1x3x32x32xf32>, tensor<8x3x16x16xf32>) -> tensor<1x4x8xf32>
  return %0 : tensor<1x4x8xf32>
}

// -----

func.func @patch_embed_c5(%x: tensor<1x3x32x15xf32>,
                          %f: tensor<8x3x16x16xf32>) -> tensor<1x2x8xf32> {
  // expected-error@+1 {{expected a patch of at most 32 x 15 pixels, found 16 x 16}}
  %0 = vit.patch_embed %x, %f strides = [16, 16]
      : (tensor<1x3x32x15xf32>, tensor<8x3x16x16xf32>) -> tensor<1x2x8xf32>
  return %0 : tensor<1x2x8xf32>
}
