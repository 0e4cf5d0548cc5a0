// RUN: vitc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: func.func @basic(
func.func @basic() -> tensor<1x12x8xf32> {
  // CHECK: vit.sinusoid_position mae grid = [3, 4] : tensor<1x12x8xf32>
  %0 = vit.sinusoid_position mae grid = [3, 4] : tensor<1x12x8xf32>
  return %0 : tensor<1x12x8xf32>
}

// CHECK-LABEL: func.func @transformer(
func.func @transformer() -> tensor<1x7x6xf32> {
  // CHECK: vit.sinusoid_position transformer grid = [1, 7] : tensor<1x7x6xf32>
  %0 = vit.sinusoid_position transformer grid = [1, 7] : tensor<1x7x6xf32>
  return %0 : tensor<1x7x6xf32>
}

// CHECK-LABEL: func.func @detr(
func.func @detr() -> tensor<1x12x8xf64> {
  // CHECK: vit.sinusoid_position detr grid = [3, 4] temperature = 2.000000e+01 : tensor<1x12x8xf64>
  %0 = vit.sinusoid_position detr grid = [3, 4] temperature = 2.000000e+01 : tensor<1x12x8xf64>
  return %0 : tensor<1x12x8xf64>
}
