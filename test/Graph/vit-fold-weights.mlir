// RUN: vitc-opt %s --vit-fold-weights --split-input-file | FileCheck %s

vit.weight @w : tensor<16x8xf32> in "model.safetensors" at 0
vit.weight @b : tensor<16xf32> in "model.safetensors" at 0
vit.weight @gamma : tensor<8xf32> in "model.safetensors" at 0
vit.weight @beta : tensor<8xf32> in "model.safetensors" at 0

// W' = W diag(gamma), b' = b + W beta, in f64, rounded once.
// CHECK-LABEL: func.func @layer_norm(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<1x5x8xf32>
// CHECK-DAG:   %[[W:.*]] = vit.parameter @w :
// CHECK-DAG:   %[[B:.*]] = vit.parameter @b :
// CHECK-DAG:   %[[GAMMA:.*]] = vit.parameter @gamma :
// CHECK-DAG:   %[[BETA:.*]] = vit.parameter @beta :
// CHECK-DAG:   %[[W64:.*]] = arith.extf %[[W]] : tensor<16x8xf32> to tensor<16x8xf64>
// CHECK-DAG:   %[[B64:.*]] = arith.extf %[[B]] : tensor<16xf32> to tensor<16xf64>
// CHECK-DAG:   %[[GAMMA64:.*]] = arith.extf %[[GAMMA]] : tensor<8xf32> to tensor<8xf64>
// CHECK-DAG:   %[[BETA64:.*]] = arith.extf %[[BETA]] : tensor<8xf32> to tensor<8xf64>
// CHECK-DAG:   %[[PLAIN:.*]] = vit.layer_norm %[[X]] eps = 1.250000e-01 : (tensor<1x5x8xf32>)
// CHECK-DAG:   %[[SUM:.*]] = linalg.matvec ins(%[[W64]], %[[BETA64]] : {{.*}}) outs(%[[B64]] : tensor<16xf64>)
// CHECK-DAG:   %[[FACTORS:.*]] = linalg.broadcast ins(%[[GAMMA64]] : tensor<8xf64>) outs(%{{.*}} : tensor<16x8xf64>) dimensions = [0]
// CHECK-DAG:   %[[SCALED:.*]] = arith.mulf %[[W64]], %[[FACTORS]] : tensor<16x8xf64>
// CHECK-DAG:   %[[W2:.*]] = arith.truncf %[[SCALED]] : tensor<16x8xf64> to tensor<16x8xf32>
// CHECK-DAG:   %[[B2:.*]] = arith.truncf %[[SUM]] : tensor<16xf64> to tensor<16xf32>
// CHECK:       vit.linear %[[PLAIN]], %[[W2]] bias(%[[B2]])
func.func @layer_norm(%x: tensor<1x5x8xf32>) -> tensor<1x5x16xf32> {
  %gamma = vit.parameter @gamma : tensor<8xf32>
  %beta = vit.parameter @beta : tensor<8xf32>
  %w = vit.parameter @w : tensor<16x8xf32>
  %b = vit.parameter @b : tensor<16xf32>
  %0 = vit.layer_norm %x affine(%gamma, %beta) eps = 1.250000e-01
      : (tensor<1x5x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<1x5x8xf32>
  %1 = vit.linear %0, %w bias(%b)
      : (tensor<1x5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<1x5x16xf32>
  return %1 : tensor<1x5x16xf32>
}

// -----

vit.weight @w : tensor<16x8xf16> in "model.safetensors" at 0
vit.weight @gamma : tensor<8xf32> in "model.safetensors" at 0

// No bias before: W beta is one. Both linears get their own copy of the norm (CSE joins them).
// CHECK-LABEL: func.func @two_readers(
// CHECK-NOT:   affine
// CHECK:       linalg.fill
// CHECK:       %[[A:.*]] = vit.linear %{{.*}}, %{{.*}} bias(
// CHECK:       %[[B:.*]] = vit.linear %{{.*}}, %{{.*}} bias(
// CHECK:       return %[[A]], %[[B]]
func.func @two_readers(%x: tensor<1x5x8xf32>) -> (tensor<1x5x16xf32>, tensor<1x5x16xf32>) {
  %gamma = vit.parameter @gamma : tensor<8xf32>
  %w = vit.parameter @w : tensor<16x8xf32>
  %0 = vit.layer_norm %x affine(%gamma, %gamma) eps = 1.250000e-01
      : (tensor<1x5x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<1x5x8xf32>
  %1 = vit.linear %0, %w : (tensor<1x5x8xf32>, tensor<16x8xf32>) -> tensor<1x5x16xf32>
  %2 = vit.linear %0, %w : (tensor<1x5x8xf32>, tensor<16x8xf32>) -> tensor<1x5x16xf32>
  return %1, %2 : tensor<1x5x16xf32>, tensor<1x5x16xf32>
}

// -----

vit.weight @w : tensor<8x8xf32> in "model.safetensors" at 0
vit.weight @gamma : tensor<8xf32> in "model.safetensors" at 0

// CHECK-LABEL: func.func @norm_also_read(
// CHECK:       vit.layer_norm %{{.*}} affine
// CHECK-NEXT:  vit.linear
// CHECK-NEXT:  vit.residual
func.func @norm_also_read(%x: tensor<1x5x8xf32>) -> tensor<1x5x8xf32> {
  %gamma = vit.parameter @gamma : tensor<8xf32>
  %w = vit.parameter @w : tensor<8x8xf32>
  %0 = vit.layer_norm %x affine(%gamma, %gamma) eps = 1.250000e-01
      : (tensor<1x5x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<1x5x8xf32>
  %1 = vit.linear %0, %w : (tensor<1x5x8xf32>, tensor<8x8xf32>) -> tensor<1x5x8xf32>
  %2 = vit.residual %0, %1 : (tensor<1x5x8xf32>, tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  return %2 : tensor<1x5x8xf32>
}

// -----

// Weights that are arguments are not known ahead of time.
// CHECK-LABEL: func.func @argument(
// CHECK-NEXT:  vit.layer_norm %{{.*}} affine
// CHECK-NEXT:  vit.linear
// CHECK-NEXT:  return
func.func @argument(%x: tensor<1x5x8xf32>, %gamma: tensor<8xf32>,
                    %w: tensor<8x8xf32>) -> tensor<1x5x8xf32> {
  %0 = vit.layer_norm %x affine(%gamma, %gamma) eps = 1.250000e-01
      : (tensor<1x5x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<1x5x8xf32>
  %1 = vit.linear %0, %w : (tensor<1x5x8xf32>, tensor<8x8xf32>) -> tensor<1x5x8xf32>
  return %1 : tensor<1x5x8xf32>
}
