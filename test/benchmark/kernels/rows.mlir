// What goes through rows one by one, at the sizes of ViT-B/16.

func.func @normalize_197x768(%x: memref<1x197x768xf32, strided<[154448, 784, 1]>>, %y: memref<1x197x768xf32, strided<[154448, 784, 1]>>) {
  kernel.normalize ins(%x) outs(%y) eps = 1.0e-6 : (memref<1x197x768xf32, strided<[154448, 784, 1]>>, memref<1x197x768xf32, strided<[154448, 784, 1]>>) -> ()
  return
}

func.func @softmax_197x768(%x: memref<1x197x768xf32, strided<[154448, 784, 1]>>, %y: memref<1x197x768xf32, strided<[154448, 784, 1]>>) {
  kernel.softmax ins(%x) outs(%y) : (memref<1x197x768xf32, strided<[154448, 784, 1]>>, memref<1x197x768xf32, strided<[154448, 784, 1]>>) -> ()
  return
}

func.func @gelu_197x3072(%x: memref<1x197x3072xf32, strided<[608336, 3088, 1]>>, %y: memref<1x197x3072xf32, strided<[608336, 3088, 1]>>) {
  kernel.activate gelu ins(%x) outs(%y) : (memref<1x197x3072xf32, strided<[608336, 3088, 1]>>, memref<1x197x3072xf32, strided<[608336, 3088, 1]>>) -> ()
  return
}

func.func @convert_197x768_bf16(%x: memref<1x197x768xf32, strided<[154448, 784, 1]>>, %y: memref<1x197x768xbf16, strided<[157600, 800, 1]>>) {
  kernel.convert ins(%x) outs(%y) : (memref<1x197x768xf32, strided<[154448, 784, 1]>>, memref<1x197x768xbf16, strided<[157600, 800, 1]>>) -> ()
  return
}
