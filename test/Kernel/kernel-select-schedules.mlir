// RUN: vitc-opt %s --split-input-file --kernel-select-schedules | FileCheck %s

// Panels of three vectors: 8 rows on 32 wide registers. One tile is enough work for an item.
module attributes {kernel.target = #kernel.target<isa = x86_64_v4, l1 = 32768, l2 = 1048576>} {
  // CHECK-LABEL: func @gemm
  // CHECK: schedule <rows = 8, vectors = 3, unroll = 4, restart = 256, chunk = 1, prefetch = true>
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

  // A left side of 19 MB: seven blocks of at most 3 MB, 197 tiles in all.
  // CHECK-LABEL: func @batch
  // CHECK: schedule <rows = 8, vectors = 3, unroll = 4, restart = 256, chunk = 1, prefetch = true, block = 29>
  func.func @batch(%x: memref<8x197x3072xf32>, %w: memref<16x3072x48xf32>, %y: memref<8x197x768xf32>) {
    kernel.gemm ins(%x, %w) outs(%y) : (memref<8x197x3072xf32>, memref<16x3072x48xf32>, memref<8x197x768xf32>) -> ()
    return
  }

  // A tile with little depth takes too little time: four would do, five leave no rest of the 25. Of two
  // tiles two panels make an item.
  // CHECK-LABEL: func @small
  // CHECK: chunk = 5, prefetch = true>
  // CHECK: chunk = 4, prefetch = true>
  func.func @small(%x: memref<1x197x192xf32>, %w: memref<4x192x48xf32>, %y: memref<1x197x192xf32>, %v: memref<1x9x192xf32>, %z: memref<1x9x192xf32>) {
    kernel.gemm ins(%x, %w) outs(%y) : (memref<1x197x192xf32>, memref<4x192x48xf32>, memref<1x197x192xf32>) -> ()
    kernel.gemm ins(%v, %w) outs(%z) : (memref<1x9x192xf32>, memref<4x192x48xf32>, memref<1x9x192xf32>) -> ()
    return
  }

  // 99 pairs of rows, which are not shared out; chains are shorter than in a classical product.
  // CHECK-LABEL: func @strassen
  // CHECK: schedule <rows = 8, vectors = 3, unroll = 4, restart = 128, chunk = 13, prefetch = true>
  func.func @strassen(%x: memref<1x197x768xf32>, %s: memref<1x4x99x385xf32>, %w: memref<8x7x385x48xf32>, %y: memref<1x197x768xf32>) {
    kernel.strassen_gemm ins(%x, %s, %w) outs(%y) : (memref<1x197x768xf32>, memref<1x4x99x385xf32>, memref<8x7x385x48xf32>, memref<1x197x768xf32>) -> ()
    return
  }

  // One row: the weights' way from memory is all there is, and an item is a panel.
  // CHECK-LABEL: func @classifier
  // CHECK: chunk = 1, prefetch = false>
  func.func @classifier(%x: memref<1x1x768xf32>, %w: memref<21x768x48xf32>, %y: memref<1x1x1000xf32>) {
    kernel.gemm ins(%x, %w) outs(%y) : (memref<1x1x768xf32>, memref<21x768x48xf32>, memref<1x1x1000xf32>) -> ()
    return
  }

  // A head of four vectors is one piece.
  // CHECK-LABEL: func @attention
  // CHECK: schedule <rows = 6, vectors = 4, unroll = 4, restart = 256, chunk = 3, prefetch = true>
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

// 16 registers of half the width; `restart` is the same on every level. Tiles are smaller, a unit is as
// wide as one, and five make an item. What comes next is fetched once in 64 steps.
module attributes {kernel.target = #kernel.target<isa = x86_64_v3, l1 = 32768, l2 = 262144>} {
  // CHECK-LABEL: func @gemm
  // CHECK: schedule <rows = 6, vectors = 1, unroll = 4, restart = 256, chunk = 5, prefetch = true, turns = 16>
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

// -----

// Of a left side of 19 MB, blocks are 3 MB, whatever the size of a small L2.
module attributes {kernel.target = #kernel.target<isa = x86_64_v3, l1 = 32768, l2 = 262144>} {
  // CHECK-LABEL: func @small_l2
  // CHECK: schedule <rows = 6, vectors = 1, unroll = 4, restart = 256, chunk = 1, prefetch = true, turns = 16>
  // CHECK: schedule <rows = 6, vectors = 1, unroll = 4, restart = 256, chunk = 1, prefetch = true, block = 38, turns = 16>
  func.func @small_l2(%x: memref<1x197x3072xf32>, %w: memref<16x3072x48xf32>, %y: memref<1x197x768xf32>, %x8: memref<8x197x3072xf32>, %y8: memref<8x197x768xf32>) {
    kernel.gemm ins(%x, %w) outs(%y) : (memref<1x197x3072xf32>, memref<16x3072x48xf32>, memref<1x197x768xf32>) -> ()
    kernel.gemm ins(%x8, %w) outs(%y8) : (memref<8x197x3072xf32>, memref<16x3072x48xf32>, memref<8x197x768xf32>) -> ()
    return
  }

