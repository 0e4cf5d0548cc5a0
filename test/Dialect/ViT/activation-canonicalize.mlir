// RUN: vitc-opt %s --canonicalize | FileCheck %s

// CHECK-LABEL: func.func @relu_twice(
// CHECK-SAME:  %[[X:[^:]*]]: tensor
func.func @relu_twice(%x: tensor<3xf32>) -> tensor<3xf32> {
  // CHECK: %[[RELU:.*]] = vit.activation relu %[[X]]
  // CHECK-NEXT: return %[[RELU]]
  %0 = vit.activation relu %x : (tensor<3xf32>) -> tensor<3xf32>
  %1 = vit.activation relu %0 : (tensor<3xf32>) -> tensor<3xf32>
  return %1 : tensor<3xf32>
}

// GELU is not idempotent.
// CHECK-LABEL: func.func @gelu_twice(
func.func @gelu_twice(%x: tensor<3xf32>) -> tensor<3xf32> {
  // CHECK: vit.activation gelu
  // CHECK: %[[SECOND:.*]] = vit.activation gelu
  // CHECK: return %[[SECOND]]
  %0 = vit.activation gelu %x : (tensor<3xf32>) -> tensor<3xf32>
  %1 = vit.activation gelu %0 : (tensor<3xf32>) -> tensor<3xf32>
  return %1 : tensor<3xf32>
}

// CHECK-LABEL: func.func @relu_of_gelu(
func.func @relu_of_gelu(%x: tensor<3xf32>) -> tensor<3xf32> {
  // CHECK: vit.activation gelu
  // CHECK: %[[RELU:.*]] = vit.activation relu
  // CHECK: return %[[RELU]]
  %0 = vit.activation gelu %x : (tensor<3xf32>) -> tensor<3xf32>
  %1 = vit.activation relu %0 : (tensor<3xf32>) -> tensor<3xf32>
  return %1 : tensor<3xf32>
}
