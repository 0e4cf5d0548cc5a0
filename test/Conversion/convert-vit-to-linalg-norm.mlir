// RUN: vitc-opt %s --convert-vit-to-linalg | FileCheck %s

// The mean first, the variance of the centred values after.
// CHECK-LABEL: func.func @layer_norm(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x3x4xf32>, %[[G:[^:]*]]: tensor<4xf32>, %[[B:[^:]*]]: tensor<4xf32>
// CHECK: %[[SUM:.*]] = linalg.generic {{.*}}"reduction"]} ins(%[[X]] : tensor<2x3x4xf32>) outs(%{{.*}} : tensor<2x3xf32>)
// CHECK: %[[MEAN:.*]] = linalg.generic {{.*}} ins(%[[SUM]] : tensor<2x3xf32>)
// CHECK: %[[CENTRED:.*]] = linalg.generic {{.*}} ins(%[[X]], %[[MEAN]] :
// CHECK: arith.subf
// CHECK: %[[SQUARES:.*]] = linalg.generic {{.*}}"reduction"]} ins(%[[CENTRED]] :
// CHECK: %[[DEVIATION:.*]] = linalg.generic {{.*}} ins(%[[SQUARES]] :
// CHECK: math.sqrt
// CHECK: linalg.generic {{.*}} ins(%[[CENTRED]], %[[DEVIATION]], %[[G]], %[[B]] :
// CHECK: arith.divf
// CHECK: arith.mulf
// CHECK: arith.addf
func.func @layer_norm(%x: tensor<2x3x4xf32>, %g: tensor<4xf32>,
                      %b: tensor<4xf32>) -> tensor<2x3x4xf32> {
  %0 = vit.layer_norm %x affine(%g, %b) eps = 1.0e-6
      : (tensor<2x3x4xf32>, tensor<4xf32>, tensor<4xf32>) -> tensor<2x3x4xf32>
  return %0 : tensor<2x3x4xf32>
}

// CHECK-LABEL: func.func @not_affine(
// CHECK: math.sqrt
// CHECK: arith.divf
// CHECK-NEXT: linalg.yield
func.func @not_affine(%x: tensor<3x4xf32>) -> tensor<3x4xf32> {
  %0 = vit.layer_norm %x eps = 1.0e-6 : (tensor<3x4xf32>) -> tensor<3x4xf32>
  return %0 : tensor<3x4xf32>
}

// CHECK-LABEL: func.func @softmax(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x4xf32>
// CHECK: arith.constant 0xFF800000 : f32
// CHECK: %[[MAX:.*]] = linalg.generic {{.*}} ins(%[[X]] : tensor<2x4xf32>) outs(%{{.*}} : tensor<2xf32>)
// CHECK: arith.maximumf
// CHECK: %[[EXP:.*]] = linalg.generic {{.*}} ins(%[[X]], %[[MAX]] :
// CHECK: arith.subf
// CHECK: math.exp
// CHECK: %[[SUM:.*]] = linalg.generic {{.*}} ins(%[[EXP]] :
// CHECK: arith.addf
// CHECK: linalg.generic {{.*}} ins(%[[EXP]], %[[SUM]] :
// CHECK: arith.divf
func.func @softmax(%x: tensor<2x4xf32>) -> tensor<2x4xf32> {
  %0 = vit.softmax %x : (tensor<2x4xf32>) -> tensor<2x4xf32>
  return %0 : tensor<2x4xf32>
}
