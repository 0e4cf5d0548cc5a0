// RUN: vitc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: func.func @basic(
// CHECK-SAME:  %[[L:[^:]*]]: tensor<1x1x8xf32>
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x4x8xf32>
func.func @basic(%l: tensor<1x1x8xf32>, %x: tensor<2x4x8xf32>) -> tensor<2x5x8xf32> {
  // CHECK: vit.prepend_token %[[L]], %[[X]] : (tensor<1x1x8xf32>, tensor<2x4x8xf32>) -> tensor<2x5x8xf32>
  %0 = vit.prepend_token %l, %x : (tensor<1x1x8xf32>, tensor<2x4x8xf32>) -> tensor<2x5x8xf32>
  return %0 : tensor<2x5x8xf32>
}

// CHECK-LABEL: func.func @registers(
// CHECK-SAME:  %[[L:[^:]*]]: tensor<1x4x8xf32>
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x5x8xf32>
func.func @registers(%l: tensor<1x4x8xf32>, %x: tensor<2x5x8xf32>) -> tensor<2x9x8xf32> {
  // CHECK: vit.prepend_token %[[L]], %[[X]] at 1 : (tensor<1x4x8xf32>, tensor<2x5x8xf32>) -> tensor<2x9x8xf32>
  %0 = vit.prepend_token %l, %x at 1 : (tensor<1x4x8xf32>, tensor<2x5x8xf32>) -> tensor<2x9x8xf32>
  return %0 : tensor<2x9x8xf32>
}
