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

func.func @quantize_197x3072_int8(%x: memref<1x197x3072xbf16, strided<[611488, 3104, 1]>>, %y: memref<1x197x3072xi8, strided<[617792, 3136, 1]>>, %s: memref<1x197x1xf32>) {
  kernel.quantize ins(%x) outs(%y, %s) : (memref<1x197x3072xbf16, strided<[611488, 3104, 1]>>, memref<1x197x3072xi8, strided<[617792, 3136, 1]>>, memref<1x197x1xf32>) -> ()
  return
}
