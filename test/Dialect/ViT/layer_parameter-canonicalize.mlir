// RUN: vitc-opt %s --canonicalize | FileCheck %s

vit.weight @a : tensor<4xf32> in "model.safetensors"
vit.weight @b : tensor<4xf32> in "model.safetensors"

// CHECK-LABEL: func.func @known_layer(
func.func @known_layer() -> tensor<4xf32> {
  // CHECK: %[[B:.*]] = vit.parameter @b : tensor<4xf32>
  // CHECK-NEXT: return %[[B]]
  %layer = arith.constant 1 : index
  %0 = vit.layer_parameter [@a, @b][%layer] : tensor<4xf32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: func.func @shared_by_all_layers(
func.func @shared_by_all_layers(%layer: index) -> tensor<4xf64> {
  // CHECK: %[[A:.*]] = vit.parameter @a : tensor<4xf64>
  // CHECK-NEXT: return %[[A]]
  %0 = vit.layer_parameter [@a, @a][%layer] : tensor<4xf64>
  return %0 : tensor<4xf64>
}

// CHECK-LABEL: func.func @unknown_layer(
func.func @unknown_layer(%layer: index) -> tensor<4xf32> {
  // CHECK: vit.layer_parameter [@a, @b]
  %0 = vit.layer_parameter [@a, @b][%layer] : tensor<4xf32>
  return %0 : tensor<4xf32>
}

// There is no such layer: nothing is known about the value.
// CHECK-LABEL: func.func @absent_layer(
func.func @absent_layer() -> tensor<4xf32> {
  // CHECK: vit.layer_parameter [@a, @b]
  %layer = arith.constant 2 : index
  %0 = vit.layer_parameter [@a, @b][%layer] : tensor<4xf32>
  return %0 : tensor<4xf32>
}
