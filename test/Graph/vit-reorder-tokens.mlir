// RUN: vitc-opt %s --vit-reorder-tokens | FileCheck %s

// CHECK-LABEL: func.func @positions(
// CHECK-SAME:  %[[L:[^:]*]]: tensor<1x2x8xf32>, %[[T:[^:]*]]: tensor<3x4x8xf32>, %[[P:[^:]*]]: tensor<1x6x8xf32>
// CHECK-DAG:   %[[FRONT:.*]] = tensor.extract_slice %[[P]][0, 0, 0] [1, 2, 8] [1, 1, 1]
// CHECK-DAG:   %[[BACK:.*]] = tensor.extract_slice %[[P]][0, 2, 0] [1, 4, 8] [1, 1, 1]
// CHECK-DAG:   %[[LEARNED:.*]] = vit.add_position %[[L]], %[[FRONT]] : (tensor<1x2x8xf32>
// CHECK-DAG:   %[[TOKENS:.*]] = vit.add_position %[[T]], %[[BACK]] : (tensor<3x4x8xf32>
// CHECK:       %[[ALL:.*]] = vit.prepend_token %[[LEARNED]], %[[TOKENS]] : {{.*}} -> tensor<3x6x8xf32>
// CHECK:       return %[[ALL]]
func.func @positions(%l: tensor<1x2x8xf32>, %t: tensor<3x4x8xf32>,
                     %p: tensor<1x6x8xf32>) -> tensor<3x6x8xf32> {
  %0 = vit.prepend_token %l, %t : (tensor<1x2x8xf32>, tensor<3x4x8xf32>) -> tensor<3x6x8xf32>
  %1 = vit.add_position %0, %p : (tensor<3x6x8xf32>, tensor<1x6x8xf32>) -> tensor<3x6x8xf32>
  return %1 : tensor<3x6x8xf32>
}

// Two joins: class token before registers.
// CHECK-LABEL: func.func @joined_twice(
// CHECK-COUNT-3: vit.add_position
// CHECK:       vit.prepend_token
// CHECK-NOT:   vit.add_position
// CHECK:       return
func.func @joined_twice(%c: tensor<1x1x8xf32>, %r: tensor<1x2x8xf32>, %t: tensor<3x4x8xf32>,
                        %p: tensor<1x7x8xf32>) -> tensor<3x7x8xf32> {
  %0 = vit.prepend_token %r, %t : (tensor<1x2x8xf32>, tensor<3x4x8xf32>) -> tensor<3x6x8xf32>
  %1 = vit.prepend_token %c, %0 : (tensor<1x1x8xf32>, tensor<3x6x8xf32>) -> tensor<3x7x8xf32>
  %2 = vit.add_position %1, %p : (tensor<3x7x8xf32>, tensor<1x7x8xf32>) -> tensor<3x7x8xf32>
  return %2 : tensor<3x7x8xf32>
}

// CHECK-LABEL: func.func @inserted_behind(
// CHECK-NEXT:  vit.prepend_token {{.*}} at 1
// CHECK-NEXT:  vit.add_position
func.func @inserted_behind(%l: tensor<1x2x8xf32>, %t: tensor<3x4x8xf32>,
                           %p: tensor<1x6x8xf32>) -> tensor<3x6x8xf32> {
  %0 = vit.prepend_token %l, %t at 1
      : (tensor<1x2x8xf32>, tensor<3x4x8xf32>) -> tensor<3x6x8xf32>
  %1 = vit.add_position %0, %p : (tensor<3x6x8xf32>, tensor<1x6x8xf32>) -> tensor<3x6x8xf32>
  return %1 : tensor<3x6x8xf32>
}

// CHECK-LABEL: func.func @joined_and_read(
// CHECK-NEXT:  vit.prepend_token
// CHECK-NEXT:  vit.add_position
// CHECK-NEXT:  return
func.func @joined_and_read(%l: tensor<1x2x8xf32>, %t: tensor<3x4x8xf32>, %p: tensor<1x6x8xf32>)
    -> (tensor<3x6x8xf32>, tensor<3x6x8xf32>) {
  %0 = vit.prepend_token %l, %t : (tensor<1x2x8xf32>, tensor<3x4x8xf32>) -> tensor<3x6x8xf32>
  %1 = vit.add_position %0, %p : (tensor<3x6x8xf32>, tensor<1x6x8xf32>) -> tensor<3x6x8xf32>
  return %0, %1 : tensor<3x6x8xf32>, tensor<3x6x8xf32>
}

// CHECK-LABEL: func.func @pool(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<3x6x8xf32>, %[[G:[^:]*]]: tensor<8xf32>
// CHECK:       %[[TOKEN:.*]] = vit.pool token %[[X]] first = 1 : (tensor<3x6x8xf32>) -> tensor<3x8xf32>
// CHECK:       %[[NORM:.*]] = vit.layer_norm %[[TOKEN]] affine(%[[G]], %[[G]]) eps = 1.250000e-01 : (tensor<3x8xf32>
// CHECK:       return %[[NORM]]
func.func @pool(%x: tensor<3x6x8xf32>, %g: tensor<8xf32>) -> tensor<3x8xf32> {
  %0 = vit.layer_norm %x affine(%g, %g) eps = 1.250000e-01
      : (tensor<3x6x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<3x6x8xf32>
  %1 = vit.pool token %0 first = 1 : (tensor<3x6x8xf32>) -> tensor<3x8xf32>
  return %1 : tensor<3x8xf32>
}

// The mean of normalised rows is not the normalised mean.
// CHECK-LABEL: func.func @mean(
// CHECK-NEXT:  vit.layer_norm
// CHECK-NEXT:  vit.pool mean
func.func @mean(%x: tensor<3x6x8xf32>) -> tensor<3x8xf32> {
  %0 = vit.layer_norm %x eps = 1.250000e-01 : (tensor<3x6x8xf32>) -> tensor<3x6x8xf32>
  %1 = vit.pool mean %0 : (tensor<3x6x8xf32>) -> tensor<3x8xf32>
  return %1 : tensor<3x8xf32>
}

// CHECK-LABEL: func.func @pooled_and_read(
// CHECK-NEXT:  vit.layer_norm
// CHECK-NEXT:  vit.pool
func.func @pooled_and_read(%x: tensor<3x6x8xf32>) -> (tensor<3x6x8xf32>, tensor<3x8xf32>) {
  %0 = vit.layer_norm %x eps = 1.250000e-01 : (tensor<3x6x8xf32>) -> tensor<3x6x8xf32>
  %1 = vit.pool token %0 : (tensor<3x6x8xf32>) -> tensor<3x8xf32>
  return %0, %1 : tensor<3x6x8xf32>, tensor<3x8xf32>
}
