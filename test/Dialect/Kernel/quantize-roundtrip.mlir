// RUN: vitc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: func.func @basic(
func.func @basic(%x: tensor<2x5x32xf32>, %o: tensor<2x5x32xi8>, %s: tensor<2x5x1xf32>) -> tensor<2x5x32xi8> {
  // CHECK: kernel.quantize ins(%{{.*}}) outs(%{{.*}}, %{{.*}}) : (tensor<2x5x32xf32>, tensor<2x5x32xi8>, tensor<2x5x1xf32>) -> (tensor<2x5x32xi8>, tensor<2x5x1xf32>)
  %0:2 = kernel.quantize ins(%x) outs(%o, %s)
      : (tensor<2x5x32xf32>, tensor<2x5x32xi8>, tensor<2x5x1xf32>) -> (tensor<2x5x32xi8>, tensor<2x5x1xf32>)
  return %0#0 : tensor<2x5x32xi8>
}

// CHECK-LABEL: func.func @bound(
func.func @bound(%x: memref<2x5x32xbf16>, %b: f32, %o: memref<2x5x32xi8>, %s: memref<2x5x1xf32>) {
  // CHECK: kernel.quantize ins(%{{.*}}) bound(%{{.*}}) outs(%{{.*}}, %{{.*}}) : (memref<2x5x32xbf16>, f32, memref<2x5x32xi8>, memref<2x5x1xf32>) -> ()
  kernel.quantize ins(%x) bound(%b) outs(%o, %s) : (memref<2x5x32xbf16>, f32, memref<2x5x32xi8>, memref<2x5x1xf32>) -> ()
  return
}

// CHECK-LABEL: func.func @lowest(
func.func @lowest(%x: memref<2x5x32xbf16>, %o: memref<2x5x32xi8>, %s: memref<2x5x1xf32>) {
  // CHECK: kernel.quantize ins(%{{.*}}) outs(%{{.*}}, %{{.*}}) lowest = -2.500000e-01 : (memref<2x5x32xbf16>, memref<2x5x32xi8>, memref<2x5x1xf32>) -> ()
  kernel.quantize ins(%x) outs(%o, %s) lowest = -2.500000e-01 : (memref<2x5x32xbf16>, memref<2x5x32xi8>, memref<2x5x1xf32>) -> ()
  return
}
