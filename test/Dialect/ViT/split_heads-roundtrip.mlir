// RUN: vitc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: func.func @basic(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x5x8xf32>
func.func @basic(%x: tensor<2x5x8xf32>) -> tensor<2x4x5x2xf32> {
  // CHECK: vit.split_heads %[[X]] heads = 4 : (tensor<2x5x8xf32>) -> tensor<2x4x5x2xf32>
  %0 = vit.split_heads %x heads = 4 : (tensor<2x5x8xf32>) -> tensor<2x4x5x2xf32>
  return %0 : tensor<2x4x5x2xf32>
}
