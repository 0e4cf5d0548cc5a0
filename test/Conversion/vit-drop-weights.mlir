// RUN: vitc-opt %s --vit-drop-weights | FileCheck %s

// CHECK-NOT: vit.weight @unused
// CHECK: vit.weight @used
// CHECK-NOT: vit.weight @unused
vit.weight @unused : tensor<4xf32> in "model.safetensors"
vit.weight @used : tensor<4xf32> in "model.safetensors"

// CHECK-LABEL: func.func @unused_function(
func.func @unused_function(%w: tensor<4xf32> {vitc.weight = @unused}) -> tensor<4xf32> {
  %0 = vit.parameter @used : tensor<4xf32>
  return %0 : tensor<4xf32>
}
