// RUN: vitc-opt %s --convert-check-to-scf | FileCheck %s

// CHECK-DAG: llvm.mlir.global internal constant @check_place("{{.*}}convert-check-to-scf.mlir:15\00")
// CHECK-DAG: llvm.mlir.global internal constant @check_shape(dense<[2, 3]> : tensor<2xi64>)

// CHECK-LABEL: func.func @close(
// CHECK-SAME:  %[[A:[^:]*]]: tensor<2x3xf32>, %[[E:[^:]*]]: tensor<2x3xf32>
// CHECK: scf.for %[[I:.*]] =
// CHECK: scf.for %[[J:.*]] =
// CHECK: %[[FOUND:.*]] = tensor.extract %[[A]][%[[I]], %[[J]]]
// CHECK: %[[EXPECTED:.*]] = tensor.extract %[[E]][%[[I]], %[[J]]]
// CHECK: scf.if
// CHECK: call @vitc_check_failed_float
func.func @close(%a: tensor<2x3xf32>, %e: tensor<2x3xf32>) {
  check.expect_close %a, %e {relative = 1.0e-3} : tensor<2x3xf32>
  return
}

// CHECK-LABEL: func.func @equal(
// CHECK-COUNT-1: scf.for
// CHECK: arith.cmpi eq
// CHECK: arith.extsi %{{.*}} : i32 to i64
// CHECK: call @vitc_check_failed_integer
func.func @equal(%a: tensor<3xi32>, %e: tensor<3xi32>) {
  check.expect_eq %a, %e : tensor<3xi32>
  return
}

// CHECK-LABEL: func.func @opaque(
// CHECK-SAME:  %[[A:[^:]*]]: tensor<3xi32>
// CHECK-NEXT: return %[[A]]
func.func @opaque(%a: tensor<3xi32>) -> tensor<3xi32> {
  %0 = check.opaque %a : tensor<3xi32>
  return %0 : tensor<3xi32>
}

// CHECK: func.func private @vitc_check_failed_float(!llvm.ptr, i64, !llvm.ptr, i64, f64, f64)
// CHECK: func.func private @vitc_check_failed_integer(!llvm.ptr, i64, !llvm.ptr, i64, i64, i64)
