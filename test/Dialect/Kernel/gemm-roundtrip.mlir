// RUN: vitc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: func.func @basic(
func.func @basic(%x: tensor<2x5x24xf32>, %w: tensor<2x24x16xf32>,
                 %o: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // CHECK: kernel.gemm ins(%{{.*}}, %{{.*}}) outs(%{{.*}}) : (tensor<2x5x24xf32>, tensor<2x24x16xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  %0 = kernel.gemm ins(%x, %w) outs(%o)
      : (tensor<2x5x24xf32>, tensor<2x24x16xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// CHECK-LABEL: func.func @row_per_image(
func.func @row_per_image(%x: tensor<1x5x24xf32>, %w: tensor<2x24x16xf32>,
                         %o: tensor<1x5x32xf32>) -> tensor<1x5x32xf32> {
  // CHECK: kernel.gemm row_per_image ins(%{{.*}}, %{{.*}}) outs(%{{.*}}) : (tensor<1x5x24xf32>, tensor<2x24x16xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  %0 = kernel.gemm row_per_image ins(%x, %w) outs(%o)
      : (tensor<1x5x24xf32>, tensor<2x24x16xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  return %0 : tensor<1x5x32xf32>
}

// CHECK-LABEL: func.func @epilogue(
func.func @epilogue(%x: tensor<2x5x24xf32>, %w: tensor<3x24x16xf32>, %b: tensor<48xf32>,
                    %r: tensor<1x5x40xf32>, %o: tensor<2x5x40xf32>) -> tensor<2x5x40xf32> {
  // CHECK: kernel.gemm ins(%{{.*}}, %{{.*}}) bias(%{{.*}}) activation({{ ?}}gelu) residual(%{{.*}}) outs(%{{.*}}) schedule <rows = 4, vectors = 3, unroll = 4, restart = 64, chunk = 2, prefetch = true> : (tensor<2x5x24xf32>, tensor<3x24x16xf32>, tensor<48xf32>, tensor<1x5x40xf32>, tensor<2x5x40xf32>) -> tensor<2x5x40xf32>
  %0 = kernel.gemm ins(%x, %w) bias(%b) activation(gelu) residual(%r) outs(%o) schedule <rows = 4, vectors = 3, unroll = 4, restart = 64, chunk = 2, prefetch = true>
      : (tensor<2x5x24xf32>, tensor<3x24x16xf32>, tensor<48xf32>, tensor<1x5x40xf32>, tensor<2x5x40xf32>) -> tensor<2x5x40xf32>
  return %0 : tensor<2x5x40xf32>
}

// CHECK-LABEL: func.func @bias(
func.func @bias(%x: tensor<2x5x24xf32>, %w: tensor<2x24x16xf32>, %b: tensor<32xf32>,
                %o: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // CHECK: kernel.gemm ins(%{{.*}}, %{{.*}}) bias(%{{.*}}) outs(%{{.*}}) : (tensor<2x5x24xf32>, tensor<2x24x16xf32>, tensor<32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  %0 = kernel.gemm ins(%x, %w) bias(%b) outs(%o)
      : (tensor<2x5x24xf32>, tensor<2x24x16xf32>, tensor<32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// CHECK-LABEL: func.func @in_place(
func.func @in_place(%x: memref<2x5x24xf32>, %w: memref<2x24x16xf32>,
                    %o: memref<2x5x32xf32, strided<[240, 48, 1], offset: 3>>) {
  // CHECK: kernel.gemm ins(%{{.*}}, %{{.*}}) residual(%{{.*}}) outs(%{{.*}}) : (memref<2x5x24xf32>, memref<2x24x16xf32>, memref<2x5x32xf32, strided<[240, 48, 1], offset: 3>>, memref<2x5x32xf32, strided<[240, 48, 1], offset: 3>>) -> ()
  kernel.gemm ins(%x, %w) residual(%o) outs(%o)
      : (memref<2x5x24xf32>, memref<2x24x16xf32>, memref<2x5x32xf32, strided<[240, 48, 1], offset: 3>>, memref<2x5x32xf32, strided<[240, 48, 1], offset: 3>>) -> ()
  return
}

// An odd K of 23 in 12 pairs.
// CHECK-LABEL: func.func @bf16(
func.func @bf16(%x: tensor<2x5x23xbf16>, %w: tensor<2x12x32xbf16>, %b: tensor<32xf32>,
                %r: tensor<2x5x32xf32>, %o: tensor<2x5x32xbf16>) -> tensor<2x5x32xbf16> {
  // CHECK: kernel.gemm ins(%{{.*}}, %{{.*}}) bias(%{{.*}}) residual(%{{.*}}) outs(%{{.*}}) schedule <rows = 8, vectors = 1, unroll = 4, restart = 64, chunk = 2, prefetch = true, bf16 = true> : (tensor<2x5x23xbf16>, tensor<2x12x32xbf16>, tensor<32xf32>, tensor<2x5x32xf32>, tensor<2x5x32xbf16>) -> tensor<2x5x32xbf16>
  %0 = kernel.gemm ins(%x, %w) bias(%b) residual(%r) outs(%o) schedule <rows = 8, vectors = 1, unroll = 4, restart = 64, chunk = 2, prefetch = true, bf16 = true>
      : (tensor<2x5x23xbf16>, tensor<2x12x32xbf16>, tensor<32xf32>, tensor<2x5x32xf32>, tensor<2x5x32xbf16>) -> tensor<2x5x32xbf16>
  return %0 : tensor<2x5x32xbf16>
}

// A K of 23 in 6 quads.
// CHECK-LABEL: func.func @int8(
func.func @int8(%x: tensor<2x5x23xi8>, %w: tensor<2x6x64xi8>, %s: tensor<2x5x1xf32>, %t: tensor<32xf32>, %c: tensor<32xi32>,
                %b: tensor<32xf32>, %o: tensor<2x5x32xbf16>) -> tensor<2x5x32xbf16> {
  // CHECK: kernel.gemm ins(%{{.*}}, %{{.*}}) scales(%{{.*}}, %{{.*}}) correction(%{{.*}}) bias(%{{.*}}) outs(%{{.*}}) schedule <rows = 8, vectors = 1, unroll = 4, restart = 64, chunk = 2, prefetch = true, vnni = true> : (tensor<2x5x23xi8>, tensor<2x6x64xi8>, tensor<2x5x1xf32>, tensor<32xf32>, tensor<32xi32>, tensor<32xf32>, tensor<2x5x32xbf16>) -> tensor<2x5x32xbf16>
  %0 = kernel.gemm ins(%x, %w) scales(%s, %t) correction(%c) bias(%b) outs(%o) schedule <rows = 8, vectors = 1, unroll = 4, restart = 64, chunk = 2, prefetch = true, vnni = true>
      : (tensor<2x5x23xi8>, tensor<2x6x64xi8>, tensor<2x5x1xf32>, tensor<32xf32>, tensor<32xi32>, tensor<32xf32>, tensor<2x5x32xbf16>) -> tensor<2x5x32xbf16>
  return %0 : tensor<2x5x32xbf16>
}
