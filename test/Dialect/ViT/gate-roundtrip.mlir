// RUN: vitc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: func.func @basic(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x5x8xf32>
func.func @basic(%x: tensor<2x5x8xf32>) -> tensor<2x5x4xf32> {
  // CHECK: vit.gate silu %[[X]] : (tensor<2x5x8xf32>) -> tensor<2x5x4xf32>
  %0 = vit.gate silu %x : (tensor<2x5x8xf32>) -> tensor<2x5x4xf32>
  return %0 : tensor<2x5x4xf32>
}

// CHECK-LABEL: func.func @pooled(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x8xf32>
func.func @pooled(%x: tensor<2x8xf32>) -> tensor<2x4xf32> {
  // CHECK: vit.gate gelu %[[X]] : (tensor<2x8xf32>) -> tensor<2x4xf32>
  %0 = vit.gate gelu %x : (tensor<2x8xf32>) -> tensor<2x4xf32>
  return %0 : tensor<2x4xf32>
}
