// RUN: vitc-opt %s --convert-memref-copy-to-linalg | FileCheck %s
// RUN: vitc-opt %s --convert-memref-copy-to-linalg=report=true 2>&1 | FileCheck %s --check-prefix=REPORT

// REPORT: :[[@LINE+8]]:3: remark: this value is copied: 6 elements
// REPORT-NOT: remark

// CHECK-LABEL: func.func @strided(
// CHECK-SAME:  %[[A:[^:]*]]: memref<2x3xf32>, %[[B:[^:]*]]: memref<2x3xf32, strided<[8, 1]>>
// CHECK-NEXT: linalg.copy ins(%[[A]] : memref<2x3xf32>) outs(%[[B]] : memref<2x3xf32, strided<[8, 1]>>)
// CHECK-NEXT: return
func.func @strided(%a: memref<2x3xf32>, %b: memref<2x3xf32, strided<[8, 1]>>) {
  memref.copy %a, %b : memref<2x3xf32> to memref<2x3xf32, strided<[8, 1]>>
  return
}

// CHECK-LABEL: func.func @unranked(
// CHECK: memref.copy
func.func @unranked(%a: memref<*xf32>, %b: memref<*xf32>) {
  memref.copy %a, %b : memref<*xf32> to memref<*xf32>
  return
}
