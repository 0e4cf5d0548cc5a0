// RUN: vitc-opt %s --convert-vit-to-linalg | FileCheck %s

// CHECK-LABEL: func.func @token(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x4x3xf32>
// CHECK: %[[T:.*]] = tensor.extract_slice %[[X]][0, 1, 0] [2, 1, 3] [1, 1, 1]
// CHECK: tensor.collapse_shape %[[T]] {{\[\[}}0], [1, 2]]
func.func @token(%x: tensor<2x4x3xf32>) -> tensor<2x3xf32> {
  %0 = vit.pool token %x first = 1 : (tensor<2x4x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @mean(
// CHECK: tensor.extract_slice %{{.*}}[0, 1, 0] [2, 3, 3] [1, 1, 1]
// CHECK: linalg.generic {{.*}}iterator_types = ["parallel", "reduction", "parallel"]}
// CHECK: arith.constant 3.0{{.*}} : f32
// CHECK: arith.divf
func.func @mean(%x: tensor<2x4x3xf32>) -> tensor<2x3xf32> {
  %0 = vit.pool mean %x first = 1 : (tensor<2x4x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @token_mean(
// CHECK: tensor.insert_slice %{{.*}} into %{{.*}}[0, 0] [2, 3] [1, 1]
// CHECK: arith.divf
// CHECK: tensor.insert_slice %{{.*}} into %{{.*}}[0, 3] [2, 3] [1, 1]
func.func @token_mean(%x: tensor<2x4x3xf32>) -> tensor<2x6xf32> {
  %0 = vit.pool token_mean %x first = 1 : (tensor<2x4x3xf32>) -> tensor<2x6xf32>
  return %0 : tensor<2x6xf32>
}

// CHECK-LABEL: func.func @distilled(
// CHECK-NOT: vit.
// CHECK: %[[HALF:.*]] = arith.constant 5.0{{.*}}e-01 : f32
// CHECK: %[[SUM:.*]] = arith.addf
// CHECK: arith.mulf %[[SUM]], %[[HALF]]
func.func @distilled(%x: tensor<2x4xf32>, %w: tensor<3x4xf32>) -> tensor<2x3xf32> {
  %0 = vit.classifier %x head(%w) distilled %x head(%w)
      : (tensor<2x4xf32>, tensor<3x4xf32>, tensor<2x4xf32>, tensor<3x4xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @stack(
// CHECK: tensor.expand_shape %{{.*}} {{\[\[}}0, 1], [2]] output_shape [2, 1, 3]
// CHECK: tensor.insert_slice %{{.*}} into %{{.*}}[0, 0, 0] [2, 1, 3] [1, 1, 1]
// CHECK: tensor.insert_slice %{{.*}} into %{{.*}}[0, 1, 0] [2, 1, 3] [1, 1, 1]
func.func @stack(%x: tensor<2x3xf32>, %y: tensor<2x3xf32>) -> tensor<2x2x3xf32> {
  %0 = vit.stack %x, %y : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x2x3xf32>
  return %0 : tensor<2x2x3xf32>
}

// Ranks, then the entry of every rank.
// CHECK-LABEL: func.func @top_k(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x6xf32>
// CHECK: %[[RANKS:.*]] = linalg.generic {{.*}} ins(%[[X]], %[[X]] : {{.*}} outs(%{{.*}} : tensor<2x6xi64>)
// CHECK: arith.cmpf ogt
// CHECK: %[[VALUES:.*]] = linalg.generic {{.*}} ins(%[[X]], %[[RANKS]] : {{.*}} outs(%{{.*}} : tensor<2x3xf32>)
// CHECK: %[[INDICES:.*]] = linalg.generic {{.*}} ins(%[[RANKS]] : {{.*}} outs(%{{.*}} : tensor<2x3xi64>)
// CHECK: return %[[VALUES]], %[[INDICES]]
func.func @top_k(%x: tensor<2x6xf32>) -> (tensor<2x3xf32>, tensor<2x3xi64>) {
  %0, %1 = vit.top_k %x k = 3 : (tensor<2x6xf32>) -> (tensor<2x3xf32>, tensor<2x3xi64>)
  return %0, %1 : tensor<2x3xf32>, tensor<2x3xi64>
}
