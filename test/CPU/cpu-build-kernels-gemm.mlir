// RUN: vitc-opt %s --cpu-build-kernels --canonicalize --cse | FileCheck %s

// 3 rows in tiles of at most 2: one of 2, one of 1. k is one chain of 4 in turns of 2, of which one stands here.
// CHECK-LABEL: func @tiles
// CHECK-SAME: (%[[X:.*]]: memref<1x3x4xf32>, %[[W:.*]]: memref<2x4x16xf32>, %[[BS:.*]]: memref<32xf32>, %[[Y:.*]]: memref<1x3x32xf32>)
func.func @tiles(%x: memref<1x3x4xf32>, %w: memref<2x4x16xf32>, %b: memref<32xf32>, %y: memref<1x3x32xf32>) {
  // CHECK: kernel.parallel count = 1 scratch = 0
  // CHECK: scf.for %[[PANEL:.*]] =
  // CHECK: %[[SUMS:.*]] = scf.for %[[K:[^ ]*]] = %{{[^ ]*}} to %{{[^ ]*}} step %{{[^ ]*}} iter_args(%[[A:.*]] = %{{.*}}) -> (vector<2x1x16xf32>)
  // CHECK: scf.for %[[U:.*]] = %c0 to %c2 step %c1 iter_args(%[[B:.*]] = %[[A]]) -> (vector<2x1x16xf32>)
  // CHECK: %[[STEP:.*]] = arith.addi %[[K]], %[[U]]
  // CHECK: %[[RIGHT:.*]] = vector.load %[[W]][%[[PANEL]], %[[STEP]], %{{.*}}]
  // CHECK: scf.for %[[I:.*]] = %c0 to %c2 step %c1 iter_args(%[[C:.*]] = %[[B]]) -> (vector<2x1x16xf32>)
  // CHECK: %[[S:.*]] = memref.load %[[X]][%c0, %[[I]], %[[STEP]]]
  // CHECK: %[[L:.*]] = vector.broadcast %[[S]]
  // CHECK: %[[BEFORE:.*]] = vector.extract %[[C]][%[[I]], 0]
  // CHECK: %[[AFTER:.*]] = vector.fma %[[L]], %[[RIGHT]], %[[BEFORE]]
  // CHECK: vector.insert %[[AFTER]], %[[C]] [%[[I]], 0]
  // CHECK: } {kernel.unroll}
  // CHECK: } {kernel.unroll}
  // CHECK: scf.for %[[I:.*]] = %c0 to %c2 step %c1 {
  // CHECK: %[[SUM:.*]] = vector.extract %[[SUMS]][%[[I]], 0]
  // CHECK: %[[BIAS:.*]] = vector.load %[[BS]]
  // CHECK: arith.addf %[[SUM]], %[[BIAS]]
  // CHECK: vector.store %{{.*}}, %[[Y]]
  // CHECK: } {kernel.unroll}
  // CHECK: scf.for {{.*}} -> (vector<1x2x16xf32>)
  kernel.gemm ins(%x, %w) bias(%b) outs(%y) schedule <rows = 2, vectors = 1, unroll = 2, restart = 4, chunk = 4, prefetch = false> : (memref<1x3x4xf32>, memref<2x4x16xf32>, memref<32xf32>, memref<1x3x32xf32>) -> ()
  return
}