  // CHECK-LABEL: func @strassen_v3
  // CHECK: schedule <rows = 6, vectors = 1, unroll = 4, restart = 128, chunk = 17, prefetch = true, turns = 16>
  func.func @strassen_v3(%x: memref<1x197x768xf32>, %s: memref<1x4x99x385xf32>, %w: memref<8x7x385x48xf32>, %y: memref<1x197x768xf32>) {
    kernel.strassen_gemm ins(%x, %s, %w) outs(%y) : (memref<1x197x768xf32>, memref<1x4x99x385xf32>, memref<8x7x385x48xf32>, memref<1x197x768xf32>) -> ()
    return
  }

  // Rows are widened once for the three tiles of a panel.
  // CHECK-LABEL: func @int8_v3
  // CHECK: schedule <rows = 6, vectors = 1, unroll = 1, restart = 256, chunk = 3, prefetch = true, pieces = 3, turns = 16>
  func.func @int8_v3(%x: memref<1x197x768xi8>, %w: memref<16x192x192xi8>, %s: memref<1x197x1xf32>, %t: memref<768xf32>, %c: memref<768xi32>, %y: memref<1x197x768xf32>) {
    kernel.gemm ins(%x, %w) scales(%s, %t) correction(%c) outs(%y) : (memref<1x197x768xi8>, memref<16x192x192xi8>, memref<1x197x1xf32>, memref<768xf32>, memref<768xi32>, memref<1x197x768xf32>) -> ()
    return
  }
}

// -----

// Of a large one they are three times as large as it.
module attributes {kernel.target = #kernel.target<isa = x86_64_v3, l1 = 32768, l2 = 2097152>} {
  // CHECK-LABEL: func @large_l2
  // CHECK: schedule <rows = 6, vectors = 1, unroll = 4, restart = 256, chunk = 1, prefetch = true, block = 66, turns = 16>
  func.func @large_l2(%x: memref<8x197x3072xf32>, %w: memref<16x3072x48xf32>, %y: memref<8x197x768xf32>) {
    kernel.gemm ins(%x, %w) outs(%y) : (memref<8x197x3072xf32>, memref<16x3072x48xf32>, memref<8x197x768xf32>) -> ()
    return
  }
}

// -----

// Pairs of bf16: the tile of f32 where the machine multiplies them; one chain through 1536 pairs.
module attributes {kernel.target = #kernel.target<isa = x86_64_v4, l1 = 32768, l2 = 1048576, bf16 = true>} {
  // CHECK-LABEL: func @bf16
  // CHECK: schedule <rows = 8, vectors = 3, unroll = 4, restart = 1536, chunk = 1, prefetch = true, bf16 = true>
  // CHECK: schedule <rows = 6, vectors = 4, unroll = 4, restart = 256, chunk = 3, prefetch = true, bf16 = true>
  // CHECK: heads = 24 scale = 1.250000e-01 schedule <rows = 12, vectors = 2
  // CHECK: kernel.normalize {{.*}} prefetch = false, bf16 = true>
  func.func @bf16(%x: memref<1x197x3072xbf16>, %w: memref<16x1536x96xbf16>, %y: memref<1x197x768xf32>, %z: memref<1x197x768xbf16>) {
    kernel.gemm ins(%x, %w) outs(%y) : (memref<1x197x3072xbf16>, memref<16x1536x96xbf16>, memref<1x197x768xf32>) -> ()
    kernel.attention ins(%z, %z, %z) outs(%y) heads = 12 scale = 0.125 : (memref<1x197x768xbf16>, memref<1x197x768xbf16>, memref<1x197x768xbf16>, memref<1x197x768xf32>) -> ()
    kernel.attention ins(%z, %z, %z) outs(%y) heads = 24 scale = 0.125 : (memref<1x197x768xbf16>, memref<1x197x768xbf16>, memref<1x197x768xbf16>, memref<1x197x768xf32>) -> ()
    kernel.normalize ins(%y) outs(%z) eps = 1.0e-6 : (memref<1x197x768xf32>, memref<1x197x768xbf16>) -> ()
    return
  }

