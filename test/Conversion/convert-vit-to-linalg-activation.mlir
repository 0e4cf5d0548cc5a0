// RUN: vitc-opt %s --convert-vit-to-linalg | FileCheck %s

// CHECK-LABEL: func.func @kinds(
func.func @kinds(%x: tensor<4xf32>) -> tensor<4xf32> {
  // CHECK: linalg.generic
  // CHECK: arith.maximumf
  %0 = vit.activation relu %x : (tensor<4xf32>) -> tensor<4xf32>
  // CHECK: linalg.generic
  // CHECK: math.erf
  %1 = vit.activation gelu %0 : (tensor<4xf32>) -> tensor<4xf32>
  // CHECK: linalg.generic
  // CHECK: math.tanh
  // CHECK: arith.mulf
  %2 = vit.activation gelu_tanh %1 : (tensor<4xf32>) -> tensor<4xf32>
  // CHECK: linalg.generic
  // CHECK: math.exp
  // CHECK: arith.divf
  %3 = vit.activation quick_gelu %2 : (tensor<4xf32>) -> tensor<4xf32>
  // CHECK: linalg.generic
  // CHECK: math.exp
  // CHECK: arith.divf
  %4 = vit.activation silu %3 : (tensor<4xf32>) -> tensor<4xf32>
  // CHECK: linalg.generic
  // CHECK: math.tanh
  // CHECK-NEXT: linalg.yield
  %5 = vit.activation tanh %4 : (tensor<4xf32>) -> tensor<4xf32>
  return %5 : tensor<4xf32>
}

// CHECK-LABEL: func.func @gate(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x6xf32>
// CHECK: %[[G:.*]] = tensor.extract_slice %[[X]][0, 0] [2, 3] [1, 1]
// CHECK: %[[V:.*]] = tensor.extract_slice %[[X]][0, 3] [2, 3] [1, 1]
// CHECK: linalg.generic {{.*}} ins(%[[G]], %[[V]] :
// CHECK-NEXT: ^bb0(%{{.*}}: f32, %[[VALUE:.*]]: f32, %{{.*}}: f32):
// CHECK: %[[ACTIVE:.*]] = arith.divf
// CHECK: arith.mulf %[[ACTIVE]], %[[VALUE]]
func.func @gate(%x: tensor<2x6xf32>) -> tensor<2x3xf32> {
  %0 = vit.gate silu %x : (tensor<2x6xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// Decomposed first.
// CHECK-LABEL: func.func @ffn(
// CHECK-NOT: vit.
// CHECK: linalg.transpose
// CHECK: math.erf
// CHECK: linalg.transpose
// CHECK-NOT: vit.
func.func @ffn(%x: tensor<1x3x4xf32>, %w1: tensor<8x4xf32>,
               %w2: tensor<4x8xf32>) -> tensor<1x3x4xf32> {
  %0 = vit.ffn gelu %x hidden(%w1) output(%w2)
      : (tensor<1x3x4xf32>, tensor<8x4xf32>, tensor<4x8xf32>) -> tensor<1x3x4xf32>
  return %0 : tensor<1x3x4xf32>
}
