// RUN: vitc-opt %s --canonicalize | FileCheck %s

// CHECK-LABEL: func.func @with_itself(
// CHECK-SAME:  %[[X:[^:]*]]: tensor
func.func @with_itself(%x: tensor<2x8xf32>) -> tensor<2x8xf32> {
  // CHECK: return %[[X]]
  %0 = vit.average %x, %x : tensor<2x8xf32>
  return %0 : tensor<2x8xf32>
}

// CHECK-LABEL: func.func @of_two(
func.func @of_two(%x: tensor<2x8xf32>, %y: tensor<2x8xf32>) -> tensor<2x8xf32> {
  // CHECK: %[[MEAN:.*]] = vit.average
  // CHECK: return %[[MEAN]]
  %0 = vit.average %x, %y : tensor<2x8xf32>
  return %0 : tensor<2x8xf32>
}
