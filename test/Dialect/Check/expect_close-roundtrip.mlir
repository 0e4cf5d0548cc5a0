// RUN: vitc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: func.func @tolerances(
// CHECK-SAME:  %[[A:[^:]*]]: tensor<2x3xf32>, %[[E:[^:]*]]: tensor<2x3xf32>
func.func @tolerances(%actual: tensor<2x3xf32>, %expected: tensor<2x3xf32>) {
  // CHECK: check.expect_close %[[A]], %[[E]] {absolute = 2.500000e-01 : f64, relative = 1.250000e-01 : f64} : tensor<2x3xf32>
  check.expect_close %actual, %expected {relative = 0.125, absolute = 0.25} : tensor<2x3xf32>
  // CHECK: check.expect_close %[[A]], %[[E]] {equal_nan} : tensor<2x3xf32>
  check.expect_close %actual, %expected {equal_nan} : tensor<2x3xf32>
  return
}

// CHECK-LABEL: func.func @scalar(
func.func @scalar(%actual: tensor<f64>, %expected: tensor<f64>) {
  // CHECK: check.expect_close %{{.*}}, %{{.*}} : tensor<f64>
  check.expect_close %actual, %expected : tensor<f64>
  return
}
