// RUN: vitc-opt %s --convert-vit-to-linalg | FileCheck %s

// CHECK-DAG: #[[$PIXELS:.*]] = affine_map<(d0, d1, d2, d3, d4, d5, d6) -> (d0, d3, d1 * 2 + d4, d2 * 3 + d5)>
// CHECK-DAG: #[[$FILTER:.*]] = affine_map<(d0, d1, d2, d3, d4, d5, d6) -> (d3, d4, d5, d6)>
// CHECK-DAG: #[[$RESULT:.*]] = affine_map<(d0, d1, d2, d3, d4, d5, d6) -> (d0, d1, d2, d6)>
// CHECK-DAG: #[[$FIRST:.*]] = affine_map<(d0, d1, d2) -> (0, d1, d2)>

// CHECK-LABEL: func.func @patch_embed(
// CHECK: %[[T:.*]] = linalg.transpose ins(%{{.*}} : tensor<8x3x2x3xf32>) {{.*}} permutation = [1, 2, 3, 0]
// CHECK: %[[P:.*]] = linalg.generic {indexing_maps = [#[[$PIXELS]], #[[$FILTER]], #[[$RESULT]]]
// CHECK-SAME: ins(%{{.*}}, %[[T]] : tensor<2x3x5x7xf32>, tensor<3x2x3x8xf32>) outs(%{{.*}} : tensor<2x2x2x8xf32>)
// CHECK: tensor.collapse_shape %[[P]] {{\[\[}}0], [1, 2], [3]] : tensor<2x2x2x8xf32> into tensor<2x4x8xf32>
// CHECK: arith.addf
func.func @patch_embed(%x: tensor<2x3x5x7xf32>, %w: tensor<8x3x2x3xf32>,
                       %b: tensor<8xf32>) -> tensor<2x4x8xf32> {
  %0 = vit.patch_embed %x, %w bias(%b) strides = [2, 3]
      : (tensor<2x3x5x7xf32>, tensor<8x3x2x3xf32>, tensor<8xf32>) -> tensor<2x4x8xf32>
  return %0 : tensor<2x4x8xf32>
}

// CHECK-LABEL: func.func @front(
// CHECK-SAME:  %[[LEARNED:[^:]*]]: tensor<1x1x4xf32>, %[[X:[^:]*]]: tensor<2x3x4xf32>
// CHECK: %[[L:.*]] = linalg.generic {indexing_maps = [#[[$FIRST]], #{{.*}}], {{.*}} ins(%[[LEARNED]] :
// CHECK: %[[E:.*]] = tensor.empty() : tensor<2x4x4xf32>
// CHECK: %[[A:.*]] = tensor.insert_slice %[[L]] into %[[E]][0, 0, 0] [2, 1, 4] [1, 1, 1]
// CHECK: tensor.insert_slice %{{.*}} into %[[A]][0, 1, 0] [2, 3, 4] [1, 1, 1]
func.func @front(%learned: tensor<1x1x4xf32>, %x: tensor<2x3x4xf32>) -> tensor<2x4x4xf32> {
  %0 = vit.prepend_token %learned, %x
      : (tensor<1x1x4xf32>, tensor<2x3x4xf32>) -> tensor<2x4x4xf32>
  return %0 : tensor<2x4x4xf32>
}

// CHECK-LABEL: func.func @behind_class_token(
// CHECK: tensor.insert_slice %{{.*}} into %{{.*}}[0, 0, 0] [2, 1, 4] [1, 1, 1]
// CHECK: tensor.insert_slice %{{.*}} into %{{.*}}[0, 1, 0] [2, 2, 4] [1, 1, 1]
// CHECK: tensor.insert_slice %{{.*}} into %{{.*}}[0, 3, 0] [2, 2, 4] [1, 1, 1]
func.func @behind_class_token(%learned: tensor<1x2x4xf32>,
                              %x: tensor<2x3x4xf32>) -> tensor<2x5x4xf32> {
  %0 = vit.prepend_token %learned, %x at 1
      : (tensor<1x2x4xf32>, tensor<2x3x4xf32>) -> tensor<2x5x4xf32>
  return %0 : tensor<2x5x4xf32>
}

// CHECK-LABEL: func.func @add_position(
// CHECK: linalg.generic {indexing_maps = [#{{.*}}, #[[$FIRST]], #{{.*}}]
// CHECK: arith.addf
func.func @add_position(%x: tensor<2x3x4xf32>, %p: tensor<1x3x4xf32>) -> tensor<2x3x4xf32> {
  %0 = vit.add_position %x, %p : (tensor<2x3x4xf32>, tensor<1x3x4xf32>) -> tensor<2x3x4xf32>
  return %0 : tensor<2x3x4xf32>
}
