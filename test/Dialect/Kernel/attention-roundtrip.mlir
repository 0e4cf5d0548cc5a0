// RUN: vitc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: func.func @basic(
func.func @basic(%q: tensor<2x5x32xf32>, %k: tensor<2x7x32xf32>, %v: tensor<2x7x32xf32>,
                 %o: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // CHECK: kernel.attention ins(%{{.*}}, %{{.*}}, %{{.*}}) outs(%{{.*}}) heads = 4 scale = 5.000000e-01 : (tensor<2x5x32xf32>, tensor<2x7x32xf32>, tensor<2x7x32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  %0 = kernel.attention ins(%q, %k, %v) outs(%o) heads = 4 scale = 5.000000e-01
      : (tensor<2x5x32xf32>, tensor<2x7x32xf32>, tensor<2x7x32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// CHECK-LABEL: func.func @masked(
func.func @masked(%q: tensor<2x5x32xf32>, %k: tensor<2x7x32xf32>, %v: tensor<2x7x32xf32>,
                  %m: tensor<1x1x5x7xf32>, %o: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // CHECK: kernel.attention ins(%{{.*}}, %{{.*}}, %{{.*}}) mask(%{{.*}}) outs(%{{.*}}) heads = 4 scale = 5.000000e-01 : (tensor<2x5x32xf32>, tensor<2x7x32xf32>, tensor<2x7x32xf32>, tensor<1x1x5x7xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  %0 = kernel.attention ins(%q, %k, %v) mask(%m) outs(%o) heads = 4 scale = 5.000000e-01
      : (tensor<2x5x32xf32>, tensor<2x7x32xf32>, tensor<2x7x32xf32>, tensor<1x1x5x7xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// CHECK-LABEL: func.func @causal(
func.func @causal(%q: tensor<2x5x32xf32>, %k: tensor<2x5x32xf32>, %v: tensor<2x5x32xf32>,
                  %o: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // CHECK: kernel.attention causal ins(%{{.*}}, %{{.*}}, %{{.*}}) outs(%{{.*}}) heads = 1 scale = 1.000000e+00 schedule <rows = 4, vectors = 3, unroll = 4, restart = 64, chunk = 2, prefetch = true> : (tensor<2x5x32xf32>, tensor<2x5x32xf32>, tensor<2x5x32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  %0 = kernel.attention causal ins(%q, %k, %v) outs(%o) heads = 1 scale = 1.000000e+00 schedule <rows = 4, vectors = 3, unroll = 4, restart = 64, chunk = 2, prefetch = true>
      : (tensor<2x5x32xf32>, tensor<2x5x32xf32>, tensor<2x5x32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// CHECK-LABEL: func.func @slices(
func.func @slices(%q: memref<2x5x32xf32, strided<[240, 48, 1], offset: 3>>, %o: memref<2x5x32xf32>) {
  // CHECK: kernel.attention ins(%{{.*}}, %{{.*}}, %{{.*}}) outs(%{{.*}}) heads = 4 scale = 5.000000e-01 : (memref<2x5x32xf32, strided<[240, 48, 1], offset: 3>>, memref<2x5x32xf32, strided<[240, 48, 1], offset: 3>>, memref<2x5x32xf32, strided<[240, 48, 1], offset: 3>>, memref<2x5x32xf32>) -> ()
  kernel.attention ins(%q, %q, %q) outs(%o) heads = 4 scale = 5.000000e-01
      : (memref<2x5x32xf32, strided<[240, 48, 1], offset: 3>>, memref<2x5x32xf32, strided<[240, 48, 1], offset: 3>>, memref<2x5x32xf32, strided<[240, 48, 1], offset: 3>>, memref<2x5x32xf32>) -> ()
  return
}

// CHECK-LABEL: func.func @bf16(
func.func @bf16(%x: tensor<1x4x8xbf16>, %mask: tensor<1x1x4x4xf32>, %init: tensor<1x4x8xbf16>) -> tensor<1x4x8xbf16> {
  // CHECK: kernel.attention ins(%{{.*}}) mask(%{{.*}}) outs(%{{.*}}) heads = 2 {{.*}} -> tensor<1x4x8xbf16>
  %0 = kernel.attention ins(%x, %x, %x) mask(%mask) outs(%init) heads = 2 scale = 0.5
      : (tensor<1x4x8xbf16>, tensor<1x4x8xbf16>, tensor<1x4x8xbf16>, tensor<1x1x4x4xf32>, tensor<1x4x8xbf16>) -> tensor<1x4x8xbf16>
  return %0 : tensor<1x4x8xbf16>
}
