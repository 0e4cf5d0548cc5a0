// RUN: vitc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: func.func @basic(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x8xf32>
// CHECK-SAME:  %[[W:[^:]*]]: tensor<10x8xf32>
// CHECK-SAME:  %[[B:[^:]*]]: tensor<10xf32>
func.func @basic(%x: tensor<2x8xf32>, %w: tensor<10x8xf32>,
                 %b: tensor<10xf32>) -> tensor<2x10xf32> {
  // CHECK: vit.classifier %[[X]] head(%[[W]], %[[B]]) : (tensor<2x8xf32>, tensor<10x8xf32>, tensor<10xf32>) -> tensor<2x10xf32>
  %0 = vit.classifier %x head(%w, %b)
      : (tensor<2x8xf32>, tensor<10x8xf32>, tensor<10xf32>) -> tensor<2x10xf32>
  return %0 : tensor<2x10xf32>
}

// CHECK-LABEL: func.func @without_bias(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x8xf32>
// CHECK-SAME:  %[[W:[^:]*]]: tensor<10x8xf32>
func.func @without_bias(%x: tensor<2x8xf32>, %w: tensor<10x8xf32>) -> tensor<2x10xf32> {
  // CHECK: vit.classifier %[[X]] head(%[[W]]) : (tensor<2x8xf32>, tensor<10x8xf32>) -> tensor<2x10xf32>
  %0 = vit.classifier %x head(%w) : (tensor<2x8xf32>, tensor<10x8xf32>) -> tensor<2x10xf32>
  return %0 : tensor<2x10xf32>
}

// CHECK-LABEL: func.func @distilled(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x8xf32>
// CHECK-SAME:  %[[W:[^:]*]]: tensor<10x8xf32>
// CHECK-SAME:  %[[B:[^:]*]]: tensor<10xf32>
// CHECK-SAME:  %[[Y:[^:]*]]: tensor<2x8xf32>
// CHECK-SAME:  %[[V:[^:]*]]: tensor<10x8xf32>
// CHECK-SAME:  %[[C:[^:]*]]: tensor<10xf32>
func.func @distilled(%x: tensor<2x8xf32>, %w: tensor<10x8xf32>, %b: tensor<10xf32>,
                     %y: tensor<2x8xf32>, %v: tensor<10x8xf32>,
                     %c: tensor<10xf32>) -> tensor<2x10xf32> {
  // CHECK: vit.classifier %[[X]] head(%[[W]], %[[B]]) distilled %[[Y]] head(%[[V]], %[[C]]) : (tensor<2x8xf32>, tensor<10x8xf32>, tensor<10xf32>, tensor<2x8xf32>, tensor<10x8xf32>, tensor<10xf32>) -> tensor<2x10xf32>
  %0 = vit.classifier %x head(%w, %b) distilled %y head(%v, %c)
      : (tensor<2x8xf32>, tensor<10x8xf32>, tensor<10xf32>, tensor<2x8xf32>, tensor<10x8xf32>,
         tensor<10xf32>)
      -> tensor<2x10xf32>
  return %0 : tensor<2x10xf32>
}

// CHECK-LABEL: func.func @distilled_without_bias(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x8xf32>
// CHECK-SAME:  %[[W:[^:]*]]: tensor<10x8xf32>
// CHECK-SAME:  %[[Y:[^:]*]]: tensor<2x6xf32>
// CHECK-SAME:  %[[V:[^:]*]]: tensor<10x6xf32>
func.func @distilled_without_bias(%x: tensor<2x8xf32>, %w: tensor<10x8xf32>, %y: tensor<2x6xf32>,
                                  %v: tensor<10x6xf32>) -> tensor<2x10xf32> {
  // CHECK: vit.classifier %[[X]] head(%[[W]]) distilled %[[Y]] head(%[[V]]) : (tensor<2x8xf32>, tensor<10x8xf32>, tensor<2x6xf32>, tensor<10x6xf32>) -> tensor<2x10xf32>
  %0 = vit.classifier %x head(%w) distilled %y head(%v)
      : (tensor<2x8xf32>, tensor<10x8xf32>, tensor<2x6xf32>, tensor<10x6xf32>) -> tensor<2x10xf32>
  return %0 : tensor<2x10xf32>
}
