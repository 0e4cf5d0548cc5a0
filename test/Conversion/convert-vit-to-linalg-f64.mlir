// RUN: vitc-opt %s --convert-vit-to-linalg=element-type=f64 | FileCheck %s

// CHECK: vit.weight @w : tensor<4xbf16>
vit.weight @w : tensor<4xbf16> in "model.safetensors"

// Arguments, results, constants and parameters change; stored weights and integers do not.
// CHECK-LABEL: func.func @all(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x4xf64>, %{{[^:]*}}: tensor<2xi64>) -> (tensor<2x4xf64>, tensor<2xi64>)
func.func @all(%x: tensor<2x4xf32>, %i: tensor<2xi64>) -> (tensor<2x4xf32>, tensor<2xi64>) {
  // CHECK: %[[P:.*]] = vit.parameter @w : tensor<4xf64>
  %0 = vit.parameter @w : tensor<4xf32>
  // CHECK: %[[C:.*]] = arith.constant dense<1.250000e-01> : tensor<4xf64>
  %1 = arith.constant dense<0.125> : tensor<4xf32>
  // CHECK: arith.addf %[[P]], %[[C]] : tensor<4xf64>
  %2 = arith.addf %0, %1 : tensor<4xf32>
  // CHECK: linalg.generic {{.*}} ins(%[[X]] : tensor<2x4xf64>)
  %3 = vit.layer_norm %x affine(%2, %1) eps = 1.0e-6
      : (tensor<2x4xf32>, tensor<4xf32>, tensor<4xf32>) -> tensor<2x4xf32>
  return %3, %i : tensor<2x4xf32>, tensor<2xi64>
}
