// RUN: vitc-opt %s --verify-roundtrip | FileCheck %s

// CHECK: kernel.weight @a.0 : tensor<8xf32> in "model.safetensors" at 128
kernel.weight @a.0 : tensor<8xf32> in "model.safetensors" at 128
// CHECK: kernel.weight @a.1 : tensor<8xf32> in "model.safetensors"{{$}}
kernel.weight @a.1 : tensor<8xf32> in "model.safetensors"
// CHECK: kernel.weight @half : tensor<4x8xbf16> in "other.safetensors" at 0
kernel.weight @half : tensor<4x8xbf16> in "other.safetensors" at 0

// CHECK-LABEL: func.func @weights(
// CHECK-SAME:  %[[LAYER:[^:]*]]: index
func.func @weights(%layer: index) -> (tensor<8xf32>, tensor<4x8xbf16>, memref<8xf32>) {
  // CHECK: kernel.parameter [@a.0, @a.1][%[[LAYER]]] : tensor<8xf32>
  %0 = kernel.parameter [@a.0, @a.1][%layer] : tensor<8xf32>
  // CHECK: kernel.parameter [@half] : tensor<4x8xbf16>
  %1 = kernel.parameter [@half] : tensor<4x8xbf16>
  // CHECK: kernel.parameter [@a.0] : memref<8xf32>
  %2 = kernel.parameter [@a.0] : memref<8xf32>
  return %0, %1, %2 : tensor<8xf32>, tensor<4x8xbf16>, memref<8xf32>
}
