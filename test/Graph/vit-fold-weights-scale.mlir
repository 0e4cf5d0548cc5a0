// RUN: vitc-opt %s --vit-fold-weights --split-input-file | FileCheck %s

vit.weight @w : tensor<8x8xf32> in "model.safetensors" at 0
vit.weight @b : tensor<8xf32> in "model.safetensors" at 0
vit.weight @lambda : tensor<8xf32> in "model.safetensors" at 0

// CHECK-LABEL: func.func @attention_scale(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<1x5x8xf32>, %[[KV:[^:]*]]: tensor<1x2x5x4xf32>
// CHECK-DAG:   %[[S:.*]] = arith.constant dense<5.000000e-01> : tensor<8x8xf64>
// CHECK-DAG:   %[[T:.*]] = arith.constant dense<5.000000e-01> : tensor<8xf64>
// CHECK-DAG:   %[[W:.*]] = arith.mulf %{{.*}}, %[[S]] : tensor<8x8xf64>
// CHECK-DAG:   %[[B:.*]] = arith.mulf %{{.*}}, %[[T]] : tensor<8xf64>
// CHECK-DAG:   %[[W2:.*]] = arith.truncf %[[W]]
// CHECK-DAG:   %[[B2:.*]] = arith.truncf %[[B]]
// CHECK:       %[[Q:.*]] = vit.linear %[[X]], %[[W2]] bias(%[[B2]])
// CHECK:       %[[H:.*]] = vit.split_heads %[[Q]]
// CHECK:       vit.sdpa %[[H]], %[[KV]], %[[KV]] scale = 1.000000e+00
func.func @attention_scale(%x: tensor<1x5x8xf32>, %kv: tensor<1x2x5x4xf32>) -> tensor<1x2x5x4xf32> {
  %w = vit.parameter @w : tensor<8x8xf32>
  %b = vit.parameter @b : tensor<8xf32>
  %0 = vit.linear %x, %w bias(%b)
      : (tensor<1x5x8xf32>, tensor<8x8xf32>, tensor<8xf32>) -> tensor<1x5x8xf32>
  %1 = vit.split_heads %0 heads = 2 : (tensor<1x5x8xf32>) -> tensor<1x2x5x4xf32>
  %2 = vit.sdpa %1, %kv, %kv scale = 5.000000e-01
      : (tensor<1x2x5x4xf32>, tensor<1x2x5x4xf32>, tensor<1x2x5x4xf32>) -> tensor<1x2x5x4xf32>
  return %2 : tensor<1x2x5x4xf32>
}

// -----

vit.weight @w : tensor<8x8xf32> in "model.safetensors" at 0

// The query is the key as well, which must not be scaled.
// CHECK-LABEL: func.func @query_is_key(
// CHECK-NOT:   arith.mulf
// CHECK:       scale = 5.000000e-01
func.func @query_is_key(%x: tensor<1x5x8xf32>) -> tensor<1x2x5x4xf32> {
  %w = vit.parameter @w : tensor<8x8xf32>
  %0 = vit.linear %x, %w : (tensor<1x5x8xf32>, tensor<8x8xf32>) -> tensor<1x5x8xf32>
  %1 = vit.split_heads %0 heads = 2 : (tensor<1x5x8xf32>) -> tensor<1x2x5x4xf32>
  %2 = vit.sdpa %1, %1, %1 scale = 5.000000e-01
      : (tensor<1x2x5x4xf32>, tensor<1x2x5x4xf32>, tensor<1x2x5x4xf32>) -> tensor<1x2x5x4xf32>
  return %2 : tensor<1x2x5x4xf32>
}

// -----

vit.weight @w : tensor<8x8xf32> in "model.safetensors" at 0
vit.weight @b : tensor<8xf32> in "model.safetensors" at 0
vit.weight @lambda : tensor<8xf32> in "model.safetensors" at 0

