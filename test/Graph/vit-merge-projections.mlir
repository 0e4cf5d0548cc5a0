// RUN: vitc-opt %s --vit-merge-projections --split-input-file | FileCheck %s

vit.weight @q : tensor<8x8xf32> in "model.safetensors" at 0
vit.weight @k : tensor<4x8xf32> in "model.safetensors" at 0
vit.weight @v : tensor<8x8xf32> in "model.safetensors" at 0
vit.weight @bq : tensor<8xf32> in "model.safetensors" at 0
vit.weight @bv : tensor<8xf32> in "model.safetensors" at 0

// The key has no bias: zeros stand in.
// CHECK-LABEL: func.func @self_attention(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<1x5x8xf32>
// CHECK-DAG:   %[[Q:.*]] = vit.parameter @q
// CHECK-DAG:   %[[K:.*]] = vit.parameter @k
// CHECK-DAG:   %[[V:.*]] = vit.parameter @v
// CHECK-DAG:   %[[BQ:.*]] = vit.parameter @bq
// CHECK-DAG:   %[[BV:.*]] = vit.parameter @bv
// CHECK-DAG:   %[[ZEROS:.*]] = arith.constant dense<0.000000e+00> : tensor<4xf32>
// CHECK-DAG:   %[[W:.*]] = tensor.concat dim(0) %[[Q]], %[[K]], %[[V]] : {{.*}} -> tensor<20x8xf32>
// CHECK-DAG:   %[[B:.*]] = tensor.concat dim(0) %[[BQ]], %[[ZEROS]], %[[BV]] : {{.*}} -> tensor<20xf32>
// CHECK:       %[[ALL:.*]] = vit.linear %[[X]], %[[W]] bias(%[[B]]) : {{.*}} -> tensor<1x5x20xf32>
// CHECK-DAG:   %[[A:.*]] = tensor.extract_slice %[[ALL]][0, 0, 0] [1, 5, 8] [1, 1, 1]
// CHECK-DAG:   %[[C:.*]] = tensor.extract_slice %[[ALL]][0, 0, 8] [1, 5, 4] [1, 1, 1]
// CHECK-DAG:   %[[D:.*]] = tensor.extract_slice %[[ALL]][0, 0, 12] [1, 5, 8] [1, 1, 1]
// CHECK:       return %[[A]], %[[C]], %[[D]]
func.func @self_attention(%x: tensor<1x5x8xf32>)
    -> (tensor<1x5x8xf32>, tensor<1x5x4xf32>, tensor<1x5x8xf32>) {
  %q = vit.parameter @q : tensor<8x8xf32>
  %bq = vit.parameter @bq : tensor<8xf32>
  %0 = vit.linear %x, %q bias(%bq) : (tensor<1x5x8xf32>, tensor<8x8xf32>, tensor<8xf32>) -> tensor<1x5x8xf32>
  %k = vit.parameter @k : tensor<4x8xf32>
  %1 = vit.linear %x, %k : (tensor<1x5x8xf32>, tensor<4x8xf32>) -> tensor<1x5x4xf32>
  %v = vit.parameter @v : tensor<8x8xf32>
  %bv = vit.parameter @bv : tensor<8xf32>
  %2 = vit.linear %x, %v bias(%bv) : (tensor<1x5x8xf32>, tensor<8x8xf32>, tensor<8xf32>) -> tensor<1x5x8xf32>
  return %0, %1, %2 : tensor<1x5x8xf32>, tensor<1x5x4xf32>, tensor<1x5x8xf32>
}

// -----

vit.weight @a : tensor<8x8xf32> in "model.safetensors" at 0
vit.weight @b : tensor<8x8xf32> in "model.safetensors" at 0

// The first result is read before the second weight is made, by arithmetic of several ops.
// CHECK-LABEL: func.func @read_in_between(
// CHECK:       %[[HALF:.*]] = arith.truncf
// CHECK:       tensor.concat dim(0) %{{.*}}, %[[HALF]]
// CHECK:       %[[ALL:.*]] = vit.linear %{{.*}} -> tensor<1x5x16xf32>
// CHECK:       vit.activation gelu
// CHECK-NOT:   vit.linear
// CHECK:       return
func.func @read_in_between(%x: tensor<1x5x8xf32>) -> tensor<1x5x8xf32> {
  %a = vit.parameter @a : tensor<8x8xf32>
  %0 = vit.linear %x, %a : (tensor<1x5x8xf32>, tensor<8x8xf32>) -> tensor<1x5x8xf32>
  %1 = vit.activation gelu %0 : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %b = vit.parameter @b : tensor<8x8xf32>
  %wide = arith.extf %b : tensor<8x8xf32> to tensor<8x8xf64>
  %twice = arith.addf %wide, %wide : tensor<8x8xf64>
  %half = arith.truncf %twice : tensor<8x8xf64> to tensor<8x8xf32>
  %2 = vit.linear %x, %half : (tensor<1x5x8xf32>, tensor<8x8xf32>) -> tensor<1x5x8xf32>
  %3 = vit.residual %1, %2 : (tensor<1x5x8xf32>, tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  return %3 : tensor<1x5x8xf32>
}

// -----

vit.weight @a : tensor<8x8xf32> in "model.safetensors" at 0

// CHECK-LABEL: func.func @other_input(
// CHECK-COUNT-2: vit.linear {{.*}} -> tensor<1x5x8xf32>
// CHECK-NOT:   tensor.concat
func.func @other_input(%x: tensor<1x5x8xf32>, %y: tensor<1x5x8xf32>)
    -> (tensor<1x5x8xf32>, tensor<1x5x8xf32>) {
  %a = vit.parameter @a : tensor<8x8xf32>
  %0 = vit.linear %x, %a : (tensor<1x5x8xf32>, tensor<8x8xf32>) -> tensor<1x5x8xf32>
  %1 = vit.linear %y, %a : (tensor<1x5x8xf32>, tensor<8x8xf32>) -> tensor<1x5x8xf32>
  return %0, %1 : tensor<1x5x8xf32>, tensor<1x5x8xf32>
}

// -----

vit.weight @a : tensor<8x8xf32> in "model.safetensors" at 0

// One weight is an argument, one bias is: neither can be merged ahead of time.
// CHECK-LABEL: func.func @arguments(
// CHECK-COUNT-3: vit.linear {{.*}} -> tensor<1x5x8xf32>
// CHECK-NOT:   tensor.concat
func.func @arguments(%x: tensor<1x5x8xf32>, %w: tensor<8x8xf32>, %b: tensor<8xf32>)
    -> (tensor<1x5x8xf32>, tensor<1x5x8xf32>, tensor<1x5x8xf32>) {
  %a = vit.parameter @a : tensor<8x8xf32>
  %0 = vit.linear %x, %a : (tensor<1x5x8xf32>, tensor<8x8xf32>) -> tensor<1x5x8xf32>
  %1 = vit.linear %x, %w : (tensor<1x5x8xf32>, tensor<8x8xf32>) -> tensor<1x5x8xf32>
  %2 = vit.linear %x, %a bias(%b) : (tensor<1x5x8xf32>, tensor<8x8xf32>, tensor<8xf32>) -> tensor<1x5x8xf32>
  return %0, %1, %2 : tensor<1x5x8xf32>, tensor<1x5x8xf32>, tensor<1x5x8xf32>
}
