// RUN: vitc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: func.func @basic(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x5x8xf32>
// CHECK-SAME:  %[[W:[^:]*]]: tensor<6x8xf32>
// CHECK-SAME:  %[[B:[^:]*]]: tensor<6xf32>
func.func @basic(%x: tensor<2x5x8xf32>, %w: tensor<6x8xf32>,
                 %b: tensor<6xf32>) -> tensor<2x5x6xf32> {
  // CHECK: vit.linear %[[X]], %[[W]] bias(%[[B]]) : (tensor<2x5x8xf32>, tensor<6x8xf32>, tensor<6xf32>) -> tensor<2x5x6xf32>
  %0 = vit.linear %x, %w bias(%b)
      : (tensor<2x5x8xf32>, tensor<6x8xf32>, tensor<6xf32>) -> tensor<2x5x6xf32>
  return %0 : tensor<2x5x6xf32>
}

// CHECK-LABEL: func.func @without_bias(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x5x8xf32>
// CHECK-SAME:  %[[W:[^:]*]]: tensor<6x8xf32>
func.func @without_bias(%x: tensor<2x5x8xf32>, %w: tensor<6x8xf32>) -> tensor<2x5x6xf32> {
  // CHECK: vit.linear %[[X]], %[[W]] : (tensor<2x5x8xf32>, tensor<6x8xf32>) -> tensor<2x5x6xf32>
  %0 = vit.linear %x, %w : (tensor<2x5x8xf32>, tensor<6x8xf32>) -> tensor<2x5x6xf32>
  return %0 : tensor<2x5x6xf32>
}

// CHECK-LABEL: func.func @pooled(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x8xf64>
// CHECK-SAME:  %[[W:[^:]*]]: tensor<6x8xf64>
// CHECK-SAME:  %[[B:[^:]*]]: tensor<6xf64>
func.func @pooled(%x: tensor<2x8xf64>, %w: tensor<6x8xf64>, %b: tensor<6xf64>) -> tensor<2x6xf64> {
  // CHECK: vit.linear %[[X]], %[[W]] bias(%[[B]]) : (tensor<2x8xf64>, tensor<6x8xf64>, tensor<6xf64>) -> tensor<2x6xf64>
  %0 = vit.linear %x, %w bias(%b)
      : (tensor<2x8xf64>, tensor<6x8xf64>, tensor<6xf64>) -> tensor<2x6xf64>
  return %0 : tensor<2x6xf64>
}
