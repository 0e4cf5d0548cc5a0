// Products of ViT-B/16 (197 rows), of ViT-Ti/16 and of DINOv2-S/14 at 518 (1370 rows).

func.func @output_768x768(%x: memref<1x197x768xf32, strided<[154448, 784, 1]>>, %w: memref<16x768x48xf32>, %b: memref<768xf32>, %y: memref<1x197x768xf32, strided<[154448, 784, 1]>>) {
  kernel.gemm ins(%x, %w) bias(%b) residual(%y) outs(%y) : (memref<1x197x768xf32, strided<[154448, 784, 1]>>, memref<16x768x48xf32>, memref<768xf32>, memref<1x197x768xf32, strided<[154448, 784, 1]>>, memref<1x197x768xf32, strided<[154448, 784, 1]>>) -> ()
  return
}

func.func @qkv_2304x768(%x: memref<1x197x768xf32, strided<[154448, 784, 1]>>, %w: memref<48x768x48xf32>, %b: memref<2304xf32>, %y: memref<1x197x2304xf32, strided<[457040, 2320, 1]>>) {
  kernel.gemm ins(%x, %w) bias(%b) outs(%y) : (memref<1x197x768xf32, strided<[154448, 784, 1]>>, memref<48x768x48xf32>, memref<2304xf32>, memref<1x197x2304xf32, strided<[457040, 2320, 1]>>) -> ()
  return
}

func.func @hidden_3072x768(%x: memref<1x197x768xf32, strided<[154448, 784, 1]>>, %w: memref<64x768x48xf32>, %b: memref<3072xf32>, %y: memref<1x197x3072xf32, strided<[608336, 3088, 1]>>) {
  kernel.gemm ins(%x, %w) bias(%b) activation( gelu) outs(%y) : (memref<1x197x768xf32, strided<[154448, 784, 1]>>, memref<64x768x48xf32>, memref<3072xf32>, memref<1x197x3072xf32, strided<[608336, 3088, 1]>>) -> ()
  return
}

func.func @ffn_768x3072(%x: memref<1x197x3072xf32, strided<[608336, 3088, 1]>>, %w: memref<16x3072x48xf32>, %b: memref<768xf32>, %y: memref<1x197x768xf32, strided<[154448, 784, 1]>>) {
  kernel.gemm ins(%x, %w) bias(%b) residual(%y) outs(%y) : (memref<1x197x3072xf32, strided<[608336, 3088, 1]>>, memref<16x3072x48xf32>, memref<768xf32>, memref<1x197x768xf32, strided<[154448, 784, 1]>>, memref<1x197x768xf32, strided<[154448, 784, 1]>>) -> ()
  return
}

func.func @output_768x768_batch8(%x: memref<8x197x768xf32, strided<[154448, 784, 1]>>, %w: memref<16x768x48xf32>, %b: memref<768xf32>, %y: memref<8x197x768xf32, strided<[154448, 784, 1]>>) {
  kernel.gemm ins(%x, %w) bias(%b) residual(%y) outs(%y) : (memref<8x197x768xf32, strided<[154448, 784, 1]>>, memref<16x768x48xf32>, memref<768xf32>, memref<8x197x768xf32, strided<[154448, 784, 1]>>, memref<8x197x768xf32, strided<[154448, 784, 1]>>) -> ()
  return
}

func.func @qkv_2304x768_batch8(%x: memref<8x197x768xf32, strided<[154448, 784, 1]>>, %w: memref<48x768x48xf32>, %b: memref<2304xf32>, %y: memref<8x197x2304xf32, strided<[457040, 2320, 1]>>) {
  kernel.gemm ins(%x, %w) bias(%b) outs(%y) : (memref<8x197x768xf32, strided<[154448, 784, 1]>>, memref<48x768x48xf32>, memref<2304xf32>, memref<8x197x2304xf32, strided<[457040, 2320, 1]>>) -> ()
  return
}

