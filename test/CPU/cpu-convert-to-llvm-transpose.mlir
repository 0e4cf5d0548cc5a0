// RUN: vitc-opt %s --cpu-unroll-loops --cpu-convert-to-llvm | FileCheck %s

// Four times sixteen shuffles of registers turn a block over; the block itself is gone.
// CHECK-LABEL: llvm.func @turn_over(
// CHECK-NOT: array<16 x vector
// CHECK-COUNT-16: llvm.load {{.*}} -> vector<16xf32>
// CHECK-COUNT-64: llvm.shufflevector {{.*}} : vector<16xf32>
// CHECK-NOT: llvm.shufflevector
// CHECK-COUNT-16: llvm.store {{.*}} : vector<16xf32>, !llvm.ptr
// CHECK-NOT: array<16 x vector
// CHECK: llvm.return
func.func @turn_over(%in: memref<16x16xf32>, %out: memref<16x16xf32>) {
  %start = arith.constant dense<0.0> : vector<16x16xf32>
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c16 = arith.constant 16 : index
  %block = scf.for %j = %c0 to %c16 step %c1 iter_args(%before = %start) -> (vector<16x16xf32>) {
    %row = vector.load %in[%j, %c0] : memref<16x16xf32>, vector<16xf32>
    %after = vector.insert %row, %before[%j] : vector<16xf32> into vector<16x16xf32>
    scf.yield %after : vector<16x16xf32>
  } {kernel.unroll}
  %columns = vector.transpose %block, [1, 0] : vector<16x16xf32> to vector<16x16xf32>
  scf.for %i = %c0 to %c16 step %c1 {
    %row = vector.extract %columns[%i] : vector<16xf32> from vector<16x16xf32>
    vector.store %row, %out[%i, %c0] : memref<16x16xf32>, vector<16xf32>
  } {kernel.unroll}
  return
}
