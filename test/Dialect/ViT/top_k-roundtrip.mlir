// RUN: vitc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: func.func @basic(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x10xf32>
func.func @basic(%x: tensor<2x10xf32>) -> (tensor<2x5xf32>, tensor<2x5xi64>) {
  // CHECK: vit.top_k %[[X]] k = 5 : (tensor<2x10xf32>) -> (tensor<2x5xf32>, tensor<2x5xi64>)
  %0:2 = vit.top_k %x k = 5 : (tensor<2x10xf32>) -> (tensor<2x5xf32>, tensor<2x5xi64>)
  return %0#0, %0#1 : tensor<2x5xf32>, tensor<2x5xi64>
}

// CHECK-LABEL: func.func @all(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<1x3xbf16>
func.func @all(%x: tensor<1x3xbf16>) -> (tensor<1x3xbf16>, tensor<1x3xi64>) {
  // CHECK: vit.top_k %[[X]] k = 3 : (tensor<1x3xbf16>) -> (tensor<1x3xbf16>, tensor<1x3xi64>)
  %0:2 = vit.top_k %x k = 3 : (tensor<1x3xbf16>) -> (tensor<1x3xbf16>, tensor<1x3xi64>)
  return %0#0, %0#1 : tensor<1x3xbf16>, tensor<1x3xi64>
}
