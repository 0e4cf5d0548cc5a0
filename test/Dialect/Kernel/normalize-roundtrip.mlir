// RUN: vitc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: func.func @basic(
func.func @basic(%x: tensor<2x5x32xf32>, %o: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // CHECK: kernel.normalize ins(%{{.*}}) outs(%{{.*}}) eps = 1.250000e-01 : (tensor<2x5x32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  %0 = kernel.normalize ins(%x) outs(%o) eps = 1.250000e-01
      : (tensor<2x5x32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// CHECK-LABEL: func.func @affine(
func.func @affine(%x: tensor<2x5x32xf32>, %g: tensor<32xf32>, %b: tensor<32xf32>,
                  %o: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // CHECK: kernel.normalize ins(%{{.*}}) affine(%{{.*}}, %{{.*}}) outs(%{{.*}}) eps = 1.250000e-01 schedule <rows = 4, vectors = 3, unroll = 4, restart = 64, chunk = 2, prefetch = true> : (tensor<2x5x32xf32>, tensor<32xf32>, tensor<32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  %0 = kernel.normalize ins(%x) affine(%g, %b) outs(%o) eps = 1.250000e-01 schedule <rows = 4, vectors = 3, unroll = 4, restart = 64, chunk = 2, prefetch = true>
      : (tensor<2x5x32xf32>, tensor<32xf32>, tensor<32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// CHECK-LABEL: func.func @strided(
func.func @strided(%x: memref<2x5x32xf32, strided<[240, 48, 1], offset: 3>>,
                   %o: memref<2x5x32xf32, strided<[240, 48, 1], offset: 3>>) {
  // CHECK: kernel.normalize ins(%{{.*}}) outs(%{{.*}}) eps = 1.250000e-01 : (memref<2x5x32xf32, strided<[240, 48, 1], offset: 3>>, memref<2x5x32xf32, strided<[240, 48, 1], offset: 3>>) -> ()
  kernel.normalize ins(%x) outs(%o) eps = 1.250000e-01
      : (memref<2x5x32xf32, strided<[240, 48, 1], offset: 3>>, memref<2x5x32xf32, strided<[240, 48, 1], offset: 3>>) -> ()
  return
}

// CHECK-LABEL: func.func @quantized(
func.func @quantized(%x: tensor<2x5x32xf32>, %o: tensor<2x5x32xi8>, %s: tensor<2x5x1xf32>) -> tensor<2x5x32xi8> {
  // CHECK: kernel.normalize ins(%{{.*}}) outs(%{{.*}}, %{{.*}}) eps = 1.250000e-01 : (tensor<2x5x32xf32>, tensor<2x5x32xi8>, tensor<2x5x1xf32>) -> (tensor<2x5x32xi8>, tensor<2x5x1xf32>)
  %0:2 = kernel.normalize ins(%x) outs(%o, %s) eps = 1.250000e-01
      : (tensor<2x5x32xf32>, tensor<2x5x32xi8>, tensor<2x5x1xf32>) -> (tensor<2x5x32xi8>, tensor<2x5x1xf32>)
  return %0#0 : tensor<2x5x32xi8>
}
