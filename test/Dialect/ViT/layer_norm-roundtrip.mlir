// RUN: vitc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: func.func @basic(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x5x8xf32>
// CHECK-SAME:  %[[GAMMA:[^:]*]]: tensor<8xf32>
// CHECK-SAME:  %[[BETA:[^:]*]]: tensor<8xf32>
func.func @basic(%x: tensor<2x5x8xf32>, %gamma: tensor<8xf32>,
                 %beta: tensor<8xf32>) -> tensor<2x5x8xf32> {
  // CHECK: vit.layer_norm %[[X]] affine(%[[GAMMA]], %[[BETA]]) eps = 1.250000e-01 : (tensor<2x5x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<2x5x8xf32>
  %0 = vit.layer_norm %x affine(%gamma, %beta) eps = 1.250000e-01
      : (tensor<2x5x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<2x5x8xf32>
  return %0 : tensor<2x5x8xf32>
}

// CHECK-LABEL: func.func @plain(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x5x8xf32>
func.func @plain(%x: tensor<2x5x8xf32>) -> tensor<2x5x8xf32> {
  // CHECK: vit.layer_norm %[[X]] eps = 2.500000e-01 : (tensor<2x5x8xf32>) -> tensor<2x5x8xf32>
  %0 = vit.layer_norm %x eps = 2.500000e-01 : (tensor<2x5x8xf32>) -> tensor<2x5x8xf32>
  return %0 : tensor<2x5x8xf32>
}

// CHECK-LABEL: func.func @pooled(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x8xbf16>
// CHECK-SAME:  %[[GAMMA:[^:]*]]: tensor<8xbf16>
// CHECK-SAME:  %[[BETA:[^:]*]]: tensor<8xbf16>
func.func @pooled(%x: tensor<2x8xbf16>, %gamma: tensor<8xbf16>,
                  %beta: tensor<8xbf16>) -> tensor<2x8xbf16> {
  // CHECK: vit.layer_norm %[[X]] affine(%[[GAMMA]], %[[BETA]]) eps = 1.250000e-01 : (tensor<2x8xbf16>, tensor<8xbf16>, tensor<8xbf16>) -> tensor<2x8xbf16>
  %0 = vit.layer_norm %x affine(%gamma, %beta) eps = 1.250000e-01
      : (tensor<2x8xbf16>, tensor<8xbf16>, tensor<8xbf16>) -> tensor<2x8xbf16>
  return %0 : tensor<2x8xbf16>
}
