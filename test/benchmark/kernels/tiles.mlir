// One product with each register tile: rows of the tile × vectors of the panel. 32 registers of 64 bytes
// hold the sums, the panel's vectors and one broadcast number.

func.func @tile_16x1(%x: memref<1x197x768xf32, strided<[154448, 784, 1]>>, %w: memref<120x768x16xf32>, %b: memref<1920xf32>, %y: memref<1x197x1920xf32, strided<[381392, 1936, 1]>>) {
  kernel.gemm ins(%x, %w) bias(%b) outs(%y) schedule <rows = 16, vectors = 1, unroll = 4, restart = 256, chunk = 13, prefetch = true> : (memref<1x197x768xf32, strided<[154448, 784, 1]>>, memref<120x768x16xf32>, memref<1920xf32>, memref<1x197x1920xf32, strided<[381392, 1936, 1]>>) -> ()
  return
}

func.func @tile_13x2(%x: memref<1x197x768xf32, strided<[154448, 784, 1]>>, %w: memref<60x768x32xf32>, %b: memref<1920xf32>, %y: memref<1x197x1920xf32, strided<[381392, 1936, 1]>>) {
  kernel.gemm ins(%x, %w) bias(%b) outs(%y) schedule <rows = 13, vectors = 2, unroll = 4, restart = 256, chunk = 16, prefetch = true> : (memref<1x197x768xf32, strided<[154448, 784, 1]>>, memref<60x768x32xf32>, memref<1920xf32>, memref<1x197x1920xf32, strided<[381392, 1936, 1]>>) -> ()
  return
}

func.func @tile_8x3(%x: memref<1x197x768xf32, strided<[154448, 784, 1]>>, %w: memref<40x768x48xf32>, %b: memref<1920xf32>, %y: memref<1x197x1920xf32, strided<[381392, 1936, 1]>>) {
  kernel.gemm ins(%x, %w) bias(%b) outs(%y) schedule <rows = 8, vectors = 3, unroll = 4, restart = 256, chunk = 25, prefetch = true> : (memref<1x197x768xf32, strided<[154448, 784, 1]>>, memref<40x768x48xf32>, memref<1920xf32>, memref<1x197x1920xf32, strided<[381392, 1936, 1]>>) -> ()
  return
}

func.func @tile_6x4(%x: memref<1x197x768xf32, strided<[154448, 784, 1]>>, %w: memref<30x768x64xf32>, %b: memref<1920xf32>, %y: memref<1x197x1920xf32, strided<[381392, 1936, 1]>>) {
  kernel.gemm ins(%x, %w) bias(%b) outs(%y) schedule <rows = 6, vectors = 4, unroll = 4, restart = 256, chunk = 33, prefetch = true> : (memref<1x197x768xf32, strided<[154448, 784, 1]>>, memref<30x768x64xf32>, memref<1920xf32>, memref<1x197x1920xf32, strided<[381392, 1936, 1]>>) -> ()
  return
}

func.func @tile_5x5(%x: memref<1x197x768xf32, strided<[154448, 784, 1]>>, %w: memref<24x768x80xf32>, %b: memref<1920xf32>, %y: memref<1x197x1920xf32, strided<[381392, 1936, 1]>>) {
  kernel.gemm ins(%x, %w) bias(%b) outs(%y) schedule <rows = 5, vectors = 5, unroll = 4, restart = 256, chunk = 40, prefetch = true> : (memref<1x197x768xf32, strided<[154448, 784, 1]>>, memref<24x768x80xf32>, memref<1920xf32>, memref<1x197x1920xf32, strided<[381392, 1936, 1]>>) -> ()
  return
}

func.func @tile_4x3(%x: memref<1x197x768xf32, strided<[154448, 784, 1]>>, %w: memref<40x768x48xf32>, %b: memref<1920xf32>, %y: memref<1x197x1920xf32, strided<[381392, 1936, 1]>>) {
  kernel.gemm ins(%x, %w) bias(%b) outs(%y) schedule <rows = 4, vectors = 3, unroll = 4, restart = 256, chunk = 50, prefetch = true> : (memref<1x197x768xf32, strided<[154448, 784, 1]>>, memref<40x768x48xf32>, memref<1920xf32>, memref<1x197x1920xf32, strided<[381392, 1936, 1]>>) -> ()
  return
}

func.func @tile_12x2(%x: memref<1x197x768xf32, strided<[154448, 784, 1]>>, %w: memref<60x768x32xf32>, %b: memref<1920xf32>, %y: memref<1x197x1920xf32, strided<[381392, 1936, 1]>>) {
  kernel.gemm ins(%x, %w) bias(%b) outs(%y) schedule <rows = 12, vectors = 2, unroll = 4, restart = 256, chunk = 17, prefetch = true> : (memref<1x197x768xf32, strided<[154448, 784, 1]>>, memref<60x768x32xf32>, memref<1920xf32>, memref<1x197x1920xf32, strided<[381392, 1936, 1]>>) -> ()
  return
}
