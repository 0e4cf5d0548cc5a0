// Products past the classical count: the channels' balance, the matrix with its sums, the rows' sums, the product.

func.func @channels_768x768(%x: memref<768x768xf32>, %y: memref<768xf32>) {
  kernel.strassen_channels ins(%x) outs(%y) : (memref<768x768xf32>, memref<768xf32>) -> ()
  return
}

func.func @pack_768x768(%x: memref<768x768xf32>, %d: memref<768xf32>, %y: memref<8x7x385x48xf32>) {
  kernel.strassen_pack ins(%x, %d) outs(%y) : (memref<768x768xf32>, memref<768xf32>, memref<8x7x385x48xf32>) -> ()
  return
}

func.func @sums_197x768(%x: memref<1x197x768xf32, strided<[154448, 784, 1]>>, %d: memref<768xf32>, %y: memref<1x4x99x385xf32, strided<[158400, 39600, 400, 1]>>) {
  kernel.strassen_sums ins(%x, %d) outs(%y) : (memref<1x197x768xf32, strided<[154448, 784, 1]>>, memref<768xf32>, memref<1x4x99x385xf32, strided<[158400, 39600, 400, 1]>>) -> ()
  return
}

func.func @output_768x768(%x: memref<1x197x768xf32, strided<[154448, 784, 1]>>, %s: memref<1x4x99x385xf32, strided<[158400, 39600, 400, 1]>>, %w: memref<8x7x385x48xf32>, %b: memref<768xf32>, %y: memref<1x197x768xf32, strided<[154448, 784, 1]>>) {
  kernel.strassen_gemm ins(%x, %s, %w) bias(%b) outs(%y) : (memref<1x197x768xf32, strided<[154448, 784, 1]>>, memref<1x4x99x385xf32, strided<[158400, 39600, 400, 1]>>, memref<8x7x385x48xf32>, memref<768xf32>, memref<1x197x768xf32, strided<[154448, 784, 1]>>) -> ()
  return
}
