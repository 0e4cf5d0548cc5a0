// RUN: vitc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: func.func @basic(
func.func @basic(%x: tensor<2x5x24xf32>, %w: tensor<64x24xf32>, %channels: tensor<24xf32>,
                 %panels: tensor<2x7x13x16xf32>, %sums: tensor<2x4x3x13xf32>, %o: tensor<2x5x64xf32>) -> tensor<2x5x64xf32> {
  // CHECK: kernel.strassen_channels ins(%{{.*}}) outs(%{{.*}}) : (tensor<64x24xf32>, tensor<24xf32>) -> tensor<24xf32>
  %d = kernel.strassen_channels ins(%w) outs(%channels)
      : (tensor<64x24xf32>, tensor<24xf32>) -> tensor<24xf32>
  // CHECK: kernel.strassen_pack ins(%{{.*}}, %{{.*}}) outs(%{{.*}}) : (tensor<64x24xf32>, tensor<24xf32>, tensor<2x7x13x16xf32>) -> tensor<2x7x13x16xf32>
  %p = kernel.strassen_pack ins(%w, %d) outs(%panels)
      : (tensor<64x24xf32>, tensor<24xf32>, tensor<2x7x13x16xf32>) -> tensor<2x7x13x16xf32>
  // CHECK: kernel.strassen_sums ins(%{{.*}}, %{{.*}}) outs(%{{.*}}) : (tensor<2x5x24xf32>, tensor<24xf32>, tensor<2x4x3x13xf32>) -> tensor<2x4x3x13xf32>
  %s = kernel.strassen_sums ins(%x, %d) outs(%sums)
      : (tensor<2x5x24xf32>, tensor<24xf32>, tensor<2x4x3x13xf32>) -> tensor<2x4x3x13xf32>
  // CHECK: kernel.strassen_gemm ins(%{{.*}}, %{{.*}}, %{{.*}}) outs(%{{.*}}) : (tensor<2x5x24xf32>, tensor<2x4x3x13xf32>, tensor<2x7x13x16xf32>, tensor<2x5x64xf32>) -> tensor<2x5x64xf32>
  %0 = kernel.strassen_gemm ins(%x, %s, %p) outs(%o)
      : (tensor<2x5x24xf32>, tensor<2x4x3x13xf32>, tensor<2x7x13x16xf32>, tensor<2x5x64xf32>) -> tensor<2x5x64xf32>
  return %0 : tensor<2x5x64xf32>
}

// CHECK-LABEL: func.func @epilogue(
func.func @epilogue(%x: memref<2x5x24xf32>, %s: memref<2x4x3x13xf32>, %p: memref<2x7x13x16xf32>,
                    %b: memref<64xf32>, %r: memref<1x5x64xf32>, %o: memref<2x5x64xf32>) {
  // CHECK: kernel.strassen_gemm ins(%{{.*}}, %{{.*}}, %{{.*}}) bias(%{{.*}}) activation({{ ?}}gelu) residual(%{{.*}}) outs(%{{.*}}) schedule <rows = 3, vectors = 1, unroll = 4, restart = 128, chunk = 1, prefetch = true>
  kernel.strassen_gemm ins(%x, %s, %p) bias(%b) activation(gelu) residual(%r) outs(%o)
      schedule <rows = 3, vectors = 1, unroll = 4, restart = 128, chunk = 1, prefetch = true>
      : (memref<2x5x24xf32>, memref<2x4x3x13xf32>, memref<2x7x13x16xf32>, memref<64xf32>, memref<1x5x64xf32>, memref<2x5x64xf32>) -> ()
  return
}
