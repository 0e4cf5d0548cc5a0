// RUN: vitc-opt %s --canonicalize | FileCheck %s

// CHECK-LABEL: func.func @token_before(
// CHECK-SAME:  %[[LEARNED:[^:]*]]: tensor<1x2x8xf32>, %[[X:[^:]*]]: tensor
func.func @token_before(%learned: tensor<1x2x8xf32>, %x: tensor<1x5x8xf32>) -> tensor<1x8xf32> {
  // CHECK-NEXT: %[[POOLED:.*]] = vit.pool token %[[X]] :
  // CHECK-NEXT: return %[[POOLED]]
  %0 = vit.prepend_token %learned, %x at 1 : (tensor<1x2x8xf32>, tensor<1x5x8xf32>) -> tensor<1x7x8xf32>
  %1 = vit.pool token %0 : (tensor<1x7x8xf32>) -> tensor<1x8xf32>
  return %1 : tensor<1x8xf32>
}

// CHECK-LABEL: func.func @token_behind(
// CHECK-SAME:  %[[LEARNED:[^:]*]]: tensor<1x2x8xf32>, %[[X:[^:]*]]: tensor
func.func @token_behind(%learned: tensor<1x2x8xf32>, %x: tensor<1x5x8xf32>) -> tensor<1x8xf32> {
  // CHECK-NEXT: %[[POOLED:.*]] = vit.pool token %[[X]] first = 1 :
  // CHECK-NEXT: return %[[POOLED]]
  %0 = vit.prepend_token %learned, %x at 1 : (tensor<1x2x8xf32>, tensor<1x5x8xf32>) -> tensor<1x7x8xf32>
  %1 = vit.pool token %0 first = 3 : (tensor<1x7x8xf32>) -> tensor<1x8xf32>
  return %1 : tensor<1x8xf32>
}

// CHECK-LABEL: func.func @mean_behind(
// CHECK-SAME:  %[[LEARNED:[^:]*]]: tensor<1x2x8xf32>, %[[X:[^:]*]]: tensor
func.func @mean_behind(%learned: tensor<1x2x8xf32>, %x: tensor<1x5x8xf32>) -> tensor<1x8xf32> {
  // CHECK-NEXT: %[[POOLED:.*]] = vit.pool mean %[[X]] first = 2 :
  // CHECK-NEXT: return %[[POOLED]]
  %0 = vit.prepend_token %learned, %x at 1 : (tensor<1x2x8xf32>, tensor<1x5x8xf32>) -> tensor<1x7x8xf32>
  %1 = vit.pool mean %0 first = 4 : (tensor<1x7x8xf32>) -> tensor<1x8xf32>
  return %1 : tensor<1x8xf32>
}

// The token that is read is a learned one.
// CHECK-LABEL: func.func @learned_token(
// CHECK-SAME:  %[[LEARNED:[^:]*]]: tensor<1x2x8xf32>, %[[X:[^:]*]]: tensor
func.func @learned_token(%learned: tensor<1x2x8xf32>, %x: tensor<1x5x8xf32>) -> tensor<1x8xf32> {
  // CHECK: %[[TOKENS:.*]] = vit.prepend_token
  // CHECK: vit.pool token %[[TOKENS]] first = 2 :
  %0 = vit.prepend_token %learned, %x at 1 : (tensor<1x2x8xf32>, tensor<1x5x8xf32>) -> tensor<1x7x8xf32>
  %1 = vit.pool token %0 first = 2 : (tensor<1x7x8xf32>) -> tensor<1x8xf32>
  return %1 : tensor<1x8xf32>
}

// The mean covers learned tokens.
// CHECK-LABEL: func.func @mean_across(
// CHECK-SAME:  %[[LEARNED:[^:]*]]: tensor<1x2x8xf32>, %[[X:[^:]*]]: tensor
func.func @mean_across(%learned: tensor<1x2x8xf32>, %x: tensor<1x5x8xf32>) -> tensor<1x8xf32> {
  // CHECK: %[[TOKENS:.*]] = vit.prepend_token
  // CHECK: vit.pool mean %[[TOKENS]] :
  %0 = vit.prepend_token %learned, %x at 1 : (tensor<1x2x8xf32>, tensor<1x5x8xf32>) -> tensor<1x7x8xf32>
  %1 = vit.pool mean %0 : (tensor<1x7x8xf32>) -> tensor<1x8xf32>
  return %1 : tensor<1x8xf32>
}

// CHECK-LABEL: func.func @mean_from_learned(
// CHECK-SAME:  %[[LEARNED:[^:]*]]: tensor<1x2x8xf32>, %[[X:[^:]*]]: tensor
func.func @mean_from_learned(%learned: tensor<1x2x8xf32>, %x: tensor<1x5x8xf32>) -> tensor<1x8xf32> {
  // CHECK: %[[TOKENS:.*]] = vit.prepend_token
  // CHECK: vit.pool mean %[[TOKENS]] first = 2 :
  %0 = vit.prepend_token %learned, %x at 1 : (tensor<1x2x8xf32>, tensor<1x5x8xf32>) -> tensor<1x7x8xf32>
  %1 = vit.pool mean %0 first = 2 : (tensor<1x7x8xf32>) -> tensor<1x8xf32>
  return %1 : tensor<1x8xf32>
}

// Two numbers of tokens would have to change by different amounts.
// CHECK-LABEL: func.func @token_mean(
// CHECK-SAME:  %[[LEARNED:[^:]*]]: tensor<1x2x8xf32>, %[[X:[^:]*]]: tensor
func.func @token_mean(%learned: tensor<1x2x8xf32>, %x: tensor<1x5x8xf32>) -> tensor<1x16xf32> {
  // CHECK: %[[TOKENS:.*]] = vit.prepend_token
  // CHECK: vit.pool token_mean %[[TOKENS]] first = 3 :
  %0 = vit.prepend_token %learned, %x at 1 : (tensor<1x2x8xf32>, tensor<1x5x8xf32>) -> tensor<1x7x8xf32>
  %1 = vit.pool token_mean %0 first = 3 : (tensor<1x7x8xf32>) -> tensor<1x16xf32>
  return %1 : tensor<1x16xf32>
}
