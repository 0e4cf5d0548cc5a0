// RUN: vitc-opt %s --canonicalize | FileCheck %s

// CHECK-LABEL: func.func @to_itself(
// CHECK-SAME:  %[[P:[^:]*]]: tensor
func.func @to_itself(%p: tensor<1x7x8xf32>) -> tensor<1x7x8xf32> {
  // CHECK: return %[[P]]
  %0 = vit.interpolate_position bicubic_antialias %p prefix = 1 from [2, 3] to [2, 3]
      : (tensor<1x7x8xf32>) -> tensor<1x7x8xf32>
  return %0 : tensor<1x7x8xf32>
}

// As many positions, but another grid.
// CHECK-LABEL: func.func @turned(
func.func @turned(%p: tensor<1x7x8xf32>) -> tensor<1x7x8xf32> {
  // CHECK: %[[TURNED:.*]] = vit.interpolate_position
  // CHECK: return %[[TURNED]]
  %0 = vit.interpolate_position bicubic %p prefix = 1 from [2, 3] to [3, 2]
      : (tensor<1x7x8xf32>) -> tensor<1x7x8xf32>
  return %0 : tensor<1x7x8xf32>
}
