// RUN: vitc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: func.func @basic(
// CHECK-SAME:  %[[Q:[^:]*]]: tensor<2x3x5x4xf32>
// CHECK-SAME:  %[[K:[^:]*]]: tensor<2x3x7x4xf32>
// CHECK-SAME:  %[[V:[^:]*]]: tensor<2x3x7x6xf32>
func.func @basic(%q: tensor<2x3x5x4xf32>, %k: tensor<2x3x7x4xf32>,
                 %v: tensor<2x3x7x6xf32>) -> tensor<2x3x5x6xf32> {
  // CHECK: vit.sdpa %[[Q]], %[[K]], %[[V]] scale = 5.000000e-01 : (tensor<2x3x5x4xf32>, tensor<2x3x7x4xf32>, tensor<2x3x7x6xf32>) -> tensor<2x3x5x6xf32>
  %0 = vit.sdpa %q, %k, %v scale = 5.000000e-01
      : (tensor<2x3x5x4xf32>, tensor<2x3x7x4xf32>, tensor<2x3x7x6xf32>) -> tensor<2x3x5x6xf32>
  return %0 : tensor<2x3x5x6xf32>
}

// CHECK-LABEL: func.func @masked(
// CHECK-SAME:  %[[Q:[^:]*]]: tensor<2x3x5x4xf32>
// CHECK-SAME:  %[[K:[^:]*]]: tensor<2x3x7x4xf32>
// CHECK-SAME:  %[[V:[^:]*]]: tensor<2x3x7x6xf32>
// CHECK-SAME:  %[[M:[^:]*]]: tensor<1x3x5x7xf32>
func.func @masked(%q: tensor<2x3x5x4xf32>, %k: tensor<2x3x7x4xf32>, %v: tensor<2x3x7x6xf32>,
                  %m: tensor<1x3x5x7xf32>) -> tensor<2x3x5x6xf32> {
  // CHECK: vit.sdpa %[[Q]], %[[K]], %[[V]] mask(%[[M]]) scale = 1.250000e-01 : (tensor<2x3x5x4xf32>, tensor<2x3x7x4xf32>, tensor<2x3x7x6xf32>, tensor<1x3x5x7xf32>) -> tensor<2x3x5x6xf32>
  %0 = vit.sdpa %q, %k, %v mask(%m) scale = 1.250000e-01
      : (tensor<2x3x5x4xf32>, tensor<2x3x7x4xf32>, tensor<2x3x7x6xf32>, tensor<1x3x5x7xf32>)
      -> tensor<2x3x5x6xf32>
  return %0 : tensor<2x3x5x6xf32>
}

// CHECK-LABEL: func.func @causal(
// CHECK-SAME:  %[[Q:[^:]*]]: tensor<1x2x5x4xbf16>
// CHECK-SAME:  %[[K:[^:]*]]: tensor<1x2x5x4xbf16>
// CHECK-SAME:  %[[V:[^:]*]]: tensor<1x2x5x4xbf16>
func.func @causal(%q: tensor<1x2x5x4xbf16>, %k: tensor<1x2x5x4xbf16>,
                  %v: tensor<1x2x5x4xbf16>) -> tensor<1x2x5x4xbf16> {
  // CHECK: vit.sdpa causal %[[Q]], %[[K]], %[[V]] scale = 1.000000e+00 : (tensor<1x2x5x4xbf16>, tensor<1x2x5x4xbf16>, tensor<1x2x5x4xbf16>) -> tensor<1x2x5x4xbf16>
  %0 = vit.sdpa causal %q, %k, %v scale = 1.000000e+00
      : (tensor<1x2x5x4xbf16>, tensor<1x2x5x4xbf16>, tensor<1x2x5x4xbf16>) -> tensor<1x2x5x4xbf16>
  return %0 : tensor<1x2x5x4xbf16>
}
