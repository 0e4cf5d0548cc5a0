// RUN: vitc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: func.func @basic(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x4x5x2xf32>
func.func @basic(%x: tensor<2x4x5x2xf32>) -> tensor<2x5x8xf32> {
  // CHECK: vit.merge_heads %[[X]] : (tensor<2x4x5x2xf32>) -> tensor<2x5x8xf32>
  %0 = vit.merge_heads %x : (tensor<2x4x5x2xf32>) -> tensor<2x5x8xf32>
  return %0 : tensor<2x5x8xf32>
}
