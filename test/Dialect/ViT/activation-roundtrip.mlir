// RUN: vitc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: func.func @basic(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x5x8xf32>
func.func @basic(%x: tensor<2x5x8xf32>) -> tensor<2x5x8xf32> {
  // CHECK: vit.activation gelu %[[X]] : (tensor<2x5x8xf32>) -> tensor<2x5x8xf32>
  %0 = vit.activation gelu %x : (tensor<2x5x8xf32>) -> tensor<2x5x8xf32>
  return %0 : tensor<2x5x8xf32>
}

// CHECK-LABEL: func.func @relu(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<3xf32>
func.func @relu(%x: tensor<3xf32>) -> tensor<3xf32> {
  // CHECK: vit.activation relu %[[X]] : (tensor<3xf32>) -> tensor<3xf32>
  %0 = vit.activation relu %x : (tensor<3xf32>) -> tensor<3xf32>
  return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @gelu_tanh(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<3xf32>
func.func @gelu_tanh(%x: tensor<3xf32>) -> tensor<3xf32> {
  // CHECK: vit.activation gelu_tanh %[[X]] : (tensor<3xf32>) -> tensor<3xf32>
  %0 = vit.activation gelu_tanh %x : (tensor<3xf32>) -> tensor<3xf32>
  return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @quick_gelu(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<3xf32>
func.func @quick_gelu(%x: tensor<3xf32>) -> tensor<3xf32> {
  // CHECK: vit.activation quick_gelu %[[X]] : (tensor<3xf32>) -> tensor<3xf32>
  %0 = vit.activation quick_gelu %x : (tensor<3xf32>) -> tensor<3xf32>
  return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @silu(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<3xf32>
func.func @silu(%x: tensor<3xf32>) -> tensor<3xf32> {
  // CHECK: vit.activation silu %[[X]] : (tensor<3xf32>) -> tensor<3xf32>
  %0 = vit.activation silu %x : (tensor<3xf32>) -> tensor<3xf32>
  return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @tanh(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<3xf32>
func.func @tanh(%x: tensor<3xf32>) -> tensor<3xf32> {
  // CHECK: vit.activation tanh %[[X]] : (tensor<3xf32>) -> tensor<3xf32>
  %0 = vit.activation tanh %x : (tensor<3xf32>) -> tensor<3xf32>
  return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @scalar(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<f32>
func.func @scalar(%x: tensor<f32>) -> tensor<f32> {
  // CHECK: vit.activation silu %[[X]] : (tensor<f32>) -> tensor<f32>
  %0 = vit.activation silu %x : (tensor<f32>) -> tensor<f32>
  return %0 : tensor<f32>
}
