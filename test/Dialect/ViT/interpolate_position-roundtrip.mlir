// RUN: vitc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: func.func @basic(
// CHECK-SAME:  %[[P:[^:]*]]: tensor<1x5x8xf32>
func.func @basic(%p: tensor<1x5x8xf32>) -> tensor<1x13x8xf32> {
  // CHECK: vit.interpolate_position bicubic %[[P]] prefix = 1 from [2, 2] to [3, 4] : (tensor<1x5x8xf32>) -> tensor<1x13x8xf32>
  %0 = vit.interpolate_position bicubic %p prefix = 1 from [2, 2] to [3, 4]
      : (tensor<1x5x8xf32>) -> tensor<1x13x8xf32>
  return %0 : tensor<1x13x8xf32>
}

// CHECK-LABEL: func.func @antialias(
// CHECK-SAME:  %[[P:[^:]*]]: tensor<1x16x8xf32>
func.func @antialias(%p: tensor<1x16x8xf32>) -> tensor<1x4x8xf32> {
  // CHECK: vit.interpolate_position bicubic_antialias %[[P]] prefix = 0 from [4, 4] to [2, 2] : (tensor<1x16x8xf32>) -> tensor<1x4x8xf32>
  %0 = vit.interpolate_position bicubic_antialias %p prefix = 0 from [4, 4] to [2, 2]
      : (tensor<1x16x8xf32>) -> tensor<1x4x8xf32>
  return %0 : tensor<1x4x8xf32>
}

// CHECK-LABEL: func.func @bilinear(
// CHECK-SAME:  %[[P:[^:]*]]: tensor<1x6x8xf32>
func.func @bilinear(%p: tensor<1x6x8xf32>) -> tensor<1x3x8xf32> {
  // CHECK: vit.interpolate_position bilinear %[[P]] prefix = 2 from [2, 2] to [1, 1] : (tensor<1x6x8xf32>) -> tensor<1x3x8xf32>
  %0 = vit.interpolate_position bilinear %p prefix = 2 from [2, 2] to [1, 1]
      : (tensor<1x6x8xf32>) -> tensor<1x3x8xf32>
  return %0 : tensor<1x3x8xf32>
}
