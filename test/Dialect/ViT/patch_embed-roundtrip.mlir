// RUN: vitc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: func.func @basic(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x3x32x48xf32>
// CHECK-SAME:  %[[F:[^:]*]]: tensor<8x3x16x16xf32>
// CHECK-SAME:  %[[B:[^:]*]]: tensor<8xf32>
func.func @basic(%x: tensor<2x3x32x48xf32>, %f: tensor<8x3x16x16xf32>,
                 %b: tensor<8xf32>) -> tensor<2x6x8xf32> {
  // CHECK: vit.patch_embed %[[X]], %[[F]] bias(%[[B]]) strides = [16, 16] : (tensor<2x3x32x48xf32>, tensor<8x3x16x16xf32>, tensor<8xf32>) -> tensor<2x6x8xf32>
  %0 = vit.patch_embed %x, %f bias(%b) strides = [16, 16]
      : (tensor<2x3x32x48xf32>, tensor<8x3x16x16xf32>, tensor<8xf32>) -> tensor<2x6x8xf32>
  return %0 : tensor<2x6x8xf32>
}

// CHECK-LABEL: func.func @without_bias(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<1x1x28x28xf32>
// CHECK-SAME:  %[[F:[^:]*]]: tensor<8x1x14x7xf32>
func.func @without_bias(%x: tensor<1x1x28x28xf32>, %f: tensor<8x1x14x7xf32>) -> tensor<1x8x8xf32> {
  // CHECK: vit.patch_embed %[[X]], %[[F]] strides = [14, 7] : (tensor<1x1x28x28xf32>, tensor<8x1x14x7xf32>) -> tensor<1x8x8xf32>
  %0 = vit.patch_embed %x, %f strides = [14, 7]
      : (tensor<1x1x28x28xf32>, tensor<8x1x14x7xf32>) -> tensor<1x8x8xf32>
  return %0 : tensor<1x8x8xf32>
}

// CHECK-LABEL: func.func @overlapping(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<1x3x7x7xf32>
// CHECK-SAME:  %[[F:[^:]*]]: tensor<8x3x3x3xf32>
func.func @overlapping(%x: tensor<1x3x7x7xf32>, %f: tensor<8x3x3x3xf32>) -> tensor<1x9x8xf32> {
  // CHECK: vit.patch_embed %[[X]], %[[F]] strides = [2, 2] : (tensor<1x3x7x7xf32>, tensor<8x3x3x3xf32>) -> tensor<1x9x8xf32>
  %0 = vit.patch_embed %x, %f strides = [2, 2]
      : (tensor<1x3x7x7xf32>, tensor<8x3x3x3xf32>) -> tensor<1x9x8xf32>
  return %0 : tensor<1x9x8xf32>
}

// CHECK-LABEL: func.func @border_dropped(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<1x3x35x17xf32>
// CHECK-SAME:  %[[F:[^:]*]]: tensor<8x3x16x16xf32>
func.func @border_dropped(%x: tensor<1x3x35x17xf32>,
                          %f: tensor<8x3x16x16xf32>) -> tensor<1x2x8xf32> {
  // CHECK: vit.patch_embed %[[X]], %[[F]] strides = [16, 16] : (tensor<1x3x35x17xf32>, tensor<8x3x16x16xf32>) -> tensor<1x2x8xf32>
  %0 = vit.patch_embed %x, %f strides = [16, 16]
      : (tensor<1x3x35x17xf32>, tensor<8x3x16x16xf32>) -> tensor<1x2x8xf32>
  return %0 : tensor<1x2x8xf32>
}
