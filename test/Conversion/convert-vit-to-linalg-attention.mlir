// RUN: vitc-opt %s --convert-vit-to-linalg | FileCheck %s

// Batch, head, row, summed axis, column.
// CHECK-DAG: #[[$LHS:.*]] = affine_map<(d0, d1, d2, d3, d4) -> (d0, d1, d2, d3)>
// CHECK-DAG: #[[$RHS:.*]] = affine_map<(d0, d1, d2, d3, d4) -> (d0, d1, d3, d4)>
// CHECK-DAG: #[[$OUT:.*]] = affine_map<(d0, d1, d2, d3, d4) -> (d0, d1, d2, d4)>
// CHECK-DAG: #[[$MASK:.*]] = affine_map<(d0, d1, d2, d3) -> (0, d1, d2, d3)>

// CHECK-LABEL: func.func @mask(
// CHECK-SAME:  %[[Q:[^:]*]]: tensor<2x2x3x4xf32>, %[[K:[^:]*]]: tensor<2x2x5x4xf32>, %[[V:[^:]*]]: tensor<2x2x5x6xf32>, %[[M:[^:]*]]: tensor<1x2x3x5xf32>
// CHECK: %[[T:.*]] = linalg.transpose ins(%[[K]] : {{.*}} permutation = [0, 1, 3, 2]
// CHECK: %[[S:.*]] = linalg.generic {indexing_maps = [#[[$LHS]], #[[$RHS]], #[[$OUT]]], {{.*}} ins(%[[Q]], %[[T]] :
// CHECK: linalg.generic {indexing_maps = [#{{.*}}, #[[$MASK]], #{{.*}}], {{.*}} ins(%[[S]], %[[M]] :
// CHECK-NOT: arith.select
// CHECK: math.exp
// CHECK: %[[SUM:.*]] = linalg.generic {{.*}}"reduction"]}
// CHECK: %[[W:.*]] = linalg.generic {{.*}} ins(%{{.*}}, %[[SUM]] :
// CHECK: arith.divf
// CHECK: linalg.generic {indexing_maps = [#[[$LHS]], #[[$RHS]], #[[$OUT]]], {{.*}} ins(%[[W]], %[[V]] :
func.func @mask(%q: tensor<2x2x3x4xf32>, %k: tensor<2x2x5x4xf32>, %v: tensor<2x2x5x6xf32>,
                %m: tensor<1x2x3x5xf32>) -> tensor<2x2x3x6xf32> {
  %0 = vit.sdpa %q, %k, %v mask(%m) scale = 0.5
      : (tensor<2x2x3x4xf32>, tensor<2x2x5x4xf32>, tensor<2x2x5x6xf32>, tensor<1x2x3x5xf32>)
      -> tensor<2x2x3x6xf32>
  return %0 : tensor<2x2x3x6xf32>
}

// CHECK-LABEL: func.func @causal(
// CHECK: %[[HIDDEN:.*]] = arith.constant 0xFF800000 : f32
// CHECK: %[[ROW:.*]] = linalg.index 2
// CHECK: %[[COLUMN:.*]] = linalg.index 3
// CHECK: %[[AFTER:.*]] = arith.cmpi ugt, %[[COLUMN]], %[[ROW]]
// CHECK: arith.select %[[AFTER]], %[[HIDDEN]], %{{.*}}
func.func @causal(%q: tensor<1x2x3x4xf32>) -> tensor<1x2x3x4xf32> {
  %0 = vit.sdpa causal %q, %q, %q scale = 0.5
      : (tensor<1x2x3x4xf32>, tensor<1x2x3x4xf32>, tensor<1x2x3x4xf32>) -> tensor<1x2x3x4xf32>
  return %0 : tensor<1x2x3x4xf32>
}

// CHECK-LABEL: func.func @heads(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x3x6xf32>
// CHECK: %[[CUT:.*]] = tensor.expand_shape %[[X]] {{\[\[}}0], [1], [2, 3]] output_shape [2, 3, 2, 3]
// CHECK: %[[H:.*]] = linalg.transpose ins(%[[CUT]] : {{.*}} permutation = [0, 2, 1, 3]
// CHECK: %[[N:.*]] = linalg.transpose ins(%{{.*}} : {{.*}} permutation = [0, 2, 1, 3]
// CHECK: tensor.collapse_shape %[[N]] {{\[\[}}0], [1], [2, 3]]
func.func @heads(%x: tensor<2x3x6xf32>) -> tensor<2x3x6xf32> {
  %0 = vit.split_heads %x heads = 2 : (tensor<2x3x6xf32>) -> tensor<2x2x3x3xf32>
  %1 = vit.average %0, %0 : tensor<2x2x3x3xf32>
  %2 = vit.merge_heads %1 : (tensor<2x2x3x3xf32>) -> tensor<2x3x6xf32>
  return %2 : tensor<2x3x6xf32>
}

// Decomposed first.
// CHECK-LABEL: func.func @attention(
// CHECK-NOT: vit.
// CHECK: math.exp
// CHECK-NOT: vit.
// CHECK: return
func.func @attention(%x: tensor<1x3x4xf32>, %w: tensor<4x4xf32>) -> tensor<1x3x4xf32> {
  %0 = vit.attention %x query(%w) key(%w) value(%w) output(%w) heads = 2
      : (tensor<1x3x4xf32>, tensor<4x4xf32>, tensor<4x4xf32>, tensor<4x4xf32>, tensor<4x4xf32>)
      -> tensor<1x3x4xf32>
  return %0 : tensor<1x3x4xf32>
}