  // Beside it f32 runs as ever.
  // CHECK-LABEL: func @f32
  // CHECK: schedule <rows = 8, vectors = 3, unroll = 4, restart = 256, chunk = 1, prefetch = true>
  func.func @f32(%x: memref<1x197x768xf32>, %w: memref<16x768x48xf32>, %y: memref<1x197x768xf32>) {
    kernel.gemm ins(%x, %w) outs(%y) : (memref<1x197x768xf32>, memref<16x768x48xf32>, memref<1x197x768xf32>) -> ()
    return
  }
}

// -----

// Widened, each vector takes two registers: smaller tiles.
module attributes {kernel.target = #kernel.target<isa = x86_64_v4, l1 = 32768, l2 = 1048576>} {
  // CHECK-LABEL: func @widened_v4
  // CHECK: schedule <rows = 6, vectors = 3, unroll = 4, restart = 384, chunk = {{[0-9]+}}, prefetch = true>
  func.func @widened_v4(%x: memref<1x197x768xbf16>, %w: memref<16x384x96xbf16>, %y: memref<1x197x768xf32>) {
    kernel.gemm ins(%x, %w) outs(%y) : (memref<1x197x768xbf16>, memref<16x384x96xbf16>, memref<1x197x768xf32>) -> ()
    return
  }

  // CHECK-LABEL: func @widened_narrow
  // CHECK: schedule <rows = 10, vectors = 2, unroll = 4,
  // CHECK: schedule <rows = 16, vectors = 1, unroll = 4,
  func.func @widened_narrow(%x: memref<1x197x768xbf16>, %two: memref<2x384x64xbf16>, %one: memref<1x384x32xbf16>, %y: memref<1x197x64xf32>, %z: memref<1x197x16xf32>) {
    kernel.gemm ins(%x, %two) outs(%y) : (memref<1x197x768xbf16>, memref<2x384x64xbf16>, memref<1x197x64xf32>) -> ()
    kernel.gemm ins(%x, %one) outs(%z) : (memref<1x197x768xbf16>, memref<1x384x32xbf16>, memref<1x197x16xf32>) -> ()
    return
  }
}

// -----

module attributes {kernel.target = #kernel.target<isa = x86_64_v3, l1 = 32768, l2 = 1048576>} {
  // CHECK-LABEL: func @widened_v3
  // CHECK: schedule <rows = 5, vectors = 1, unroll = 4, restart = 384, chunk = 2, prefetch = true, pieces = 3, turns = 16>
  func.func @widened_v3(%x: memref<1x197x768xbf16>, %w: memref<16x384x96xbf16>, %y: memref<1x197x768xf32>) {
    kernel.gemm ins(%x, %w) outs(%y) : (memref<1x197x768xbf16>, memref<16x384x96xbf16>, memref<1x197x768xf32>) -> ()
    return
  }