func.func @hidden_3072x768_batch8(%x: memref<8x197x768xf32, strided<[154448, 784, 1]>>, %w: memref<64x768x48xf32>, %b: memref<3072xf32>, %y: memref<8x197x3072xf32, strided<[608336, 3088, 1]>>) {
  kernel.gemm ins(%x, %w) bias(%b) activation( gelu) outs(%y) : (memref<8x197x768xf32, strided<[154448, 784, 1]>>, memref<64x768x48xf32>, memref<3072xf32>, memref<8x197x3072xf32, strided<[608336, 3088, 1]>>) -> ()
  return
}

func.func @ffn_768x3072_batch8(%x: memref<8x197x3072xf32, strided<[608336, 3088, 1]>>, %w: memref<16x3072x48xf32>, %b: memref<768xf32>, %y: memref<8x197x768xf32, strided<[154448, 784, 1]>>) {
  kernel.gemm ins(%x, %w) bias(%b) residual(%y) outs(%y) : (memref<8x197x3072xf32, strided<[608336, 3088, 1]>>, memref<16x3072x48xf32>, memref<768xf32>, memref<8x197x768xf32, strided<[154448, 784, 1]>>, memref<8x197x768xf32, strided<[154448, 784, 1]>>) -> ()
  return
}

func.func @dinov2_output_384x384(%x: memref<1x1370x384xf32, strided<[548000, 400, 1]>>, %w: memref<8x384x48xf32>, %b: memref<384xf32>, %y: memref<1x1370x384xf32, strided<[548000, 400, 1]>>) {
  kernel.gemm ins(%x, %w) bias(%b) residual(%y) outs(%y) : (memref<1x1370x384xf32, strided<[548000, 400, 1]>>, memref<8x384x48xf32>, memref<384xf32>, memref<1x1370x384xf32, strided<[548000, 400, 1]>>, memref<1x1370x384xf32, strided<[548000, 400, 1]>>) -> ()
  return
}

func.func @dinov2_qkv_1152x384(%x: memref<1x1370x384xf32, strided<[548000, 400, 1]>>, %w: memref<24x384x48xf32>, %b: memref<1152xf32>, %y: memref<1x1370x1152xf32, strided<[1600160, 1168, 1]>>) {
  kernel.gemm ins(%x, %w) bias(%b) outs(%y) : (memref<1x1370x384xf32, strided<[548000, 400, 1]>>, memref<24x384x48xf32>, memref<1152xf32>, memref<1x1370x1152xf32, strided<[1600160, 1168, 1]>>) -> ()
  return
}

func.func @dinov2_hidden_1536x384(%x: memref<1x1370x384xf32, strided<[548000, 400, 1]>>, %w: memref<32x384x48xf32>, %b: memref<1536xf32>, %y: memref<1x1370x1536xf32, strided<[2126240, 1552, 1]>>) {
  kernel.gemm ins(%x, %w) bias(%b) activation( gelu) outs(%y) : (memref<1x1370x384xf32, strided<[548000, 400, 1]>>, memref<32x384x48xf32>, memref<1536xf32>, memref<1x1370x1536xf32, strided<[2126240, 1552, 1]>>) -> ()
  return
}

func.func @dinov2_ffn_384x1536(%x: memref<1x1370x1536xf32, strided<[2126240, 1552, 1]>>, %w: memref<8x1536x48xf32>, %b: memref<384xf32>, %y: memref<1x1370x384xf32, strided<[548000, 400, 1]>>) {
  kernel.gemm ins(%x, %w) bias(%b) residual(%y) outs(%y) : (memref<1x1370x1536xf32, strided<[2126240, 1552, 1]>>, memref<8x1536x48xf32>, memref<384xf32>, memref<1x1370x384xf32, strided<[548000, 400, 1]>>, memref<1x1370x384xf32, strided<[548000, 400, 1]>>) -> ()
  return
}

