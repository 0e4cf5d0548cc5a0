// ViT-B/16, ViT-Ti/16 and DINOv2-S/14 at 518.

func.func @heads12_197x64(%q: memref<1x197x768xf32, strided<[154448, 784, 1]>>, %k: memref<1x197x768xf32, strided<[154448, 784, 1]>>, %v: memref<1x197x768xf32, strided<[154448, 784, 1]>>, %y: memref<1x197x768xf32, strided<[154448, 784, 1]>>) {
  kernel.attention ins(%q, %k, %v) outs(%y) heads = 12 scale = 0.125 : (memref<1x197x768xf32, strided<[154448, 784, 1]>>, memref<1x197x768xf32, strided<[154448, 784, 1]>>, memref<1x197x768xf32, strided<[154448, 784, 1]>>, memref<1x197x768xf32, strided<[154448, 784, 1]>>) -> ()
  return
}

func.func @heads12_197x64_batch8(%q: memref<8x197x768xf32, strided<[154448, 784, 1]>>, %k: memref<8x197x768xf32, strided<[154448, 784, 1]>>, %v: memref<8x197x768xf32, strided<[154448, 784, 1]>>, %y: memref<8x197x768xf32, strided<[154448, 784, 1]>>) {
  kernel.attention ins(%q, %k, %v) outs(%y) heads = 12 scale = 0.125 : (memref<8x197x768xf32, strided<[154448, 784, 1]>>, memref<8x197x768xf32, strided<[154448, 784, 1]>>, memref<8x197x768xf32, strided<[154448, 784, 1]>>, memref<8x197x768xf32, strided<[154448, 784, 1]>>) -> ()
  return
}

func.func @heads3_197x64(%q: memref<1x197x192xf32, strided<[40976, 208, 1]>>, %k: memref<1x197x192xf32, strided<[40976, 208, 1]>>, %v: memref<1x197x192xf32, strided<[40976, 208, 1]>>, %y: memref<1x197x192xf32, strided<[40976, 208, 1]>>) {
  kernel.attention ins(%q, %k, %v) outs(%y) heads = 3 scale = 0.125 : (memref<1x197x192xf32, strided<[40976, 208, 1]>>, memref<1x197x192xf32, strided<[40976, 208, 1]>>, memref<1x197x192xf32, strided<[40976, 208, 1]>>, memref<1x197x192xf32, strided<[40976, 208, 1]>>) -> ()
  return
}

func.func @heads6_1370x64(%q: memref<1x1370x384xf32, strided<[548000, 400, 1]>>, %k: memref<1x1370x384xf32, strided<[548000, 400, 1]>>, %v: memref<1x1370x384xf32, strided<[548000, 400, 1]>>, %y: memref<1x1370x384xf32, strided<[548000, 400, 1]>>) {
  kernel.attention ins(%q, %k, %v) outs(%y) heads = 6 scale = 0.125 : (memref<1x1370x384xf32, strided<[548000, 400, 1]>>, memref<1x1370x384xf32, strided<[548000, 400, 1]>>, memref<1x1370x384xf32, strided<[548000, 400, 1]>>, memref<1x1370x384xf32, strided<[548000, 400, 1]>>) -> ()
  return
}

func.func @bf16_heads12_197x64(%q: memref<1x197x768xbf16, strided<[157600, 800, 1]>>, %k: memref<1x197x768xbf16, strided<[157600, 800, 1]>>, %v: memref<1x197x768xbf16, strided<[157600, 800, 1]>>, %y: memref<1x197x768xf32, strided<[154448, 784, 1]>>) {
  kernel.attention ins(%q, %k, %v) outs(%y) heads = 12 scale = 0.125 : (memref<1x197x768xbf16, strided<[157600, 800, 1]>>, memref<1x197x768xbf16, strided<[157600, 800, 1]>>, memref<1x197x768xbf16, strided<[157600, 800, 1]>>, memref<1x197x768xf32, strided<[154448, 784, 1]>>) -> ()
  return
}