// 8 steps of k with a restart after 4: the inner loop exists once, sums wait in scratch memory.
// CHECK-LABEL: func @restart
func.func @restart(%x: memref<1x1x8xf32>, %w: memref<1x8x16xf32>, %y: memref<1x1x16xf32>) {
  // CHECK: kernel.parallel count = 1 scratch = 64
  // CHECK: %[[TILE:.*]] = memref.view %{{.*}} : memref<64xi8> to memref<1x16xf32>
  // CHECK: scf.for %[[PART:[^ ]*]] = %{{.*}} to %c8 step %c4 {
  // CHECK: %[[SUMS:.*]] = scf.for %{{[^ ]*}} = %[[PART]] {{.*}} -> (vector<1x2x16xf32>)
  // CHECK: scf.if
  // CHECK-NEXT: %[[FIRST:.*]] = vector.extract %[[SUMS]][0, 0]
  // CHECK-NEXT: vector.store %[[FIRST]], %[[TILE]]
  // CHECK: else
  // CHECK: %[[SUM:.*]] = vector.extract %[[SUMS]][0, 0]
  // CHECK-NEXT: %[[BEFORE:.*]] = vector.load %[[TILE]]
  // CHECK: %[[AFTER:.*]] = arith.addf %[[BEFORE]], %[[SUM]]
  // CHECK-NEXT: vector.store %[[AFTER]], %[[TILE]]
  // CHECK: %[[TOTAL:.*]] = vector.load %[[TILE]]
  // CHECK: vector.store %[[TOTAL]], %{{.*}} : memref<1x1x16xf32>
  kernel.gemm ins(%x, %w) outs(%y) schedule <rows = 2, vectors = 1, unroll = 2, restart = 4, chunk = 1, prefetch = false> : (memref<1x1x8xf32>, memref<1x8x16xf32>, memref<1x1x16xf32>) -> ()
  return
}

// 20 columns in panels of 16: the last panel's store is masked, its loads are not (panels are padded).
// CHECK-LABEL: func @tail_columns
func.func @tail_columns(%x: memref<1x1x4xf32>, %w: memref<2x4x16xf32>, %y: memref<1x1x20xf32>) {
  // CHECK: vector.store
  // CHECK: vector.load
  // CHECK: vector.maskedstore
  kernel.gemm ins(%x, %w) outs(%y) schedule <rows = 2, vectors = 1, unroll = 2, restart = 4, chunk = 100, prefetch = false> : (memref<1x1x4xf32>, memref<2x4x16xf32>, memref<1x1x20xf32>) -> ()
  return
}

// Two images at one distance are one range of rows; with a residual for both they are not.
// CHECK-LABEL: func @batch
func.func @batch(%x: memref<2x3x4xf32>, %w: memref<1x4x16xf32>, %r: memref<1x3x16xf32>, %y: memref<2x3x16xf32>) {
  // CHECK: memref.collapse_shape %{{.*}} {{\[\[}}0, 1], [2]] : memref<2x3x4xf32> into memref<6x4xf32>
  // CHECK: memref.collapse_shape %{{.*}} {{\[\[}}0, 1], [2]] : memref<2x3x16xf32> into memref<6x16xf32>
  // CHECK: kernel.parallel
  // CHECK-NOT: memref.collapse_shape
  // CHECK: return
  kernel.gemm ins(%x, %w) outs(%y) schedule <rows = 2, vectors = 1, unroll = 2, restart = 4, chunk = 100, prefetch = false> : (memref<2x3x4xf32>, memref<1x4x16xf32>, memref<2x3x16xf32>) -> ()
  kernel.gemm ins(%x, %w) residual(%r) outs(%y) schedule <rows = 2, vectors = 1, unroll = 2, restart = 4, chunk = 100, prefetch = false> : (memref<2x3x4xf32>, memref<1x4x16xf32>, memref<1x3x16xf32>, memref<2x3x16xf32>) -> ()
  return
}

// Two tiles of a block pass the first unit in three pieces, the second, which has only 8 columns, in one:
// that fetches three times as much of the next unit, 24 lines, in a step. In fixed point, 24 / 48 and
// 24 / 16.
// CHECK-LABEL: func.func @pieces_of_the_last_unit(
// CHECK-DAG: arith.constant 32768 : index
// CHECK-DAG: arith.constant 98304 : index
func.func @pieces_of_the_last_unit(%x: memref<1x4x8xf32>, %w: memref<2x8x48xf32>, %y: memref<1x4x56xf32>) {
  kernel.gemm ins(%x, %w) outs(%y) schedule <rows = 1, vectors = 1, unroll = 2, restart = 8, chunk = 1, prefetch = true, block = 2, pieces = 3> : (memref<1x4x8xf32>, memref<2x8x48xf32>, memref<1x4x56xf32>) -> ()
  return
}
