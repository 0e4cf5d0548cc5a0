// RUN: vitc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: func.func @basic(
func.func @basic(%x: tensor<2x5x32xf32>, %o: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // CHECK: kernel.activate gelu ins(%{{.*}}) outs(%{{.*}}) : (tensor<2x5x32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  %0 = kernel.activate gelu ins(%x) outs(%o)
      : (tensor<2x5x32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// CHECK-LABEL: func.func @gated(
func.func @gated(%x: tensor<2x5x64xf32>, %o: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // CHECK: kernel.activate gated silu ins(%{{.*}}) outs(%{{.*}}) : (tensor<2x5x64xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  %0 = kernel.activate gated silu ins(%x) outs(%o)
      : (tensor<2x5x64xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// CHECK-LABEL: func.func @relu(
func.func @relu(%x: tensor<2x5x32xf32>, %o: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // CHECK: kernel.activate relu ins(%{{.*}}) outs(%{{.*}}) : (tensor<2x5x32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  %0 = kernel.activate relu ins(%x) outs(%o)
      : (tensor<2x5x32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// CHECK-LABEL: func.func @gelu_tanh(
func.func @gelu_tanh(%x: tensor<2x5x32xf32>, %o: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // CHECK: kernel.activate gelu_tanh ins(%{{.*}}) outs(%{{.*}}) : (tensor<2x5x32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  %0 = kernel.activate gelu_tanh ins(%x) outs(%o)
      : (tensor<2x5x32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// CHECK-LABEL: func.func @quick_gelu(
func.func @quick_gelu(%x: tensor<2x5x32xf32>, %o: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // CHECK: kernel.activate quick_gelu ins(%{{.*}}) outs(%{{.*}}) : (tensor<2x5x32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  %0 = kernel.activate quick_gelu ins(%x) outs(%o)
      : (tensor<2x5x32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// CHECK-LABEL: func.func @tanh(
func.func @tanh(%x: tensor<2x5x32xf32>, %o: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // CHECK: kernel.activate tanh ins(%{{.*}}) outs(%{{.*}}) : (tensor<2x5x32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  %0 = kernel.activate tanh ins(%x) outs(%o)
      : (tensor<2x5x32xf32>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// CHECK-LABEL: func.func @in_place(
func.func @in_place(%o: memref<2x5x32xf32, strided<[240, 48, 1], offset: 3>>) {
  // CHECK: kernel.activate relu ins(%{{.*}}) outs(%{{.*}}) : (memref<2x5x32xf32, strided<[240, 48, 1], offset: 3>>, memref<2x5x32xf32, strided<[240, 48, 1], offset: 3>>) -> ()
  kernel.activate relu ins(%o) outs(%o)
      : (memref<2x5x32xf32, strided<[240, 48, 1], offset: 3>>, memref<2x5x32xf32, strided<[240, 48, 1], offset: 3>>) -> ()
  return
}
