// RUN: vitc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: func.func @integers(
// CHECK-SAME:  %[[A:[^:]*]]: tensor<2x3xi64>, %[[E:[^:]*]]: tensor<2x3xi64>
func.func @integers(%actual: tensor<2x3xi64>, %expected: tensor<2x3xi64>) {
  // CHECK: check.expect_eq %[[A]], %[[E]] : tensor<2x3xi64>
  check.expect_eq %actual, %expected : tensor<2x3xi64>
  return
}
