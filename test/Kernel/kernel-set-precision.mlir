// RUN: vitc-opt %s --kernel-set-precision | FileCheck %s
// RUN: vitc-opt %s --kernel-set-precision=type=int8 | FileCheck %s --check-prefix=INT8
// RUN: vitc-opt %s --kernel-set-precision=type=f32 | FileCheck %s --check-prefix=FLOAT
// RUN: not vitc-opt %s --kernel-set-precision=type=f16 2>&1 | FileCheck %s --check-prefix=TYPE

// TYPE: error: kernel-set-precision: found type 'f16', expected f32, bf16 or int8

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
  %0 = kernel.gemm row_per_image ins(%x, %packed) outs(%o) : (tensor<2x1x32xf32>, tensor<1x32x16xf32>, tensor<2x1x10xf32>) -> tensor<2x1x10xf32>
  return %0 : tensor<2x1x10xf32>
}

// Five rows, as many as the first argument has: that says nothing of images.
// CHECK-LABEL: func.func @order_of_arguments(
// CHECK: kernel.gemm {{.*}} : (tensor<1x5x32xbf16>, tensor<1x16x64xbf16>
func.func @order_of_arguments(%s: tensor<5x4xf32>, %x: tensor<1x5x32xf32>, %w: tensor<32x32xf32>, %o: tensor<1x5x32xf32>) -> tensor<1x5x32xf32> {
  %panels = tensor.empty() : tensor<1x32x32xf32>
  %packed = kernel.pack ins(%w) outs(%panels) : (tensor<32x32xf32>, tensor<1x32x32xf32>) -> tensor<1x32x32xf32>
  %0 = kernel.gemm ins(%x, %packed) outs(%o) : (tensor<1x5x32xf32>, tensor<1x32x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  return %0 : tensor<1x5x32xf32>
}

// A norm writes integers and a scale for each row. The half of an FFN stores bf16, of which integers
// are made, since nobody has a whole row before it is stored. GELU is not below
// -0.17: the integers span what is above, and the bias makes up for that. The result is f32.
// INT8-LABEL: func.func @ffn(
// INT8: %[[PACKED:.*]]:3 = kernel.pack {{.*}} : (tensor<32x23xf32>, tensor<1x6x128xi8>, tensor<32xf32>, tensor<32xi32>)
// INT8: %[[SPACE:.*]] = tensor.empty() : tensor<1x5x64xi8>
// INT8: %[[ROWS:.*]] = tensor.extract_slice %[[SPACE]][0, 0, 0] [1, 5, 23] [1, 1, 1]
// INT8: %[[SCALES:.*]] = tensor.empty() : tensor<1x5x1xf32>
// INT8: %[[NORM:.*]]:2 = kernel.normalize ins(%{{.*}}) outs(%[[ROWS]], %[[SCALES]])
// INT8: %[[HIDDEN:.*]] = kernel.gemm ins(%[[NORM]]#0, %[[PACKED]]#0) scales(%[[NORM]]#1, %[[PACKED]]#1) correction(%[[PACKED]]#2) {{.*}} -> tensor<1x5x32xbf16>
// INT8: %[[INTEGERS:.*]]:2 = kernel.quantize ins(%[[HIDDEN]]) {{.*}} lowest = -1.718750e-01
// INT8: %[[BIAS:.*]] = linalg.generic
// INT8: arith.constant 0.0013427734
// INT8: kernel.gemm ins(%[[INTEGERS]]#0, %{{.*}}) scales(%[[INTEGERS]]#1, %{{.*}}) bias(%[[BIAS]]) {{.*}} -> tensor<1x5x16xf32>
func.func @ffn(%x: tensor<1x5x23xf32>, %w: tensor<32x23xf32>, %v: tensor<16x32xf32>, %r: tensor<1x5x16xf32>) -> tensor<1x5x16xf32> {
  %rows = tensor.empty() : tensor<1x5x23xf32>
  %panels = tensor.empty() : tensor<1x23x32xf32>
  %packed = kernel.pack ins(%w) outs(%panels) : (tensor<32x23xf32>, tensor<1x23x32xf32>) -> tensor<1x23x32xf32>
  %n = kernel.normalize ins(%x) outs(%rows) eps = 1.0e-6 : (tensor<1x5x23xf32>, tensor<1x5x23xf32>) -> tensor<1x5x23xf32>
  %h = tensor.empty() : tensor<1x5x32xf32>
  %0 = kernel.gemm ins(%n, %packed) activation(gelu) outs(%h) : (tensor<1x5x23xf32>, tensor<1x23x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  %panels2 = tensor.empty() : tensor<1x32x16xf32>
  %packed2 = kernel.pack ins(%v) outs(%panels2) : (tensor<16x32xf32>, tensor<1x32x16xf32>) -> tensor<1x32x16xf32>
  %1 = kernel.gemm ins(%0, %packed2) residual(%r) outs(%r) : (tensor<1x5x32xf32>, tensor<1x32x16xf32>, tensor<1x5x16xf32>, tensor<1x5x16xf32>) -> tensor<1x5x16xf32>
  return %1 : tensor<1x5x16xf32>
}

// A product says itself what it reads, whatever the others do; the same weights are packed for each.
// INT8-LABEL: func.func @requested(
// INT8-DAG: kernel.gemm ins(%arg0, %{{.*}}) outs(%{{.*}}) {vitc.precision = "f32"} : (tensor<1x5x32xf32>, tensor<1x32x32xf32>
// INT8-DAG: kernel.gemm ins(%{{.*}}, %{{.*}}) outs(%{{.*}}) {vitc.precision = "bf16"} : (tensor<1x5x32xbf16>, tensor<1x16x64xbf16>
// INT8-DAG: kernel.gemm ins(%{{.*}}, %{{.*}}) scales({{.*}}) {{.*}} : (tensor<1x5x32xi8>, tensor<1x8x128xi8>
// FLOAT-LABEL: func.func @requested(
// FLOAT-DAG: kernel.gemm ins(%{{.*}}, %{{.*}}) outs(%{{.*}}) {vitc.precision = "bf16"} : (tensor<1x5x32xbf16>, tensor<1x16x64xbf16>
// FLOAT-DAG: kernel.gemm ins(%arg0, %{{.*}}) outs(%{{.*}}) : (tensor<1x5x32xf32>, tensor<1x32x32xf32>
func.func @requested(%x: tensor<1x5x32xf32>, %w: tensor<32x32xf32>, %o: tensor<1x5x32xf32>, %p: tensor<1x5x32xf32>, %q: tensor<1x5x32xf32>) -> (tensor<1x5x32xf32>, tensor<1x5x32xf32>, tensor<1x5x32xf32>) {
  %panels = tensor.empty() : tensor<1x32x32xf32>
  %packed = kernel.pack ins(%w) outs(%panels) : (tensor<32x32xf32>, tensor<1x32x32xf32>) -> tensor<1x32x32xf32>
  %0 = kernel.gemm ins(%x, %packed) outs(%o) {vitc.precision = "f32"} : (tensor<1x5x32xf32>, tensor<1x32x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  %1 = kernel.gemm ins(%x, %packed) outs(%p) {vitc.precision = "bf16"} : (tensor<1x5x32xf32>, tensor<1x32x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  %2 = kernel.gemm ins(%x, %packed) outs(%q) : (tensor<1x5x32xf32>, tensor<1x32x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  return %0, %1, %2 : tensor<1x5x32xf32>, tensor<1x5x32xf32>, tensor<1x5x32xf32>
}
