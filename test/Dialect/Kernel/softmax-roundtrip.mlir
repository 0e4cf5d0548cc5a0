// RUN: vitc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: func.func @basic(
func.func @basic(%x: tensor<2x5x32xf32>, %o: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // CHECK: kernel.softmax ins(%{{.*}}) outs(%{{.*}}) : (tensor<2x5x32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  %0 = kernel.softmax ins(%x) outs(%o)
      : (tensor<2x5x32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// CHECK-LABEL: func.func @in_place(
func.func @in_place(%o: memref<2x5x32xf32, strided<[240, 48, 1], offset: 3>>) {
  // CHECK: kernel.softmax ins(%{{.*}}) outs(%{{.*}}) : (memref<2x5x32xf32, strided<[240, 48, 1], offset: 3>>, memref<2x5x32xf32, strided<[240, 48, 1], offset: 3>>) -> ()
  kernel.softmax ins(%o) outs(%o)
      : (memref<2x5x32xf32, strided<[240, 48, 1], offset: 3>>, memref<2x5x32xf32, strided<[240, 48, 1], offset: 3>>) -> ()
  return
}
