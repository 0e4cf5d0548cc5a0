// REQUIRES: vitc-run
// RUN: not vitc run %s 2>&1 | FileCheck %s

// A check that fails says where and is not forgotten by checks that hold.
func.func @main() {
  %0 = arith.constant dense<[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]> : tensor<2x3xf32>
  %1 = check.opaque %0 : tensor<2x3xf32>
  %2 = arith.constant dense<[[1.0, 2.0, 3.0], [4.0, 5.5, 6.0]]> : tensor<2x3xf32>
  // CHECK: check failed at {{.*}}check.mlir:[[@LINE+1]]: index [1, 1], found 5, expected 5.5
  check.expect_close %1, %2 {relative = 1.0e-2} : tensor<2x3xf32>
  // CHECK-NOT: check failed
  check.expect_close %1, %2 {relative = 1.0e-1} : tensor<2x3xf32>
  check.expect_close %1, %2 {absolute = 0.5} : tensor<2x3xf32>

  // CHECK: check failed at {{.*}}check.mlir:[[@LINE+3]]: index [1], found -7, expected 7
  %3 = arith.constant dense<[3, -7]> : tensor<2xi64>
  %4 = arith.constant dense<[3, 7]> : tensor<2xi64>
  check.expect_eq %3, %4 : tensor<2xi64>

  // Equal infinities are close; what is finite is not close to an infinity.
  // CHECK: check failed at {{.*}}check.mlir:[[@LINE+3]]: index [1], found 1, expected inf
  %5 = arith.constant dense<[0x7F800000, 1.0]> : tensor<2xf32>
  %6 = arith.constant dense<[0x7F800000, 0x7F800000]> : tensor<2xf32>
  check.expect_close %5, %6 {relative = 1.0} : tensor<2xf32>

  // CHECK: check failed at {{.*}}check.mlir:[[@LINE+2]]: index [0], found nan, expected nan
  %7 = arith.constant dense<0x7FC00000> : tensor<1xf32>
  check.expect_close %7, %7 : tensor<1xf32>
  // CHECK-NOT: check failed
  check.expect_close %7, %7 {equal_nan} : tensor<1xf32>
  return
}
