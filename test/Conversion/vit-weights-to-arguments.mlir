// RUN: vitc-opt %s --vit-weights-to-arguments | FileCheck %s

// CHECK: vit.weight @a
vit.weight @a : tensor<4xf32> in "model.safetensors"
vit.weight @b : tensor<4xbf16> in "model.safetensors"

// One argument for each weight, in order of first use, in the stored type.
// CHECK-LABEL: func.func @shared(
// CHECK-SAME: %[[X:[^:]*]]: tensor<4xf32>, %[[B:[^:]*]]: tensor<4xbf16> {vitc.weight = @b}, %[[A:[^:]*]]: tensor<4xf32> {vitc.weight = @a})
func.func @shared(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) {
  // CHECK: %[[WIDE:.*]] = linalg.generic {{.*}} ins(%[[B]] : tensor<4xbf16>) outs(%{{.*}} : tensor<4xf32>)
  // CHECK: arith.extf %{{.*}} : bf16 to f32
  %0 = vit.parameter @b : tensor<4xf32>
  %1 = vit.parameter @a : tensor<4xf32>
  %layer = arith.constant 1 : index
  %2 = vit.layer_parameter [@b, @a][%layer] : tensor<4xf32>
  // CHECK: return %[[WIDE]], %[[A]], %[[A]]
  return %0, %1, %2 : tensor<4xf32>, tensor<4xf32>, tensor<4xf32>
}

// CHECK-LABEL: func.func @without(
// CHECK-SAME: %{{[^:]*}}: tensor<4xf32>) -> tensor<4xf32>
func.func @without(%x: tensor<4xf32>) -> tensor<4xf32> {
  return %x : tensor<4xf32>
}
