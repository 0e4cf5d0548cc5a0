// RUN: vitc-opt %s --vit-decompose | FileCheck %s

// CHECK-LABEL: func.func @ffn(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<1x5x8xf32>, %[[W1:[^:]*]]: tensor<16x8xf32>, %[[W2:[^:]*]]: tensor<8x16xf32>
// CHECK-NEXT:  %[[H:.*]] = vit.linear %[[X]], %[[W1]]
// CHECK-NEXT:  %[[A:.*]] = vit.activation gelu %[[H]]
// CHECK-NEXT:  %[[Y:.*]] = vit.linear %[[A]], %[[W2]]
// CHECK-NEXT:  return %[[Y]]
func.func @ffn(%x: tensor<1x5x8xf32>, %w1: tensor<16x8xf32>,
               %w2: tensor<8x16xf32>) -> tensor<1x5x8xf32> {
  %0 = vit.ffn gelu %x hidden(%w1) output(%w2)
      : (tensor<1x5x8xf32>, tensor<16x8xf32>, tensor<8x16xf32>) -> tensor<1x5x8xf32>
  return %0 : tensor<1x5x8xf32>
}

// Inside a loop over layers as well.
// CHECK-LABEL: func.func @in_loop(
// CHECK:       scf.for
// CHECK-NOT:     vit.attention
// CHECK-COUNT-3: vit.linear
// CHECK:         vit.sdpa
// CHECK:         vit.merge_heads
// CHECK:         vit.linear
// CHECK:         scf.yield
func.func @in_loop(%x: tensor<1x5x8xf32>, %w: tensor<8x8xf32>) -> tensor<1x5x8xf32> {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %two = arith.constant 2 : index
  %0 = scf.for %i = %zero to %two step %one iter_args(%y = %x) -> tensor<1x5x8xf32> {
    %a = vit.attention %y query(%w) key(%w) value(%w) output(%w) heads = 2
        : (tensor<1x5x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<1x5x8xf32>
    scf.yield %a : tensor<1x5x8xf32>
  }
  return %0 : tensor<1x5x8xf32>
}

// CHECK-LABEL: func.func @alone(
// CHECK-NEXT:  vit.layer_norm
// CHECK-NEXT:  vit.linear
// CHECK-NEXT:  return
func.func @alone(%x: tensor<1x5x8xf32>, %w: tensor<8x8xf32>) -> tensor<1x5x8xf32> {
  %0 = vit.layer_norm %x eps = 1.0e-6 : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %1 = vit.linear %0, %w : (tensor<1x5x8xf32>, tensor<8x8xf32>) -> tensor<1x5x8xf32>
  return %1 : tensor<1x5x8xf32>
}
