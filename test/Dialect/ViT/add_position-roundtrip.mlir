// RUN: vitc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: func.func @basic(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x5x8xf32>
// CHECK-SAME:  %[[P:[^:]*]]: tensor<1x5x8xf32>
func.func @basic(%x: tensor<2x5x8xf32>, %p: tensor<1x5x8xf32>) -> tensor<2x5x8xf32> {
  // CHECK: vit.add_position %[[X]], %[[P]] : (tensor<2x5x8xf32>, tensor<1x5x8xf32>) -> tensor<2x5x8xf32>
  %0 = vit.add_position %x, %p : (tensor<2x5x8xf32>, tensor<1x5x8xf32>) -> tensor<2x5x8xf32>
  return %0 : tensor<2x5x8xf32>
}
