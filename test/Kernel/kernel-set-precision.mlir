// RUN: vitc-opt %s --kernel-set-precision | FileCheck %s
// RUN: not vitc-opt %s --kernel-set-precision=type=f16 2>&1 | FileCheck %s --check-prefix=TYPE

// TYPE: error: kernel-set-precision: found type 'f16', expected bf16

// A norm that only the product reads stores bf16, in rows an odd number of lines apart; an odd K of
// 23 makes 12 pairs.
// CHECK-LABEL: func.func @linear(
// CHECK: %[[PANELS:.*]] = tensor.empty() : tensor<1x12x64xbf16>
// CHECK: %[[PACKED:.*]] = kernel.pack ins(%{{.*}}) outs(%[[PANELS]]) : (tensor<32x23xf32>, tensor<1x12x64xbf16>)
// CHECK: %[[SPACE:.*]] = tensor.empty() : tensor<1x5x32xbf16>
// CHECK: %[[ROWS:.*]] = tensor.extract_slice %[[SPACE]][0, 0, 0] [1, 5, 23] [1, 1, 1]
// CHECK: %[[NORM:.*]] = kernel.normalize ins(%{{.*}}) outs(%[[ROWS]]) {{.*}} -> tensor<1x5x23xbf16>
// CHECK: kernel.gemm ins(%[[NORM]], %[[PACKED]]) {{.*}} -> tensor<1x5x32xf32>
func.func @linear(%x: tensor<1x5x23xf32>, %w: tensor<32x23xf32>, %r: tensor<1x5x32xf32>) -> tensor<1x5x32xf32> {
  %rows = tensor.empty() : tensor<1x5x23xf32>
  %panels = tensor.empty() : tensor<1x23x32xf32>
  %packed = kernel.pack ins(%w) outs(%panels) : (tensor<32x23xf32>, tensor<1x23x32xf32>) -> tensor<1x23x32xf32>
  %n = kernel.normalize ins(%x) outs(%rows) eps = 1.0e-6 : (tensor<1x5x23xf32>, tensor<1x5x23xf32>) -> tensor<1x5x23xf32>
  %0 = kernel.gemm ins(%n, %packed) residual(%r) outs(%r) : (tensor<1x5x23xf32>, tensor<1x23x32xf32>, tensor<1x5x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  return %0 : tensor<1x5x32xf32>
}

// What is returned, too, stays f32, and a copy is rounded.
// CHECK-LABEL: func.func @read_by_others(
// CHECK: %[[NORM:.*]] = kernel.normalize {{.*}} -> tensor<1x5x32xf32>
// CHECK: %[[COPY:.*]] = kernel.convert ins(%[[NORM]]) {{.*}} -> tensor<1x5x32xbf16>
// CHECK: kernel.gemm ins(%[[COPY]], %{{.*}})
func.func @read_by_others(%x: tensor<1x5x32xf32>, %w: tensor<32x32xf32>, %o: tensor<1x5x32xf32>) -> (tensor<1x5x32xf32>, tensor<1x5x32xf32>) {
  %rows = tensor.empty() : tensor<1x5x32xf32>
  %panels = tensor.empty() : tensor<1x32x32xf32>
  %packed = kernel.pack ins(%w) outs(%panels) : (tensor<32x32xf32>, tensor<1x32x32xf32>) -> tensor<1x32x32xf32>
  %n = kernel.normalize ins(%x) outs(%rows) eps = 1.0e-6 : (tensor<1x5x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  %0 = kernel.gemm ins(%n, %packed) outs(%o) : (tensor<1x5x32xf32>, tensor<1x32x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  return %0, %n : tensor<1x5x32xf32>, tensor<1x5x32xf32>
}

// Queries, keys and values are slices of one product: all of it is stored in bf16. The mask is not.
// CHECK-LABEL: func.func @attention(
// CHECK: %[[QKV:.*]] = kernel.gemm {{.*}} -> tensor<1x5x48xbf16>
// CHECK: tensor.extract_slice %[[QKV]]{{.*}} : tensor<1x5x48xbf16> to tensor<1x5x16xbf16>
// CHECK: kernel.attention {{.*}} : (tensor<1x5x16xbf16>, tensor<1x5x16xbf16>, tensor<1x5x16xbf16>, tensor<1x1x5x5xf32>, tensor<1x5x16xf32>)
func.func @attention(%x: tensor<1x5x16xf32>, %w: tensor<48x16xf32>, %m: tensor<1x1x5x5xf32>, %o: tensor<1x5x16xf32>) -> tensor<1x5x16xf32> {
  %rows = tensor.empty() : tensor<1x5x48xf32>
  %panels = tensor.empty() : tensor<1x16x48xf32>
  %packed = kernel.pack ins(%w) outs(%panels) : (tensor<48x16xf32>, tensor<1x16x48xf32>) -> tensor<1x16x48xf32>
  %qkv = kernel.gemm ins(%x, %packed) outs(%rows) : (tensor<1x5x16xf32>, tensor<1x16x48xf32>, tensor<1x5x48xf32>) -> tensor<1x5x48xf32>
  %q = tensor.extract_slice %qkv[0, 0, 0] [1, 5, 16] [1, 1, 1] : tensor<1x5x48xf32> to tensor<1x5x16xf32>
  %k = tensor.extract_slice %qkv[0, 0, 16] [1, 5, 16] [1, 1, 1] : tensor<1x5x48xf32> to tensor<1x5x16xf32>
  %v = tensor.extract_slice %qkv[0, 0, 32] [1, 5, 16] [1, 1, 1] : tensor<1x5x48xf32> to tensor<1x5x16xf32>
  %0 = kernel.attention ins(%q, %k, %v) mask(%m) outs(%o) heads = 2 scale = 0.5 : (tensor<1x5x16xf32>, tensor<1x5x16xf32>, tensor<1x5x16xf32>, tensor<1x1x5x5xf32>, tensor<1x5x16xf32>) -> tensor<1x5x16xf32>
  return %0 : tensor<1x5x16xf32>
}

// One row for each image: its rounding would enter the result undamped.
// CHECK-LABEL: func.func @classifier(
// CHECK: kernel.gemm {{.*}} : (tensor<2x1x32xf32>, tensor<1x32x16xf32>
func.func @classifier(%x: tensor<2x1x32xf32>, %w: tensor<10x32xf32>, %o: tensor<2x1x10xf32>) -> tensor<2x1x10xf32> {
  %panels = tensor.empty() : tensor<1x32x16xf32>
  %packed = kernel.pack ins(%w) outs(%panels) : (tensor<10x32xf32>, tensor<1x32x16xf32>) -> tensor<1x32x16xf32>
  %0 = kernel.gemm ins(%x, %packed) outs(%o) : (tensor<2x1x32xf32>, tensor<1x32x16xf32>, tensor<2x1x10xf32>) -> tensor<2x1x10xf32>
  return %0 : tensor<2x1x10xf32>
}
