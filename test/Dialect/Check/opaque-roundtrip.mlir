// RUN: vitc-opt %s --verify-roundtrip | FileCheck %s
// RUN: vitc-opt %s --canonicalize | FileCheck %s

// Not folded: that is what it is for.
// CHECK-LABEL: func.func @constant(
func.func @constant() -> tensor<2xf32> {
  // CHECK: %[[C:.*]] = arith.constant
  // CHECK: %[[O:.*]] = check.opaque %[[C]] : tensor<2xf32>
  // CHECK: return %[[O]]
  %0 = arith.constant dense<1.0> : tensor<2xf32>
  %1 = check.opaque %0 : tensor<2xf32>
  return %1 : tensor<2xf32>
}
