// RUN: vitc-opt %s --convert-vit-to-kernel --split-input-file | FileCheck %s

// CHECK-LABEL: func.func @patch_embed(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x3x16x24xf32>, %[[F:[^:]*]]: tensor<32x3x8x8xf32>
// CHECK-DAG:   %[[ROWS:.*]] = kernel.patches ins(%[[X]]) outs(%{{.*}}) patch = [8, 8] strides = [8, 8] : {{.*}} -> tensor<2x6x192xf32>
// CHECK-DAG:   %[[M:.*]] = tensor.collapse_shape %[[F]] {{\[\[}}0], [1, 2, 3]] : tensor<32x3x8x8xf32> into tensor<32x192xf32>
// CHECK-DAG:   %[[P:.*]] = kernel.pack ins(%[[M]])
// CHECK:       kernel.gemm ins(%[[ROWS]], %[[P]])
func.func @patch_embed(%x: tensor<2x3x16x24xf32>, %f: tensor<32x3x8x8xf32>) -> tensor<2x6x32xf32> {
  %0 = vit.patch_embed %x, %f strides = [8, 8]
      : (tensor<2x3x16x24xf32>, tensor<32x3x8x8xf32>) -> tensor<2x6x32xf32>
  return %0 : tensor<2x6x32xf32>
}

// -----

// CHECK-LABEL: func.func @positions(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x6x32xf32>, %[[P:[^:]*]]: tensor<1x6x32xf32>
// CHECK:       %[[M:.*]] = tensor.collapse_shape %[[P]]
// CHECK:       %[[ALL:.*]] = linalg.broadcast ins(%[[M]] : tensor<6x32xf32>) {{.*}} dimensions = [0]
// CHECK:       linalg.add ins(%[[ALL]], %[[X]]
func.func @positions(%x: tensor<2x6x32xf32>, %p: tensor<1x6x32xf32>) -> tensor<2x6x32xf32> {
  %0 = vit.add_position %x, %p : (tensor<2x6x32xf32>, tensor<1x6x32xf32>) -> tensor<2x6x32xf32>
  return %0 : tensor<2x6x32xf32>
}

// -----

// The tokens come first: their maker can write them in place.
// CHECK-LABEL: func.func @prepend(
// CHECK-SAME:  %[[L:[^:]*]]: tensor<1x2x32xf32>, %[[X:[^:]*]]: tensor<1x6x32xf32>
// CHECK:       %[[A:.*]] = tensor.insert_slice %[[X]] into %{{.*}}[0, 2, 0] [1, 6, 32] [1, 1, 1]
// CHECK:       tensor.insert_slice %[[L]] into %[[A]][0, 0, 0] [1, 2, 32] [1, 1, 1]
func.func @prepend(%l: tensor<1x2x32xf32>, %x: tensor<1x6x32xf32>) -> tensor<1x8x32xf32> {
  %0 = vit.prepend_token %l, %x : (tensor<1x2x32xf32>, tensor<1x6x32xf32>) -> tensor<1x8x32xf32>
  return %0 : tensor<1x8x32xf32>
}

// -----

// CHECK-LABEL: func.func @insert_behind(
// CHECK-SAME:  %[[L:[^:]*]]: tensor<1x2x32xf32>, %[[X:[^:]*]]: tensor<3x6x32xf32>
// CHECK-DAG:   %[[BACK:.*]] = tensor.extract_slice %[[X]][0, 1, 0] [3, 5, 32]
// CHECK-DAG:   %[[FRONT:.*]] = tensor.extract_slice %[[X]][0, 0, 0] [3, 1, 32]
// CHECK-DAG:   tensor.insert_slice %[[BACK]] into %{{.*}}[0, 3, 0] [3, 5, 32]
// CHECK-DAG:   tensor.insert_slice %[[FRONT]] into %{{.*}}[0, 0, 0] [3, 1, 32]
// CHECK-DAG:   %[[REPEATED:.*]] = linalg.broadcast
// CHECK-DAG:   tensor.insert_slice %[[REPEATED]] into %{{.*}}[0, 1, 0] [3, 2, 32]
func.func @insert_behind(%l: tensor<1x2x32xf32>, %x: tensor<3x6x32xf32>) -> tensor<3x8x32xf32> {
  %0 = vit.prepend_token %l, %x at 1 : (tensor<1x2x32xf32>, tensor<3x6x32xf32>) -> tensor<3x8x32xf32>
  return %0 : tensor<3x8x32xf32>
}

// -----

// One token is a view; a mean takes the reference form.
// CHECK-LABEL: func.func @pool(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<3x6x32xf32>
// CHECK:       tensor.extract_slice %[[X]][0, 1, 0] [3, 1, 32] [1, 1, 1] : tensor<3x6x32xf32> to tensor<3x32xf32>
// CHECK:       linalg.
func.func @pool(%x: tensor<3x6x32xf32>) -> (tensor<3x32xf32>, tensor<3x32xf32>) {
  %0 = vit.pool token %x first = 1 : (tensor<3x6x32xf32>) -> tensor<3x32xf32>
  %1 = vit.pool mean %x : (tensor<3x6x32xf32>) -> tensor<3x32xf32>
  return %0, %1 : tensor<3x32xf32>, tensor<3x32xf32>
}

// -----

// A plain sum, for kernel-fuse-epilogues; with a scale that no fold took, the reference form.
// CHECK-LABEL: func.func @residual(
// CHECK:       linalg.add
// CHECK-NOT:   linalg.add
// CHECK:       arith.mulf
func.func @residual(%x: tensor<3x6x32xf32>, %y: tensor<3x6x32xf32>, %s: tensor<32xf32>)
    -> (tensor<3x6x32xf32>, tensor<3x6x32xf32>) {
  %0 = vit.residual %x, %y : (tensor<3x6x32xf32>, tensor<3x6x32xf32>) -> tensor<3x6x32xf32>
  %1 = vit.residual %x, %y scale(%s) : (tensor<3x6x32xf32>, tensor<3x6x32xf32>, tensor<32xf32>) -> tensor<3x6x32xf32>
  return %0, %1 : tensor<3x6x32xf32>, tensor<3x6x32xf32>
}
