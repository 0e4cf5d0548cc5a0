// RUN: vitc-opt %s --cpu-build-kernels --canonicalize --cse | FileCheck %s

// One item is a row of patches; 14 columns of a patch are a masked vector.
// CHECK-LABEL: func @patches
func.func @patches(%in: memref<1x3x28x28xf32>, %out: memref<1x4x588xf32>) {
  // CHECK-DAG: %[[MASK:.*]] = arith.constant dense<[true, {{.*}}, true, false, false]> : vector<16xi1>
  // CHECK: kernel.parallel count = 2
  // CHECK: vector.maskedload %{{.*}}, %[[MASK]]
  // CHECK: vector.maskedstore %{{.*}}, %[[MASK]]
  kernel.patches ins(%in) outs(%out) patch = [14, 14] strides = [14, 14] : (memref<1x3x28x28xf32>, memref<1x4x588xf32>) -> ()
  return
}

// 16 rows of the matrix become 16 columns of the panel; there is no row beyond the 20th to read. Rows
// stand once: cpu-unroll-loops repeats them.
// CHECK-LABEL: func @pack
func.func @pack(%in: memref<20x16xf32>, %out: memref<2x16x16xf32>) {
  // CHECK: kernel.parallel count = 2
  // CHECK: %[[BLOCK:.*]] = scf.for %[[J:.*]] = %c0 to %c16 step %c1 iter_args(%[[BEFORE:.*]] = %{{.*}}) -> (vector<16x16xf32>) {
  // CHECK: %[[ROW:.*]] = vector.load
  // CHECK: vector.insert %[[ROW]], %[[BEFORE]] [%[[J]]]
  // CHECK: } {kernel.unroll}
  // CHECK: %[[COLUMNS:.*]] = vector.transpose %[[BLOCK]], [1, 0]
  // CHECK: scf.for %[[I:.*]] = %c0 to %c16 step %c1 {
  // CHECK: %[[COLUMN:.*]] = vector.extract %[[COLUMNS]][%[[I]]]
  // CHECK: vector.store %[[COLUMN]]
  // CHECK: scf.for %{{.*}} = %c0 to %c4 step %c1 iter_args
  // CHECK: vector.load
  // CHECK-NOT: vector.load
  // CHECK: return
  kernel.pack ins(%in) outs(%out) : (memref<20x16xf32>, memref<2x16x16xf32>) -> ()
  return
}

// CHECK-LABEL: func @softmax
func.func @softmax(%x: memref<1x3x16xf32>) {
  // CHECK: kernel.parallel count = 3
  // CHECK: arith.cmpf ogt
  // CHECK: vector.fma
  // CHECK: arith.divf
  // CHECK: vector.store
  kernel.softmax ins(%x) outs(%x) : (memref<1x3x16xf32>, memref<1x3x16xf32>) -> ()
  return
}
