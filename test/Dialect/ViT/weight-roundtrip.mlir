// RUN: vitc-opt %s --verify-roundtrip | FileCheck %s

// CHECK: vit.weight @head.weight : tensor<10x8xf32> in "model.safetensors" at 128
vit.weight @head.weight : tensor<10x8xf32> in "model.safetensors" at 128
// CHECK: vit.weight @head.bias : tensor<10xbf16> in "model.safetensors"{{$}}
vit.weight @head.bias : tensor<10xbf16> in "model.safetensors"
// CHECK: vit.weight @"layer.0/odd name" : tensor<4xf16> in "part/model-00001-of-00002.safetensors" at 0
vit.weight @"layer.0/odd name" : tensor<4xf16> in "part/model-00001-of-00002.safetensors" at 0
// CHECK: vit.weight @layer.1 : tensor<4xf64> in "model.safetensors"
vit.weight @layer.1 : tensor<4xf64> in "model.safetensors"

// A weight is a value of its stored element type, or of a wider one.
// CHECK-LABEL: func.func @weights(
func.func @weights() -> (tensor<10x8xf32>, tensor<10xf32>) {
  // CHECK: vit.parameter @head.weight : tensor<10x8xf32>
  %0 = vit.parameter @head.weight : tensor<10x8xf32>
  // CHECK: vit.parameter @head.bias : tensor<10xf32>
  %1 = vit.parameter @head.bias : tensor<10xf32>
  return %0, %1 : tensor<10x8xf32>, tensor<10xf32>
}

// CHECK-LABEL: func.func @layers(
// CHECK-SAME:  %[[LAYER:[^:]*]]: index
func.func @layers(%layer: index) -> tensor<4xf64> {
  // CHECK: vit.layer_parameter [@"layer.0/odd name", @layer.1][%[[LAYER]]] : tensor<4xf64>
  %0 = vit.layer_parameter [@"layer.0/odd name", @layer.1][%layer] : tensor<4xf64>
  return %0 : tensor<4xf64>
}
