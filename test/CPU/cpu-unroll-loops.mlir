// RUN: vitc-opt %s --cpu-unroll-loops | FileCheck %s

// Two rows of a block that come from memory, at the places that the turns give.
// CHECK-LABEL: func.func @rows(
// CHECK-SAME: %[[IN:.*]]: memref<8x16xf32>, %[[FIRST:.*]]: index, %[[ZEROS:.*]]: vector<16x16xf32>
// CHECK-NOT: scf.for
// CHECK: %[[ROW0:.*]] = vector.load %[[IN]][%[[FIRST]], %{{.*}}]
// CHECK: %[[BLOCK0:.*]] = vector.insert %[[ROW0]], %[[ZEROS]] [0]
// CHECK: %[[SECOND:.*]] = arith.addi %[[FIRST]], %{{.*}} : index
// CHECK: %[[ROW1:.*]] = vector.load %[[IN]][%[[SECOND]], %{{.*}}]
// CHECK: %[[BLOCK1:.*]] = vector.insert %[[ROW1]], %[[BLOCK0]] [1]
// CHECK: return %[[BLOCK1]]
func.func @rows(%in: memref<8x16xf32>, %first: index, %zeros: vector<16x16xf32>) -> vector<16x16xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %block = scf.for %j = %c0 to %c2 step %c1 iter_args(%before = %zeros) -> (vector<16x16xf32>) {
    %at = arith.addi %first, %j : index
    %row = vector.load %in[%at, %c0] : memref<8x16xf32>, vector<16xf32>
    %after = vector.insert %row, %before[%j] : vector<16xf32> into vector<16x16xf32>
    scf.yield %after : vector<16x16xf32>
  } {kernel.unroll}
  return %block : vector<16x16xf32>
}

// Inside another: the outer turns repeat what the inner ones left.
// CHECK-LABEL: func.func @nested(
// CHECK-NOT: scf.for
// CHECK-COUNT-6: memref.store
// CHECK-NOT: memref.store
// CHECK: return
func.func @nested(%out: memref<2x3xf32>, %x: f32) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c3 = arith.constant 3 : index
  scf.for %i = %c0 to %c2 step %c1 {
    scf.for %j = %c0 to %c3 step %c1 {
      memref.store %x, %out[%i, %j] : memref<2x3xf32>
    } {kernel.unroll}
  } {kernel.unroll}
  return
}

// What is carried around may change places.
// CHECK-LABEL: func.func @swap(
// CHECK-SAME: %[[A:.*]]: f32, %[[B:.*]]: f32
// CHECK: return %[[B]], %[[A]] : f32, f32
func.func @swap(%a: f32, %b: f32) -> (f32, f32) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %0:2 = scf.for %i = %c0 to %c3 step %c1 iter_args(%x = %a, %y = %b) -> (f32, f32) {
    scf.yield %y, %x : f32, f32
  } {kernel.unroll}
  return %0#0, %0#1 : f32, f32
}

// A loop that stays carries the vectors of a block: registers.
// CHECK-LABEL: func.func @carried(
// CHECK-SAME: %[[IN:.*]]: memref<8x16xf32>, %[[COUNT:.*]]: index
// CHECK: %[[SUMS:.*]]:2 = scf.for %[[K:[^ ]*]] = %{{[^ ]*}} to %[[COUNT]] {{.*}} iter_args(%[[A:[^ ]*]] = %{{[^ ]*}}, %[[B:[^ ]*]] = %{{.*}}) -> (vector<16xf32>, vector<16xf32>)
// CHECK: %[[ROW:.*]] = vector.load %[[IN]][%[[K]], %{{.*}}]
// CHECK: arith.addf %[[A]], %[[ROW]]
// CHECK: arith.addf %[[B]], %[[ROW]]
// CHECK: scf.yield %{{.*}}, %{{.*}} : vector<16xf32>, vector<16xf32>
// CHECK: %[[JOINED:.*]] = vector.insert %[[SUMS]]#0, %{{.*}} [0]
// CHECK: %[[BLOCK:.*]] = vector.insert %[[SUMS]]#1, %[[JOINED]] [1]
// CHECK: return %[[BLOCK]]
func.func @carried(%in: memref<8x16xf32>, %count: index) -> vector<2x16xf32> {
  %zeros = arith.constant dense<0.0> : vector<2x16xf32>
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %sums = scf.for %k = %c0 to %count step %c1 iter_args(%before = %zeros) -> (vector<2x16xf32>) {
    %row = vector.load %in[%k, %c0] : memref<8x16xf32>, vector<16xf32>
    %after = scf.for %i = %c0 to %c2 step %c1 iter_args(%block = %before) -> (vector<2x16xf32>) {
      %old = vector.extract %block[%i] : vector<16xf32> from vector<2x16xf32>
      %new = arith.addf %old, %row : vector<16xf32>
      %next = vector.insert %new, %block[%i] : vector<16xf32> into vector<2x16xf32>
      scf.yield %next : vector<2x16xf32>
    } {kernel.unroll}
    scf.yield %after : vector<2x16xf32>
  }
  return %sums : vector<2x16xf32>
}

// No mark, no change.
// CHECK-LABEL: func.func @left_alone(
// CHECK: scf.for
// CHECK: memref.store
// CHECK-NOT: memref.store
// CHECK: return
func.func @left_alone(%out: memref<2xf32>, %x: f32) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  scf.for %i = %c0 to %c2 step %c1 {
    memref.store %x, %out[%i] : memref<2xf32>
  }
  return
}
