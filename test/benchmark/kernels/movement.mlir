// What only moves numbers.

func.func @patches_224(%x: memref<1x3x224x224xf32>, %y: memref<1x196x768xf32, strided<[153664, 784, 1]>>) {
  kernel.patches ins(%x) outs(%y) patch = [16, 16] strides = [16, 16] : (memref<1x3x224x224xf32>, memref<1x196x768xf32, strided<[153664, 784, 1]>>) -> ()
  return
}

func.func @pack_768x3072(%x: memref<768x3072xf32>, %y: memref<16x3072x48xf32>) {
  kernel.pack ins(%x) outs(%y) : (memref<768x3072xf32>, memref<16x3072x48xf32>) -> ()
  return
}

func.func @pack_3072x768_bf16(%x: memref<3072x768xf32>, %y: memref<64x384x96xbf16>) {
  kernel.pack ins(%x) outs(%y) : (memref<3072x768xf32>, memref<64x384x96xbf16>) -> ()
  return
}
