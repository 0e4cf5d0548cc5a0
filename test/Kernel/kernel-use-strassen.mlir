// RUN: vitc-opt %s --split-input-file --kernel-use-strassen --verify-diagnostics | FileCheck %s

// The packing makes seven factors of balanced channels; the sums of rows lie an odd number of lines apart.
// CHECK-LABEL: func.func @linear(
// CHECK: %[[CHANNELS:.*]] = kernel.strassen_channels ins(%[[W:.*]]) outs(%{{.*}}) : (tensor<384x256xf32>, tensor<256xf32>)
// CHECK: %[[SPACE:.*]] = tensor.empty() : tensor<4x7x129x48xf32>
// CHECK: %[[FACTORS:.*]] = kernel.strassen_pack ins(%[[W]], %[[CHANNELS]]) outs(%[[SPACE]])
// CHECK: %[[ROWS:.*]] = tensor.empty() : tensor<1x4x41x144xf32>
// CHECK: %[[SLICE:.*]] = tensor.extract_slice %[[ROWS]][0, 0, 0, 0] [1, 4, 41, 129] [1, 1, 1, 1]
// CHECK: %[[SUMS:.*]] = kernel.strassen_sums ins(%[[X:.*]], %[[CHANNELS]]) outs(%[[SLICE]])
// CHECK: %[[Y:.*]] = kernel.strassen_gemm ins(%[[X]], %[[SUMS]], %[[FACTORS]]) bias(%{{.*}}) activation({{ ?}}gelu) residual(%[[R:.*]]) outs(%[[R]])
// CHECK-NOT: kernel.pack
// CHECK: return %[[Y]]
func.func @linear(%x: tensor<1x81x256xf32>, %w: tensor<384x256xf32>, %b: tensor<384xf32>, %r: tensor<1x81x384xf32>) -> tensor<1x81x384xf32> {
  %panels = tensor.empty() : tensor<8x256x48xf32>
  %packed = kernel.pack ins(%w) outs(%panels) : (tensor<384x256xf32>, tensor<8x256x48xf32>) -> tensor<8x256x48xf32>
  %0 = kernel.gemm ins(%x, %packed) bias(%b) activation(gelu) residual(%r) outs(%r) : (tensor<1x81x256xf32>, tensor<8x256x48xf32>, tensor<384xf32>, tensor<1x81x384xf32>, tensor<1x81x384xf32>) -> tensor<1x81x384xf32>
  return %0 : tensor<1x81x384xf32>
}

// -----

// 320 columns were seven panels of 48: the padding of their bias has no column any more.
// CHECK-LABEL: func.func @padded_bias(
// CHECK: tensor.empty() : tensor<5x7x129x32xf32>
// CHECK: %[[BIAS:.*]] = tensor.extract_slice %{{.*}}[0] [320] [1]
// CHECK: kernel.strassen_gemm {{.*}} bias(%[[BIAS]])
func.func @padded_bias(%x: tensor<2x90x256xf32>, %w: tensor<320x256xf32>, %b: tensor<336xf32>, %o: tensor<2x90x320xf32>) -> tensor<2x90x320xf32> {
  %panels = tensor.empty() : tensor<7x256x48xf32>
  %packed = kernel.pack ins(%w) outs(%panels) : (tensor<320x256xf32>, tensor<7x256x48xf32>) -> tensor<7x256x48xf32>
  %0 = kernel.gemm ins(%x, %packed) bias(%b) outs(%o) : (tensor<2x90x256xf32>, tensor<7x256x48xf32>, tensor<336xf32>, tensor<2x90x320xf32>) -> tensor<2x90x320xf32>
  return %0 : tensor<2x90x320xf32>
}

// -----

// A weight that a classical product reads, too, is packed both ways.
// CHECK-LABEL: func.func @few_rows(
// CHECK-DAG: kernel.pack
// CHECK-DAG: kernel.strassen_pack
// CHECK: kernel.gemm
// CHECK: kernel.strassen_gemm
func.func @few_rows(%x: tensor<1x197x256xf32>, %token: tensor<1x1x256xf32>, %w: tensor<384x256xf32>, %o: tensor<1x197x384xf32>, %p: tensor<1x1x384xf32>) -> (tensor<1x1x384xf32>, tensor<1x197x384xf32>) {
  %panels = tensor.empty() : tensor<8x256x48xf32>
  %packed = kernel.pack ins(%w) outs(%panels) : (tensor<384x256xf32>, tensor<8x256x48xf32>) -> tensor<8x256x48xf32>
  // expected-remark@+1 {{this product stays classical: found rows of an image 1, expected at least 80}}
  %0 = kernel.gemm ins(%token, %packed) outs(%p) : (tensor<1x1x256xf32>, tensor<8x256x48xf32>, tensor<1x1x384xf32>) -> tensor<1x1x384xf32>
  %1 = kernel.gemm ins(%x, %packed) outs(%o) : (tensor<1x197x256xf32>, tensor<8x256x48xf32>, tensor<1x197x384xf32>) -> tensor<1x197x384xf32>
  return %0, %1 : tensor<1x1x384xf32>, tensor<1x197x384xf32>
}

// -----

