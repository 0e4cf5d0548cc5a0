// RUN: vitc-opt %s --cpu-build-kernels | FileCheck %s

// One step is a quad; the fifth integer of the row is a part of one, read alone. Sums start at the
// correction and are scaled in f32.
// CHECK-LABEL: func.func @dot(
// CHECK: vector.load %{{.*}} : memref<16xi32>, vector<16xi32>
// CHECK: vector.load %{{.*}} : memref<1x2x64xi8>, vector<64xi8>
// CHECK: vector.load %{{.*}} : memref<1x1x5xi8>, vector<4xi8>
// CHECK: llvm.call_intrinsic "llvm.x86.avx512.vpdpbusd.512"
// CHECK: vector.load %{{.*}} : memref<1x1x5xi8>, vector<1xi8>
// CHECK: llvm.call_intrinsic "llvm.x86.avx512.vpdpbusd.512"
// CHECK: arith.sitofp %{{.*}} : vector<16xi32> to vector<16xf32>
// CHECK-COUNT-2: arith.mulf
// CHECK: vector.store %{{.*}} : memref<1x1x16xf32>
func.func @dot(%x: memref<1x1x5xi8>, %w: memref<1x2x64xi8>, %s: memref<1x1x1xf32>, %t: memref<16xf32>, %c: memref<16xi32>, %y: memref<1x1x16xf32>) {
  kernel.gemm ins(%x, %w) scales(%s, %t) correction(%c) outs(%y) schedule <rows = 1, vectors = 1, unroll = 1, restart = 4, chunk = 1, prefetch = false, vnni = true> : (memref<1x1x5xi8>, memref<1x2x64xi8>, memref<1x1x1xf32>, memref<16xf32>, memref<16xi32>, memref<1x1x16xf32>) -> ()
  return
}

// Without the instruction: 16 bits, of 8 columns at a time, whose products are summed in pairs. Sums wait until both
// halves are there; then the two pairs of a quad are added, and the correction. The left side is widened once.
// CHECK-LABEL: func.func @widened(
// CHECK: vector.load %{{.*}} : memref<1x1x70xi8>, vector<64xi8>
// CHECK: arith.extui %{{.*}} : vector<64xi8> to vector<64xi16>
// CHECK: vector.store %{{.*}} : memref<1x80xf32>, vector<32xf32>
// CHECK: vector.load %{{.*}} : memref<1x1x70xi8>, vector<6xi8>
// CHECK-NOT: call_intrinsic
// CHECK: scf.for %[[HALF:.*]] = %{{.*}} to %{{.*}} step
// CHECK: vector.load %{{.*}} : memref<1x18x64xi8>, vector<32xi8>
// CHECK: arith.extsi %{{.*}} : vector<32xi8> to vector<32xi16>
// CHECK: vector.broadcast %{{.*}} : i64 to vector<8xi64>
// CHECK: vector.deinterleave %{{.*}} : vector<32xi32> -> vector<16xi32>
// CHECK: vector.store %{{.*}}, %[[SUMS:.*]][%[[HALF]], %{{.*}}] : memref<2x1x16xi32>
// CHECK-COUNT-2: vector.load %[[SUMS]]
// CHECK: vector.deinterleave %{{.*}} : vector<32xi32> -> vector<16xi32>
// CHECK: vector.load %{{.*}} : memref<16xi32>, vector<16xi32>
// CHECK: arith.sitofp
func.func @widened(%x: memref<1x1x70xi8>, %w: memref<1x18x64xi8>, %s: memref<1x1x1xf32>, %t: memref<16xf32>, %c: memref<16xi32>, %y: memref<1x1x16xf32>) {
  kernel.gemm ins(%x, %w) scales(%s, %t) correction(%c) outs(%y) schedule <rows = 1, vectors = 1, unroll = 1, restart = 18, chunk = 1, prefetch = false> : (memref<1x1x70xi8>, memref<1x18x64xi8>, memref<1x1x1xf32>, memref<16xf32>, memref<16xi32>, memref<1x1x16xf32>) -> ()
  return
}

// Magnitudes are compared as integers, in whose order NaN is above all; integers come from the
// mantissa of a sum.
// CHECK-LABEL: func.func @quantize(
// CHECK: arith.maxsi %{{.*}} : vector<16xi32>
// CHECK: memref.store %{{.*}} : memref<1x2x1xf32>
// CHECK: vector.fma
// CHECK-NOT: arith.fptosi
// CHECK: arith.trunci %{{.*}} : vector<16xi32> to vector<16xi8>
// CHECK: vector.store %{{.*}} : memref<1x2x16xi8>, vector<16xi8>
func.func @quantize(%x: memref<1x2x16xf32>, %y: memref<1x2x16xi8>, %s: memref<1x2x1xf32>) {
  kernel.quantize ins(%x) outs(%y, %s) : (memref<1x2x16xf32>, memref<1x2x16xi8>, memref<1x2x1xf32>) -> ()
  return
}

// CHECK-LABEL: func.func @normalize(
// CHECK: arith.maxsi %{{.*}} : vector<16xi32>
// CHECK: arith.trunci %{{.*}} : vector<16xi32> to vector<16xi8>
func.func @normalize(%x: memref<1x2x16xf32>, %y: memref<1x2x16xi8>, %s: memref<1x2x1xf32>) {
  kernel.normalize ins(%x) outs(%y, %s) eps = 1.0e-6 schedule <rows = 1, vectors = 1, unroll = 1, restart = 256, chunk = 1, prefetch = false> : (memref<1x2x16xf32>, memref<1x2x16xi8>, memref<1x2x1xf32>) -> ()
  return
}
