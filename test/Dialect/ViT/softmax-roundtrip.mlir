// RUN: vitc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: func.func @basic(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x10xf32>
func.func @basic(%x: tensor<2x10xf32>) -> tensor<2x10xf32> {
  // CHECK: vit.softmax %[[X]] : (tensor<2x10xf32>) -> tensor<2x10xf32>
  %0 = vit.softmax %x : (tensor<2x10xf32>) -> tensor<2x10xf32>
  return %0 : tensor<2x10xf32>
}

// CHECK-LABEL: func.func @vector(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<3xf64>
func.func @vector(%x: tensor<3xf64>) -> tensor<3xf64> {
  // CHECK: vit.softmax %[[X]] : (tensor<3xf64>) -> tensor<3xf64>
  %0 = vit.softmax %x : (tensor<3xf64>) -> tensor<3xf64>
  return %0 : tensor<3xf64>
}