func.func @tiny_qkv_576x192(%x: memref<1x197x192xf32, strided<[40976, 208, 1]>>, %w: memref<12x192x48xf32>, %b: memref<576xf32>, %y: memref<1x197x576xf32, strided<[116624, 592, 1]>>) {
  kernel.gemm ins(%x, %w) bias(%b) outs(%y) : (memref<1x197x192xf32, strided<[40976, 208, 1]>>, memref<12x192x48xf32>, memref<576xf32>, memref<1x197x576xf32, strided<[116624, 592, 1]>>) -> ()
  return
}

func.func @tiny_ffn_192x768(%x: memref<1x197x768xf32, strided<[154448, 784, 1]>>, %w: memref<4x768x48xf32>, %b: memref<192xf32>, %y: memref<1x197x192xf32, strided<[40976, 208, 1]>>) {
  kernel.gemm ins(%x, %w) bias(%b) residual(%y) outs(%y) : (memref<1x197x768xf32, strided<[154448, 784, 1]>>, memref<4x768x48xf32>, memref<192xf32>, memref<1x197x192xf32, strided<[40976, 208, 1]>>, memref<1x197x192xf32, strided<[40976, 208, 1]>>) -> ()
  return
}

func.func @bf16_qkv_2304x768(%x: memref<1x197x768xbf16, strided<[157600, 800, 1]>>, %w: memref<48x384x96xbf16>, %b: memref<2304xf32>, %y: memref<1x197x2304xf32, strided<[457040, 2320, 1]>>) {
  kernel.gemm ins(%x, %w) bias(%b) outs(%y) : (memref<1x197x768xbf16, strided<[157600, 800, 1]>>, memref<48x384x96xbf16>, memref<2304xf32>, memref<1x197x2304xf32, strided<[457040, 2320, 1]>>) -> ()
  return
}

func.func @bf16_ffn_768x3072(%x: memref<1x197x3072xbf16, strided<[611488, 3104, 1]>>, %w: memref<16x1536x96xbf16>, %b: memref<768xf32>, %y: memref<1x197x768xf32, strided<[154448, 784, 1]>>) {
  kernel.gemm ins(%x, %w) bias(%b) residual(%y) outs(%y) : (memref<1x197x3072xbf16, strided<[611488, 3104, 1]>>, memref<16x1536x96xbf16>, memref<768xf32>, memref<1x197x768xf32, strided<[154448, 784, 1]>>, memref<1x197x768xf32, strided<[154448, 784, 1]>>) -> ()
  return
}

func.func @int8_qkv_2304x768(%x: memref<1x197x768xi8, strided<[163904, 832, 1]>>, %w: memref<48x192x192xi8>, %r: memref<1x197x1xf32>, %s: memref<2304xf32>, %c: memref<2304xi32>, %b: memref<2304xf32>, %y: memref<1x197x2304xf32, strided<[457040, 2320, 1]>>) {
  kernel.gemm ins(%x, %w) scales(%r, %s) correction(%c) bias(%b) outs(%y) : (memref<1x197x768xi8, strided<[163904, 832, 1]>>, memref<48x192x192xi8>, memref<1x197x1xf32>, memref<2304xf32>, memref<2304xi32>, memref<2304xf32>, memref<1x197x2304xf32, strided<[457040, 2320, 1]>>) -> ()
  return
}

func.func @int8_tiny_qkv_576x192(%x: memref<1x197x192xi8, strided<[37824, 192, 1]>>, %w: memref<12x48x192xi8>, %r: memref<1x197x1xf32>, %s: memref<576xf32>, %c: memref<576xi32>, %b: memref<576xf32>, %y: memref<1x197x576xf32, strided<[116624, 592, 1]>>) {
  kernel.gemm ins(%x, %w) scales(%r, %s) correction(%c) bias(%b) outs(%y) : (memref<1x197x192xi8, strided<[37824, 192, 1]>>, memref<12x48x192xi8>, memref<1x197x1xf32>, memref<576xf32>, memref<576xi32>, memref<576xf32>, memref<1x197x576xf32, strided<[116624, 592, 1]>>) -> ()
  return
}