// Rows of W and elements of b are scaled by lambda.
// CHECK-LABEL: func.func @layer_scale(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<1x5x8xf32>
// CHECK-DAG:   %[[LAMBDA:.*]] = vit.parameter @lambda
// CHECK-DAG:   %[[L64:.*]] = arith.extf %[[LAMBDA]] : tensor<8xf32> to tensor<8xf64>
// CHECK-DAG:   %[[ROWS:.*]] = linalg.broadcast ins(%[[L64]] : tensor<8xf64>) outs(%{{.*}} : tensor<8x8xf64>) dimensions = [1]
// CHECK-DAG:   %[[W:.*]] = arith.mulf %{{.*}}, %[[ROWS]] : tensor<8x8xf64>
// CHECK-DAG:   %[[B:.*]] = arith.mulf %{{.*}}, %[[L64]] : tensor<8xf64>
// CHECK-DAG:   %[[W2:.*]] = arith.truncf %[[W]]
// CHECK-DAG:   %[[B2:.*]] = arith.truncf %[[B]]
// CHECK:       %[[Y:.*]] = vit.linear %[[X]], %[[W2]] bias(%[[B2]])
// CHECK:       vit.residual %[[X]], %[[Y]] : (
func.func @layer_scale(%x: tensor<1x5x8xf32>) -> tensor<1x5x8xf32> {
  %w = vit.parameter @w : tensor<8x8xf32>
  %b = vit.parameter @b : tensor<8xf32>
  %lambda = vit.parameter @lambda : tensor<8xf32>
  %0 = vit.linear %x, %w bias(%b)
      : (tensor<1x5x8xf32>, tensor<8x8xf32>, tensor<8xf32>) -> tensor<1x5x8xf32>
  %1 = vit.residual %x, %0 scale(%lambda)
      : (tensor<1x5x8xf32>, tensor<1x5x8xf32>, tensor<8xf32>) -> tensor<1x5x8xf32>
  return %1 : tensor<1x5x8xf32>
}

// -----

vit.weight @w : tensor<8x8xf32> in "model.safetensors" at 0
vit.weight @lambda : tensor<8xf32> in "model.safetensors" at 0

// CHECK-LABEL: func.func @branch_also_read(
// CHECK:       vit.residual %{{.*}}, %{{.*}} scale(
func.func @branch_also_read(%x: tensor<1x5x8xf32>) -> (tensor<1x5x8xf32>, tensor<1x5x8xf32>) {
  %w = vit.parameter @w : tensor<8x8xf32>
  %lambda = vit.parameter @lambda : tensor<8xf32>
  %0 = vit.linear %x, %w : (tensor<1x5x8xf32>, tensor<8x8xf32>) -> tensor<1x5x8xf32>
  %1 = vit.residual %x, %0 scale(%lambda)
      : (tensor<1x5x8xf32>, tensor<1x5x8xf32>, tensor<8xf32>) -> tensor<1x5x8xf32>
  return %0, %1 : tensor<1x5x8xf32>, tensor<1x5x8xf32>
}

// -----

vit.weight @w : tensor<8x8xf32> in "model.safetensors" at 0
vit.weight @gamma : tensor<8xf32> in "model.safetensors" at 0

// Two folds into one weight are one expression in f64: nothing is rounded in between.
// CHECK-LABEL: func.func @folded_twice(
// CHECK-COUNT-2: arith.truncf
// CHECK-NOT:   arith.truncf
// CHECK:       vit.residual %{{.*}}, %{{.*}} : (
func.func @folded_twice(%x: tensor<1x5x8xf32>) -> tensor<1x5x8xf32> {
  %w = vit.parameter @w : tensor<8x8xf32>
  %gamma = vit.parameter @gamma : tensor<8xf32>
  %0 = vit.layer_norm %x affine(%gamma, %gamma) eps = 1.250000e-01
      : (tensor<1x5x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<1x5x8xf32>
  %1 = vit.linear %0, %w : (tensor<1x5x8xf32>, tensor<8x8xf32>) -> tensor<1x5x8xf32>
  %2 = vit.residual %x, %1 scale(%gamma)
      : (tensor<1x5x8xf32>, tensor<1x5x8xf32>, tensor<8xf32>) -> tensor<1x5x8xf32>
  return %2 : tensor<1x5x8xf32>
}
