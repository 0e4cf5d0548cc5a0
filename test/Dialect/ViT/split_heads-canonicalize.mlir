// RUN: vitc-opt %s --canonicalize | FileCheck %s

// CHECK-LABEL: func.func @of_merge_heads(
// CHECK-SAME:  %[[X:[^:]*]]: tensor
func.func @of_merge_heads(%x: tensor<2x4x5x2xf32>) -> tensor<2x4x5x2xf32> {
  // CHECK: return %[[X]]
  %0 = vit.merge_heads %x : (tensor<2x4x5x2xf32>) -> tensor<2x5x8xf32>
  %1 = vit.split_heads %0 heads = 4 : (tensor<2x5x8xf32>) -> tensor<2x4x5x2xf32>
  return %1 : tensor<2x4x5x2xf32>
}

// Other heads than those that were merged.
// CHECK-LABEL: func.func @into_other_heads(
func.func @into_other_heads(%x: tensor<2x4x5x2xf32>) -> tensor<2x2x5x4xf32> {
  // CHECK: vit.merge_heads
  // CHECK: %[[SPLIT:.*]] = vit.split_heads
  // CHECK: return %[[SPLIT]]
  %0 = vit.merge_heads %x : (tensor<2x4x5x2xf32>) -> tensor<2x5x8xf32>
  %1 = vit.split_heads %0 heads = 2 : (tensor<2x5x8xf32>) -> tensor<2x2x5x4xf32>
  return %1 : tensor<2x2x5x4xf32>
}