// CHECK-LABEL: func.func @columns(
// CHECK-NOT: kernel.strassen
func.func @columns(%x: tensor<1x197x256xf32>, %w: tensor<1000x256xf32>, %o: tensor<1x197x1000xf32>) -> tensor<1x197x1000xf32> {
  %panels = tensor.empty() : tensor<21x256x48xf32>
  %packed = kernel.pack ins(%w) outs(%panels) : (tensor<1000x256xf32>, tensor<21x256x48xf32>) -> tensor<21x256x48xf32>
  // expected-remark@+1 {{found columns 1000, expected a multiple of 32 of at least 192}}
  %0 = kernel.gemm ins(%x, %packed) outs(%o) : (tensor<1x197x256xf32>, tensor<21x256x48xf32>, tensor<1x197x1000xf32>) -> tensor<1x197x1000xf32>
  return %0 : tensor<1x197x1000xf32>
}

// -----

// CHECK-LABEL: func.func @depth(
// CHECK-NOT: kernel.strassen
func.func @depth(%x: tensor<1x197x255xf32>, %w: tensor<384x255xf32>, %o: tensor<1x197x384xf32>) -> tensor<1x197x384xf32> {
  %panels = tensor.empty() : tensor<8x255x48xf32>
  %packed = kernel.pack ins(%w) outs(%panels) : (tensor<384x255xf32>, tensor<8x255x48xf32>) -> tensor<8x255x48xf32>
  // expected-remark@+1 {{found depth 255, expected an even number of at least 192}}
  %0 = kernel.gemm ins(%x, %packed) outs(%o) : (tensor<1x197x255xf32>, tensor<8x255x48xf32>, tensor<1x197x384xf32>) -> tensor<1x197x384xf32>
  return %0 : tensor<1x197x384xf32>
}

// -----

// Whatever other arguments there are: the product itself says what its rows are.
// CHECK-LABEL: func.func @second_argument(
// CHECK: kernel.strassen_gemm
func.func @second_argument(%s: tensor<7x4xf32>, %x: tensor<1x197x256xf32>, %w: tensor<384x256xf32>, %o: tensor<1x197x384xf32>) -> tensor<1x197x384xf32> {
  %panels = tensor.empty() : tensor<8x256x48xf32>
  %packed = kernel.pack ins(%w) outs(%panels) : (tensor<384x256xf32>, tensor<8x256x48xf32>) -> tensor<8x256x48xf32>
  %0 = kernel.gemm ins(%x, %packed) outs(%o) : (tensor<1x197x256xf32>, tensor<8x256x48xf32>, tensor<1x197x384xf32>) -> tensor<1x197x384xf32>
  return %0 : tensor<1x197x384xf32>
}

// -----

// A row of each of 100 images: pairs would cross from one to the other.
// CHECK-LABEL: func.func @row_per_image(
// CHECK-NOT: kernel.strassen
func.func @row_per_image(%x: tensor<1x100x256xf32>, %w: tensor<384x256xf32>, %o: tensor<1x100x384xf32>) -> tensor<1x100x384xf32> {
  %panels = tensor.empty() : tensor<8x256x48xf32>
  %packed = kernel.pack ins(%w) outs(%panels) : (tensor<384x256xf32>, tensor<8x256x48xf32>) -> tensor<8x256x48xf32>
  // expected-remark@+1 {{found rows of an image 1, expected at least 80}}
  %0 = kernel.gemm row_per_image ins(%x, %packed) outs(%o) : (tensor<1x100x256xf32>, tensor<8x256x48xf32>, tensor<1x100x384xf32>) -> tensor<1x100x384xf32>
  return %0 : tensor<1x100x384xf32>
}

// -----

// CHECK-LABEL: func.func @no_weight(
// CHECK-NOT: kernel.strassen
func.func @no_weight(%x: tensor<1x197x256xf32>, %panels: tensor<8x256x48xf32>, %o: tensor<1x197x384xf32>) -> tensor<1x197x384xf32> {
  // expected-remark@+1 {{its right side is no packed weight}}
  %0 = kernel.gemm ins(%x, %panels) outs(%o) : (tensor<1x197x256xf32>, tensor<8x256x48xf32>, tensor<1x197x384xf32>) -> tensor<1x197x384xf32>
  return %0 : tensor<1x197x384xf32>
}

// -----

// CHECK-LABEL: func.func @narrow(
// CHECK-NOT: kernel.strassen
func.func @narrow(%x: tensor<1x197x256xbf16>, %w: tensor<384x256xf32>, %o: tensor<1x197x384xf32>) -> tensor<1x197x384xf32> {
  %panels = tensor.empty() : tensor<8x128x96xbf16>
  %packed = kernel.pack ins(%w) outs(%panels) : (tensor<384x256xf32>, tensor<8x128x96xbf16>) -> tensor<8x128x96xbf16>
  // expected-remark@+1 {{found other numbers than f32}}
  %0 = kernel.gemm ins(%x, %packed) outs(%o) : (tensor<1x197x256xbf16>, tensor<8x128x96xbf16>, tensor<1x197x384xf32>) -> tensor<1x197x384xf32>
  return %0 : tensor<1x197x384xf32>
}
