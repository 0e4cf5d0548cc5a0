// RUN: vitc-opt %s --split-input-file --kernel-select-schedules | FileCheck %s

// Panels of three vectors: 8 rows on 32 wide registers. 16 panels are enough items for 2 threads.
module attributes {kernel.target = #kernel.target<isa = x86_64_v4, l1 = 32768, l2 = 1048576, threads = 2>} {
  // CHECK-LABEL: func @gemm
  // CHECK: schedule <rows = 8, vectors = 3, unroll = 4, restart = 256, chunk = 25, prefetch = true>
  func.func @gemm(%x: memref<1x197x768xf32>, %w: memref<16x768x48xf32>, %y: memref<1x197x768xf32>) {
    kernel.gemm ins(%x, %w) outs(%y) : (memref<1x197x768xf32>, memref<16x768x48xf32>, memref<1x197x768xf32>) -> ()
    return
  }

  // CHECK-LABEL: func @narrow_panels
  // CHECK: schedule <rows = 13, vectors = 2,
  func.func @narrow_panels(%x: memref<1x197x768xf32>, %w: memref<32x768x32xf32>, %y: memref<1x197x1024xf32>) {
    kernel.gemm ins(%x, %w) outs(%y) : (memref<1x197x768xf32>, memref<32x768x32xf32>, memref<1x197x1024xf32>) -> ()
    return
  }

  // One row: the weights' way from memory is all there is.
  // CHECK-LABEL: func @classifier
  // CHECK: prefetch = false>
  func.func @classifier(%x: memref<1x1x768xf32>, %w: memref<21x768x48xf32>, %y: memref<1x1x1000xf32>) {
    kernel.gemm ins(%x, %w) outs(%y) : (memref<1x1x768xf32>, memref<21x768x48xf32>, memref<1x1x1000xf32>) -> ()
    return
  }

  // A head of four vectors is one piece.
  // CHECK-LABEL: func @attention
  // CHECK: schedule <rows = 6, vectors = 4, unroll = 4, restart = 256, chunk = 33, prefetch = true>
  func.func @attention(%x: memref<1x197x768xf32>, %y: memref<1x197x768xf32>) {
    kernel.attention ins(%x, %x, %x) outs(%y) heads = 12 scale = 0.125 : (memref<1x197x768xf32>, memref<1x197x768xf32>, memref<1x197x768xf32>, memref<1x197x768xf32>) -> ()
    return
  }

  // A schedule that is there stays.
  // CHECK-LABEL: func @normalize
  // CHECK: chunk = 10, prefetch = false>
  // CHECK: chunk = 7, prefetch = false>
  func.func @normalize(%x: memref<1x197x768xf32>) {
    kernel.normalize ins(%x) outs(%x) eps = 1.0e-6 : (memref<1x197x768xf32>, memref<1x197x768xf32>) -> ()
    kernel.normalize ins(%x) outs(%x) eps = 1.0e-6 schedule <rows = 1, vectors = 1, unroll = 4, restart = 256, chunk = 7, prefetch = false> : (memref<1x197x768xf32>, memref<1x197x768xf32>) -> ()
    return
  }
}

// -----

// 16 registers of half the width; `restart` is the same on every level. With 64 threads the rows of a
// panel are shared out too.
module attributes {kernel.target = #kernel.target<isa = x86_64_v3, l1 = 32768, l2 = 1048576, threads = 64>} {
  // CHECK-LABEL: func @gemm
  // CHECK: schedule <rows = 6, vectors = 1, unroll = 4, restart = 256, chunk = 5, prefetch = true>
  func.func @gemm(%x: memref<1x197x768xf32>, %w: memref<16x768x48xf32>, %y: memref<1x197x768xf32>) {
    kernel.gemm ins(%x, %w) outs(%y) : (memref<1x197x768xf32>, memref<16x768x48xf32>, memref<1x197x768xf32>) -> ()
    return
  }

  // CHECK-LABEL: func @attention
  // CHECK: schedule <rows = 6, vectors = 1, unroll = 4, restart = 256, chunk = 3, prefetch = true>
  func.func @attention(%x: memref<1x197x768xf32>, %y: memref<1x197x768xf32>) {
    kernel.attention ins(%x, %x, %x) outs(%y) heads = 12 scale = 0.125 : (memref<1x197x768xf32>, memref<1x197x768xf32>, memref<1x197x768xf32>, memref<1x197x768xf32>) -> ()
    return
  }
}
