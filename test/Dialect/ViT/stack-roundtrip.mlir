// RUN: vitc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: func.func @basic(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x5x8xf32>
// CHECK-SAME:  %[[Y:[^:]*]]: tensor<2x5x8xf32>
// CHECK-SAME:  %[[Z:[^:]*]]: tensor<2x5x8xf32>
func.func @basic(%x: tensor<2x5x8xf32>, %y: tensor<2x5x8xf32>,
                 %z: tensor<2x5x8xf32>) -> tensor<2x3x5x8xf32> {
  // CHECK: vit.stack %[[X]], %[[Y]], %[[Z]] : (tensor<2x5x8xf32>, tensor<2x5x8xf32>, tensor<2x5x8xf32>) -> tensor<2x3x5x8xf32>
  %0 = vit.stack %x, %y, %z
      : (tensor<2x5x8xf32>, tensor<2x5x8xf32>, tensor<2x5x8xf32>) -> tensor<2x3x5x8xf32>
  return %0 : tensor<2x3x5x8xf32>
}

// CHECK-LABEL: func.func @one(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x8xf32>
func.func @one(%x: tensor<2x8xf32>) -> tensor<2x1x8xf32> {
  // CHECK: vit.stack %[[X]] : (tensor<2x8xf32>) -> tensor<2x1x8xf32>
  %0 = vit.stack %x : (tensor<2x8xf32>) -> tensor<2x1x8xf32>
  return %0 : tensor<2x1x8xf32>
}

// CHECK-LABEL: func.func @vectors(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2xf32>
// CHECK-SAME:  %[[Y:[^:]*]]: tensor<2xf32>
func.func @vectors(%x: tensor<2xf32>, %y: tensor<2xf32>) -> tensor<2x2xf32> {
  // CHECK: vit.stack %[[X]], %[[Y]] : (tensor<2xf32>, tensor<2xf32>) -> tensor<2x2xf32>
  %0 = vit.stack %x, %y : (tensor<2xf32>, tensor<2xf32>) -> tensor<2x2xf32>
  return %0 : tensor<2x2xf32>
}
