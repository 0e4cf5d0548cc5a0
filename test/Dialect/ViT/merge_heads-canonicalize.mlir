// RUN: vitc-opt %s --canonicalize | FileCheck %s

// CHECK-LABEL: func.func @of_split_heads(
// CHECK-SAME:  %[[X:[^:]*]]: tensor
func.func @of_split_heads(%x: tensor<2x5x8xf32>) -> tensor<2x5x8xf32> {
  // CHECK: return %[[X]]
  %0 = vit.split_heads %x heads = 4 : (tensor<2x5x8xf32>) -> tensor<2x4x5x2xf32>
  %1 = vit.merge_heads %0 : (tensor<2x4x5x2xf32>) -> tensor<2x5x8xf32>
  return %1 : tensor<2x5x8xf32>
}
