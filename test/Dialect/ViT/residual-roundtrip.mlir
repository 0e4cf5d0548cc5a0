// RUN: vitc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: func.func @basic(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x5x8xf32>
// CHECK-SAME:  %[[Y:[^:]*]]: tensor<2x5x8xf32>
func.func @basic(%x: tensor<2x5x8xf32>, %y: tensor<2x5x8xf32>) -> tensor<2x5x8xf32> {
  // CHECK: vit.residual %[[X]], %[[Y]] : (tensor<2x5x8xf32>, tensor<2x5x8xf32>) -> tensor<2x5x8xf32>
  %0 = vit.residual %x, %y : (tensor<2x5x8xf32>, tensor<2x5x8xf32>) -> tensor<2x5x8xf32>
  return %0 : tensor<2x5x8xf32>
}

// CHECK-LABEL: func.func @layer_scale(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x5x8xf32>
// CHECK-SAME:  %[[Y:[^:]*]]: tensor<2x5x8xf32>
// CHECK-SAME:  %[[S:[^:]*]]: tensor<8xf32>
func.func @layer_scale(%x: tensor<2x5x8xf32>, %y: tensor<2x5x8xf32>,
                       %s: tensor<8xf32>) -> tensor<2x5x8xf32> {
  // CHECK: vit.residual %[[X]], %[[Y]] scale(%[[S]]) : (tensor<2x5x8xf32>, tensor<2x5x8xf32>, tensor<8xf32>) -> tensor<2x5x8xf32>
  %0 = vit.residual %x, %y scale(%s)
      : (tensor<2x5x8xf32>, tensor<2x5x8xf32>, tensor<8xf32>) -> tensor<2x5x8xf32>
  return %0 : tensor<2x5x8xf32>
}
