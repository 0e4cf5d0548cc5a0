// RUN: vitc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: func.func @basic(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x5x4xf32>
// CHECK-SAME:  %[[W1:[^:]*]]: tensor<8x4xf32>
// CHECK-SAME:  %[[B1:[^:]*]]: tensor<8xf32>
// CHECK-SAME:  %[[W2:[^:]*]]: tensor<4x8xf32>
// CHECK-SAME:  %[[B2:[^:]*]]: tensor<4xf32>
func.func @basic(%x: tensor<2x5x4xf32>, %w1: tensor<8x4xf32>, %b1: tensor<8xf32>,
                 %w2: tensor<4x8xf32>, %b2: tensor<4xf32>) -> tensor<2x5x4xf32> {
  // CHECK: vit.ffn gelu %[[X]] hidden(%[[W1]], %[[B1]]) output(%[[W2]], %[[B2]]) : (tensor<2x5x4xf32>, tensor<8x4xf32>, tensor<8xf32>, tensor<4x8xf32>, tensor<4xf32>) -> tensor<2x5x4xf32>
  %0 = vit.ffn gelu %x hidden(%w1, %b1) output(%w2, %b2)
      : (tensor<2x5x4xf32>, tensor<8x4xf32>, tensor<8xf32>, tensor<4x8xf32>, tensor<4xf32>)
      -> tensor<2x5x4xf32>
  return %0 : tensor<2x5x4xf32>
}

// CHECK-LABEL: func.func @without_biases(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x5x4xf32>
// CHECK-SAME:  %[[W1:[^:]*]]: tensor<8x4xf32>
// CHECK-SAME:  %[[W2:[^:]*]]: tensor<6x8xf32>
func.func @without_biases(%x: tensor<2x5x4xf32>, %w1: tensor<8x4xf32>,
                          %w2: tensor<6x8xf32>) -> tensor<2x5x6xf32> {
  // CHECK: vit.ffn relu %[[X]] hidden(%[[W1]]) output(%[[W2]]) : (tensor<2x5x4xf32>, tensor<8x4xf32>, tensor<6x8xf32>) -> tensor<2x5x6xf32>
  %0 = vit.ffn relu %x hidden(%w1) output(%w2)
      : (tensor<2x5x4xf32>, tensor<8x4xf32>, tensor<6x8xf32>) -> tensor<2x5x6xf32>
  return %0 : tensor<2x5x6xf32>
}

// CHECK-LABEL: func.func @gated(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x5x4xf32>
// CHECK-SAME:  %[[W1:[^:]*]]: tensor<16x4xf32>
// CHECK-SAME:  %[[B1:[^:]*]]: tensor<16xf32>
// CHECK-SAME:  %[[W2:[^:]*]]: tensor<4x8xf32>
func.func @gated(%x: tensor<2x5x4xf32>, %w1: tensor<16x4xf32>, %b1: tensor<16xf32>,
                 %w2: tensor<4x8xf32>) -> tensor<2x5x4xf32> {
  // CHECK: vit.ffn gated silu %[[X]] hidden(%[[W1]], %[[B1]]) output(%[[W2]]) : (tensor<2x5x4xf32>, tensor<16x4xf32>, tensor<16xf32>, tensor<4x8xf32>) -> tensor<2x5x4xf32>
  %0 = vit.ffn gated silu %x hidden(%w1, %b1) output(%w2)
      : (tensor<2x5x4xf32>, tensor<16x4xf32>, tensor<16xf32>, tensor<4x8xf32>) -> tensor<2x5x4xf32>
  return %0 : tensor<2x5x4xf32>
}
