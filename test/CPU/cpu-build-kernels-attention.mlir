// RUN: vitc-opt %s --cpu-build-kernels --canonicalize --cse | FileCheck %s

// Two heads of 16 columns, 5 keys: one item for each head. Keys are turned over into scratch memory,
// queries are tiles of at most 2 rows, the key lanes beyond the fifth count as −∞.
// CHECK-LABEL: func @heads
func.func @heads(%q: memref<1x2x32xf32>, %k: memref<1x5x32xf32>, %v: memref<1x5x32xf32>, %o: memref<1x2x32xf32>) {
  // CHECK-DAG: %[[LOWEST:.*]] = arith.constant dense<0xFF800000> : vector<16xf32>
  // CHECK-DAG: %[[KEYS:.*]] = arith.constant dense<[true, true, true, true, true, false, {{.*}}]> : vector<16xi1>
  // CHECK: kernel.parallel count = 2 scratch = 1344
  // CHECK: %[[PACKED:.*]] = memref.view {{.*}} to memref<1x16x16xf32>
  // CHECK: %[[SCORES:.*]] = memref.view {{.*}} to memref<2x16xf32>
  // CHECK: vector.transpose %{{.*}}, [1, 0] : vector<16x16xf32> to vector<16x16xf32>
  // CHECK: vector.store %{{.*}}, %[[PACKED]]
  // CHECK: scf.for {{.*}} -> (vector<2x1x16xf32>)
  // CHECK: vector.store %{{.*}}, %[[SCORES]]
  // CHECK: arith.select %[[KEYS]], %{{.*}}, %[[LOWEST]]
  // CHECK: vector.store %{{.*}}, %[[SCORES]]
  // CHECK: arith.divf
  // CHECK: scf.for {{.*}} -> (vector<2x1x16xf32>)
  // CHECK: arith.mulf
  // CHECK: vector.store
  kernel.attention ins(%q, %k, %v) outs(%o) heads = 2 scale = 0.25 schedule <rows = 2, vectors = 1, unroll = 2, restart = 8, chunk = 1, prefetch = false> : (memref<1x2x32xf32>, memref<1x5x32xf32>, memref<1x5x32xf32>, memref<1x2x32xf32>) -> ()
  return
}

// A head of three vectors in tiles of two is two pieces, of one and of two; its values are copied once for the two
// tiles of queries, a piece's columns side by side, the last vector as far as the head goes.
// CHECK-LABEL: func @pieces
func.func @pieces(%q: memref<1x3x40xf32>, %k: memref<1x5x40xf32>, %v: memref<1x5x40xf32>, %o: memref<1x3x40xf32>) {
  // CHECK: %[[VALUES:.*]] = memref.view {{.*}} to memref<2x5x32xf32>
  // CHECK: %[[FIRST:.*]] = vector.load %arg2[%{{.*}}, %[[KEY:.*]], %c0] : memref<1x5x40xf32>, vector<16xf32>
  // CHECK: vector.store %[[FIRST]], %[[VALUES]][%c0, %[[KEY]], %c0]
  // CHECK: %[[SECOND:.*]] = vector.load %arg2[%{{.*}}, %[[KEY]], %c16]
  // CHECK: vector.store %[[SECOND]], %[[VALUES]][%c1, %[[KEY]], %c0]
  // CHECK: %[[LAST:.*]] = vector.maskedload %arg2[%{{.*}}, %[[KEY]], %c32]
  // CHECK: vector.store %[[LAST]], %[[VALUES]][%c1, %[[KEY]], %c16]
  // CHECK: vector.load %[[VALUES]][%c0,
  // CHECK: vector.load %[[VALUES]][%c1,
  kernel.attention ins(%q, %k, %v) outs(%o) heads = 1 scale = 0.25 schedule <rows = 2, vectors = 2, unroll = 4, restart = 8, chunk = 2, prefetch = false> : (memref<1x3x40xf32>, memref<1x5x40xf32>, memref<1x5x40xf32>, memref<1x3x40xf32>) -> ()
  return
}
