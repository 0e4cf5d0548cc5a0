// RUN: vitc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: func.func @basic(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x5x8xf32>
func.func @basic(%x: tensor<2x5x8xf32>) -> tensor<2x8xf32> {
  // CHECK: vit.pool token %[[X]] : (tensor<2x5x8xf32>) -> tensor<2x8xf32>
  %0 = vit.pool token %x : (tensor<2x5x8xf32>) -> tensor<2x8xf32>
  return %0 : tensor<2x8xf32>
}

// CHECK-LABEL: func.func @other_token(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x5x8xf32>
func.func @other_token(%x: tensor<2x5x8xf32>) -> tensor<2x8xf32> {
  // CHECK: vit.pool token %[[X]] first = 1 : (tensor<2x5x8xf32>) -> tensor<2x8xf32>
  %0 = vit.pool token %x first = 1 : (tensor<2x5x8xf32>) -> tensor<2x8xf32>
  return %0 : tensor<2x8xf32>
}

// CHECK-LABEL: func.func @mean(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x5x8xf32>
func.func @mean(%x: tensor<2x5x8xf32>) -> tensor<2x8xf32> {
  // CHECK: vit.pool mean %[[X]] first = 1 : (tensor<2x5x8xf32>) -> tensor<2x8xf32>
  %0 = vit.pool mean %x first = 1 : (tensor<2x5x8xf32>) -> tensor<2x8xf32>
  return %0 : tensor<2x8xf32>
}

// CHECK-LABEL: func.func @token_mean(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x5x8xf32>
func.func @token_mean(%x: tensor<2x5x8xf32>) -> tensor<2x16xf32> {
  // CHECK: vit.pool token_mean %[[X]] first = 1 : (tensor<2x5x8xf32>) -> tensor<2x16xf32>
  %0 = vit.pool token_mean %x first = 1 : (tensor<2x5x8xf32>) -> tensor<2x16xf32>
  return %0 : tensor<2x16xf32>
}
