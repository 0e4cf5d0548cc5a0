// RUN: vitc-opt %s --convert-vit-to-linalg | FileCheck %s

// Rows, I, O: the innermost loop runs over rows of the transposed weight.
// CHECK-DAG: #[[$X:.*]] = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
// CHECK-DAG: #[[$W:.*]] = affine_map<(d0, d1, d2, d3) -> (d2, d3)>
// CHECK-DAG: #[[$Y:.*]] = affine_map<(d0, d1, d2, d3) -> (d0, d1, d3)>
// CHECK-DAG: #[[$LAST:.*]] = affine_map<(d0, d1, d2) -> (d2)>

// CHECK-LABEL: func.func @bias(
// CHECK-SAME:  %[[IN:[^:]*]]: tensor<2x3x5xf32>, %[[WEIGHT:[^:]*]]: tensor<4x5xf32>, %[[BIAS:[^:]*]]: tensor<4xf32>
func.func @bias(%x: tensor<2x3x5xf32>, %w: tensor<4x5xf32>,
                %b: tensor<4xf32>) -> tensor<2x3x4xf32> {
  // CHECK: %[[T:.*]] = linalg.transpose ins(%[[WEIGHT]] : tensor<4x5xf32>) {{.*}} permutation = [1, 0]
  // CHECK: %[[ZERO:.*]] = linalg.fill
  // CHECK: %[[P:.*]] = linalg.generic {indexing_maps = [#[[$X]], #[[$W]], #[[$Y]]],
  // CHECK-SAME: iterator_types = ["parallel", "parallel", "reduction", "parallel"]}
  // CHECK-SAME: ins(%[[IN]], %[[T]] : tensor<2x3x5xf32>, tensor<5x4xf32>) outs(%[[ZERO]] : tensor<2x3x4xf32>)
  // CHECK: arith.mulf
  // CHECK: arith.addf
  // CHECK: linalg.generic {{.*}}#[[$LAST]]{{.*}} ins(%[[P]], %[[BIAS]] :
  // CHECK: arith.addf
  %0 = vit.linear %x, %w bias(%b)
      : (tensor<2x3x5xf32>, tensor<4x5xf32>, tensor<4xf32>) -> tensor<2x3x4xf32>
  return %0 : tensor<2x3x4xf32>
}

// CHECK-LABEL: func.func @no_bias(
// CHECK: linalg.transpose
// CHECK: %[[P:.*]] = linalg.generic {{.*}}iterator_types = ["parallel", "reduction", "parallel"]}
// CHECK: return %[[P]]
func.func @no_bias(%x: tensor<3x5xf32>, %w: tensor<4x5xf32>) -> tensor<3x4xf32> {
  %0 = vit.linear %x, %w : (tensor<3x5xf32>, tensor<4x5xf32>) -> tensor<3x4xf32>
  return %0 : tensor<3x4xf32>
}

// CHECK-LABEL: func.func @residual(
// CHECK-SAME:  %[[SKIP:[^:]*]]: tensor<2x3x4xf32>, %[[BRANCH:[^:]*]]: tensor<2x3x4xf32>
// CHECK: linalg.generic {{.*}} ins(%[[SKIP]], %[[BRANCH]] :
// CHECK-NEXT: ^bb0(%[[S:.*]]: f32, %[[B:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[SUM:.*]] = arith.addf %[[S]], %[[B]]
// CHECK-NEXT: linalg.yield %[[SUM]]
func.func @residual(%skip: tensor<2x3x4xf32>, %branch: tensor<2x3x4xf32>) -> tensor<2x3x4xf32> {
  %0 = vit.residual %skip, %branch
      : (tensor<2x3x4xf32>, tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
  return %0 : tensor<2x3x4xf32>
}

// CHECK-LABEL: func.func @layer_scale(
// CHECK: ^bb0(%[[S:.*]]: f32, %[[B:.*]]: f32, %[[SCALE:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[SCALE]], %[[B]]
// CHECK-NEXT: arith.addf %[[S]], %[[P]]
func.func @layer_scale(%skip: tensor<2x3x4xf32>, %branch: tensor<2x3x4xf32>,
                       %scale: tensor<4xf32>) -> tensor<2x3x4xf32> {
  %0 = vit.residual %skip, %branch scale(%scale)
      : (tensor<2x3x4xf32>, tensor<2x3x4xf32>, tensor<4xf32>) -> tensor<2x3x4xf32>
  return %0 : tensor<2x3x4xf32>
}
