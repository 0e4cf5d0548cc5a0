// RUN: vitc-opt %s --cpu-build-kernels | FileCheck %s

// Two steps are two pairs; the fifth number of the row is half a pair, read alone.
// CHECK-LABEL: func.func @dot(
// CHECK: vector.load %{{.*}} : memref<1x1x5xbf16>, vector<2xbf16>
// CHECK: x86vector.avx512.dot
// CHECK: vector.load %{{.*}} : memref<1x1x5xbf16>, vector<1xbf16>
// CHECK: x86vector.avx512.dot
// CHECK-NOT: vector.fma
// CHECK: arith.truncf %{{.*}} : vector<16xf32> to vector<16xbf16>
func.func @dot(%x: memref<1x1x5xbf16>, %w: memref<1x3x32xbf16>, %y: memref<1x1x16xbf16>) {
  kernel.gemm ins(%x, %w) outs(%y) schedule <rows = 1, vectors = 1, unroll = 2, restart = 4, chunk = 1, prefetch = false, bf16 = true> : (memref<1x1x5xbf16>, memref<1x3x32xbf16>, memref<1x1x16xbf16>) -> ()
  return
}

// Without the instruction: the second numbers first, as it does, and no function call to round. The
// left side is widened once for all columns.
// CHECK-LABEL: func.func @widened(
// CHECK: vector.load %{{.*}} : memref<1x1x4xbf16>, vector<4xbf16>
// CHECK: arith.extui %{{.*}} : vector<16xi16> to vector<16xi32>
// CHECK: vector.store %{{.*}} : memref<1x48xf32>, vector<16xf32>
// CHECK: arith.andi
// CHECK: arith.shli
// CHECK: vector.fma
// CHECK: vector.fma
// CHECK-NOT: x86vector
// CHECK-NOT: arith.truncf
// CHECK: arith.trunci %{{.*}} : vector<16xi32> to vector<16xi16>
func.func @widened(%x: memref<1x1x4xbf16>, %w: memref<1x2x32xbf16>, %y: memref<1x1x16xbf16>) {
  kernel.gemm ins(%x, %w) outs(%y) schedule <rows = 1, vectors = 1, unroll = 2, restart = 4, chunk = 1, prefetch = false> : (memref<1x1x4xbf16>, memref<1x2x32xbf16>, memref<1x1x16xbf16>) -> ()
  return
}

// Exponentials go to rows of their own, in bf16; 3 keys make two pairs.
// CHECK-LABEL: func.func @attention(
// CHECK: memref.view %{{.*}} : memref<{{.*}}xi8> to memref<1x2x32xf32>
// CHECK: memref.view %{{.*}} : memref<{{.*}}xi8> to memref<3x32xbf16>
// CHECK: x86vector.avx512.dot
// CHECK: arith.truncf
// CHECK: x86vector.avx512.dot
func.func @attention(%x: memref<1x3x16xbf16>, %y: memref<1x3x16xf32>) {
  kernel.attention ins(%x, %x, %x) outs(%y) heads = 1 scale = 0.25 schedule <rows = 4, vectors = 2, unroll = 4, restart = 256, chunk = 1, prefetch = false, bf16 = true> : (memref<1x3x16xbf16>, memref<1x3x16xbf16>, memref<1x3x16xbf16>, memref<1x3x16xf32>) -> ()
  return
}

// Without the instruction: values and queries are widened, keys as they are transposed, and exponentials
// rounded in the strip of the scores. What a head's last vector reads ends with the head.
// CHECK-LABEL: func.func @widened_attention(
// CHECK: %[[VALUES:.*]] = memref.view %{{.*}} : memref<{{.*}}xi8> to memref<1x5x32xf32>
// CHECK: %[[QUERIES:.*]] = memref.view %{{.*}} : memref<{{.*}}xi8> to memref<3x32xf32>
// CHECK: vector.load %{{.*}} : memref<1x5x40xbf16>, vector<4xbf16>
// CHECK: vector.store %{{.*}}, %[[VALUES]]
// CHECK: vector.store %{{.*}}, %[[QUERIES]]
// CHECK: memref.load %[[QUERIES]]
// CHECK: %[[ROUNDED:.*]] = arith.trunci %{{.*}} : vector<16xi32> to vector<16xi16>
// CHECK: arith.extui %[[ROUNDED]]
// CHECK: vector.load %[[VALUES]]
// CHECK-NOT: to memref<{{.*}}bf16>
// CHECK-NOT: x86vector
// CHECK: return
func.func @widened_attention(%q: memref<1x3x40xbf16>, %k: memref<1x5x40xbf16>, %y: memref<1x3x40xf32>) {
  kernel.attention ins(%q, %k, %k) outs(%y) heads = 2 scale = 0.25 schedule <rows = 4, vectors = 2, unroll = 4, restart = 256, chunk = 1, prefetch = false> : (memref<1x3x40xbf16>, memref<1x5x40xbf16>, memref<1x5x40xbf16>, memref<1x3x40xf32>) -> ()
  return
}

// CHECK-LABEL: func.func @convert(
// CHECK: arith.trunci
func.func @convert(%x: memref<1x3x16xf32>, %y: memref<1x3x16xbf16>) {
  kernel.convert ins(%x) outs(%y) : (memref<1x3x16xf32>, memref<1x3x16xbf16>) -> ()
  return
}