  // Attention widens its operands beforehand.
  // CHECK-LABEL: func @widened_attention
  // CHECK: schedule <rows = 6, vectors = 1, unroll = 4, restart = 256,
  func.func @widened_attention(%x: memref<1x197x768xbf16>, %y: memref<1x197x768xf32>) {
    kernel.attention ins(%x, %x, %x) outs(%y) heads = 12 scale = 0.125 : (memref<1x197x768xbf16>, memref<1x197x768xbf16>, memref<1x197x768xbf16>, memref<1x197x768xf32>) -> ()
    return
  }
}

// -----

// Quads of i8: the tile of f32, one chain through 192 quads, which is the shortest there is.
module attributes {kernel.target = #kernel.target<isa = x86_64_v4, l1 = 32768, l2 = 1048576, bf16 = true, vnni = true>} {
  // CHECK-LABEL: func @int8
  // CHECK: schedule <rows = 8, vectors = 3, unroll = 4, restart = 256, chunk = 1, prefetch = true, bf16 = true, vnni = true>
  // CHECK: schedule <rows = 8, vectors = 3, unroll = 4, restart = 768, chunk = 1, prefetch = true, bf16 = true, vnni = true>
  func.func @int8(%x: memref<1x197x768xi8>, %w: memref<16x192x192xi8>, %x4: memref<1x197x3072xi8>, %w4: memref<16x768x192xi8>, %s: memref<1x197x1xf32>, %t: memref<768xf32>, %c: memref<768xi32>, %y: memref<1x197x768xf32>) {
    kernel.gemm ins(%x, %w) scales(%s, %t) correction(%c) outs(%y) : (memref<1x197x768xi8>, memref<16x192x192xi8>, memref<1x197x1xf32>, memref<768xf32>, memref<768xi32>, memref<1x197x768xf32>) -> ()
    kernel.gemm ins(%x4, %w4) scales(%s, %t) correction(%c) outs(%y) : (memref<1x197x3072xi8>, memref<16x768x192xi8>, memref<1x197x1xf32>, memref<768xf32>, memref<768xi32>, memref<1x197x768xf32>) -> ()
    return
  }
}

// -----

// Without the instruction, though with that of bf16: halves of quads take two registers, and one step
// is a turn.
module attributes {kernel.target = #kernel.target<isa = x86_64_v4, l1 = 32768, l2 = 1048576, bf16 = true>} {
  // CHECK-LABEL: func @int8_widened
  // CHECK: schedule <rows = 6, vectors = 3, unroll = 1, restart = 256, chunk = {{[0-9]+}}, prefetch = false, bf16 = true>
  func.func @int8_widened(%x: memref<1x197x768xi8>, %w: memref<16x192x192xi8>, %s: memref<1x197x1xf32>, %t: memref<768xf32>, %c: memref<768xi32>, %y: memref<1x197x768xf32>) {
    kernel.gemm ins(%x, %w) scales(%s, %t) correction(%c) outs(%y) : (memref<1x197x768xi8>, memref<16x192x192xi8>, memref<1x197x1xf32>, memref<768xf32>, memref<768xi32>, memref<1x197x768xf32>) -> ()
    return
  }
}

// -----

// AVX512_VNNI without AVX512_BF16: quads in one instruction, attention widened.
module attributes {kernel.target = #kernel.target<isa = x86_64_v4, l1 = 32768, l2 = 1048576, vnni = true>} {
  // CHECK-LABEL: func @vnni_alone
  // CHECK: schedule <rows = 8, vectors = 3, unroll = 4, restart = 256, chunk = 1, prefetch = true, vnni = true>
  // CHECK: schedule <rows = 6, vectors = 4, unroll = 4, restart = 256, chunk = 3, prefetch = true>
  func.func @vnni_alone(%x: memref<1x197x768xi8>, %w: memref<16x192x192xi8>, %s: memref<1x197x1xf32>, %t: memref<768xf32>, %c: memref<768xi32>, %y: memref<1x197x768xf32>, %z: memref<1x197x768xbf16>) {
    kernel.gemm ins(%x, %w) scales(%s, %t) correction(%c) outs(%y) : (memref<1x197x768xi8>, memref<16x192x192xi8>, memref<1x197x1xf32>, memref<768xf32>, memref<768xi32>, memref<1x197x768xf32>) -> ()
    kernel.attention ins(%z, %z, %z) outs(%y) heads = 12 scale = 0.125 : (memref<1x197x768xbf16>, memref<1x197x768xbf16>, memref<1x197x768xbf16>, memref<1x197x768xf32>) -> ()
    return
  }
}

// -----

// NEON: a vector of 16 lanes takes four of 32 registers; tiles are those of AVX2, and so is `restart`.
module attributes {kernel.target = #kernel.target<isa = armv8_a, l1 = 32768, l2 = 524288>} {
  // CHECK-LABEL: func @gemm_neon
  // CHECK: schedule <rows = 6, vectors = 1, unroll = 4, restart = 256, chunk = 5, prefetch = true, turns = 16>
  func.func @gemm_neon(%x: memref<1x197x768xf32>, %w: memref<16x768x48xf32>, %y: memref<1x197x768xf32>) {
    kernel.gemm ins(%x, %w) outs(%y) : (memref<1x197x768xf32>, memref<16x768x48xf32>, memref<1x197x768xf32>) -> ()
    return
  }

  // CHECK-LABEL: func @attention_neon
  // CHECK: schedule <rows = 6, vectors = 1, unroll = 4, restart = 256, chunk = 3, prefetch = true>
  func.func @attention_neon(%x: memref<1x197x768xf32>, %y: memref<1x197x768xf32>) {
    kernel.attention ins(%x, %x, %x) outs(%y) heads = 12 scale = 0.125 : (memref<1x197x768xf32>, memref<1x197x768xf32>, memref<1x197x768xf32>, memref<1x197x768xf32>) -> ()
    return
  }

  // CHECK-LABEL: func @widened_neon
  // CHECK: schedule <rows = 4, vectors = 1, unroll = 4, restart = 384, chunk = 2, prefetch = true, pieces = 3, turns = 16>
  func.func @widened_neon(%x: memref<1x197x768xbf16>, %w: memref<16x384x96xbf16>, %y: memref<1x197x768xf32>) {
    kernel.gemm ins(%x, %w) outs(%y) : (memref<1x197x768xbf16>, memref<16x384x96xbf16>, memref<1x197x768xf32>) -> ()
    return
  }
}
