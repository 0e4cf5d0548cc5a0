// RUN: vitc-opt %s --convert-vit-to-linalg | FileCheck %s

// In f64 whatever the element type: a 2×2 grid is resampled to 2×3, rows by the identity.
// CHECK-LABEL: func.func @interpolate(
// CHECK-SAME:  %[[P:[^:]*]]: tensor<1x5x8xf32>
// CHECK: %[[GRID:.*]] = tensor.extract_slice %[[P]][0, 1, 0] [1, 4, 8] [1, 1, 1]
// CHECK: arith.extf %{{.*}} : f32 to f64
// CHECK: tensor.expand_shape %{{.*}} {{\[\[}}0], [1, 2], [3]] output_shape [1, 2, 2, 8]
// CHECK: %[[ROWS:.*]] = arith.constant dense<{{\[\[}}1.0{{0*e\+00}}, 0.0{{0*e\+00}}], [0.0{{0*e\+00}}, 1.0{{0*e\+00}}]]> : tensor<2x2xf64>
// CHECK: linalg.generic {{.*}} ins(%[[ROWS]], %{{.*}} : tensor<2x2xf64>, tensor<1x2x2x8xf64>)
// CHECK: %[[COLUMNS:.*]] = arith.constant dense<{{.*}}> : tensor<3x2xf64>
// CHECK: linalg.generic {{.*}} ins(%[[COLUMNS]], %{{.*}} : tensor<3x2xf64>, tensor<1x2x2x8xf64>)
// CHECK: arith.truncf %{{.*}} : f64 to f32
// CHECK: %[[FRONT:.*]] = tensor.extract_slice %[[P]][0, 0, 0] [1, 1, 8] [1, 1, 1]
// CHECK: tensor.insert_slice %[[FRONT]] into %{{.*}}[0, 0, 0] [1, 1, 8]
// CHECK: tensor.insert_slice %{{.*}} into %{{.*}}[0, 1, 0] [1, 6, 8]
func.func @interpolate(%p: tensor<1x5x8xf32>) -> tensor<1x7x8xf32> {
  %0 = vit.interpolate_position bilinear %p prefix = 1 from [2, 2] to [2, 3]
      : (tensor<1x5x8xf32>) -> tensor<1x7x8xf32>
  return %0 : tensor<1x7x8xf32>
}

// Numbers are tested where they are computed: test/Integration/CPU/sinusoid_position.mlir.
// CHECK-LABEL: func.func @sinusoid(
// CHECK: %[[T:.*]] = linalg.generic {{.*}} outs(%{{.*}} : tensor<1x2x3x8xf64>)
// CHECK: linalg.index 1
// CHECK: linalg.index 2
// CHECK: linalg.index 3
// CHECK: math.powf
// CHECK: math.sin
// CHECK: math.cos
// CHECK: arith.truncf
// CHECK: tensor.collapse_shape %{{.*}} {{\[\[}}0], [1, 2], [3]] : tensor<1x2x3x8xf32> into tensor<1x6x8xf32>
func.func @sinusoid() -> tensor<1x6x8xf32> {
  %0 = vit.sinusoid_position mae grid = [2, 3] : tensor<1x6x8xf32>
  return %0 : tensor<1x6x8xf32>
}
