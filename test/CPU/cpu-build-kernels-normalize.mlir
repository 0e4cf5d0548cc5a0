// RUN: vitc-opt %s --cpu-build-kernels --canonicalize --cse | FileCheck %s

// 5 rows, two to an item. The variance is that of centred values; lanes are added in a fixed tree.
// CHECK-LABEL: func @affine
func.func @affine(%x: memref<1x5x16xf32>, %g: memref<16xf32>, %b: memref<16xf32>) {
  // CHECK: kernel.parallel count = 3 scratch = 0
  // CHECK: vector.shuffle %{{.*}}, %{{.*}} [8, 9, 10, 11, 12, 13, 14, 15]
  // CHECK: %[[MEAN:.*]] = vector.broadcast
  // CHECK: %[[CENTRED:.*]] = arith.subf %{{.*}}, %[[MEAN]]
  // CHECK: vector.fma %[[CENTRED]], %[[CENTRED]]
  // CHECK: math.sqrt
  // CHECK: arith.divf
  // CHECK: vector.fma
  // CHECK: vector.store
  kernel.normalize ins(%x) affine(%g, %b) outs(%x) eps = 1.0e-6 schedule <rows = 1, vectors = 1, unroll = 1, restart = 1, chunk = 2, prefetch = false> : (memref<1x5x16xf32>, memref<16xf32>, memref<16xf32>, memref<1x5x16xf32>) -> ()
  return
}
