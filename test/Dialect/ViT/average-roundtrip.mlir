// RUN: vitc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: func.func @basic(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x8xf32>
// CHECK-SAME:  %[[Y:[^:]*]]: tensor<2x8xf32>
func.func @basic(%x: tensor<2x8xf32>, %y: tensor<2x8xf32>) -> tensor<2x8xf32> {
  // CHECK: vit.average %[[X]], %[[Y]] : tensor<2x8xf32>
  %0 = vit.average %x, %y : tensor<2x8xf32>
  return %0 : tensor<2x8xf32>
}
