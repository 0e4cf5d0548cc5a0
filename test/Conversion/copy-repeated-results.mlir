// RUN: vitc-opt %s --copy-repeated-results | FileCheck %s

// CHECK-LABEL: func.func @twice(
// CHECK-SAME:  %[[A:[^:]*]]: memref<2x3xf32>, %[[B:[^:]*]]: memref<2x3xf32>
// CHECK-NEXT: %[[COPY:.*]] = memref.alloc() : memref<2x3xf32>
// CHECK-NEXT: memref.copy %[[A]], %[[COPY]]
// CHECK-NEXT: return %[[A]], %[[B]], %[[COPY]]
func.func @twice(%a: memref<2x3xf32>, %b: memref<2x3xf32>)
    -> (memref<2x3xf32>, memref<2x3xf32>, memref<2x3xf32>) {
  return %a, %b, %a : memref<2x3xf32>, memref<2x3xf32>, memref<2x3xf32>
}

// CHECK-LABEL: func.func @three_times(
// CHECK-COUNT-2: memref.copy
// CHECK-NOT: memref.copy
// CHECK: return
func.func @three_times(%a: memref<4xf32>) -> (memref<4xf32>, memref<4xf32>, memref<4xf32>) {
  return %a, %a, %a : memref<4xf32>, memref<4xf32>, memref<4xf32>
}

// A scalar is returned as often as one likes.
// CHECK-LABEL: func.func @left_alone(
// CHECK-NEXT: return
func.func @left_alone(%a: memref<4xf32>, %i: index) -> (memref<4xf32>, index, index) {
  return %a, %i, %i : memref<4xf32>, index, index
}
