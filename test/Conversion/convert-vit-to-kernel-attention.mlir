// RUN: vitc-opt %s --convert-vit-to-kernel --split-input-file | FileCheck %s

// Heads are columns of rows: nothing is moved.
// CHECK-LABEL: func.func @sdpa(
// CHECK-SAME:  %[[Q:[^:]*]]: tensor<2x5x32xf32>, %[[K:[^:]*]]: tensor<2x7x32xf32>, %[[M:[^:]*]]: tensor<1x1x5x7xf32>
// CHECK-NOT:   linalg
// CHECK:       kernel.attention ins(%[[Q]], %[[K]], %[[K]]) mask(%[[M]]) outs(%{{.*}}) heads = 4 scale = 5.000000e-01
// CHECK-NOT:   linalg
// CHECK:       return
func.func @sdpa(%q: tensor<2x5x32xf32>, %k: tensor<2x7x32xf32>, %m: tensor<1x1x5x7xf32>) -> tensor<2x5x32xf32> {
  %0 = vit.split_heads %q heads = 4 : (tensor<2x5x32xf32>) -> tensor<2x4x5x8xf32>
  %1 = vit.split_heads %k heads = 4 : (tensor<2x7x32xf32>) -> tensor<2x4x7x8xf32>
  %2 = vit.sdpa %0, %1, %1 mask(%m) scale = 5.000000e-01
      : (tensor<2x4x5x8xf32>, tensor<2x4x7x8xf32>, tensor<2x4x7x8xf32>, tensor<1x1x5x7xf32>) -> tensor<2x4x5x8xf32>
  %3 = vit.merge_heads %2 : (tensor<2x4x5x8xf32>) -> tensor<2x5x32xf32>
  return %3 : tensor<2x5x32xf32>
}

// -----

// CHECK-LABEL: func.func @causal(
// CHECK:       kernel.attention causal
func.func @causal(%q: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  %0 = vit.split_heads %q heads = 4 : (tensor<2x5x32xf32>) -> tensor<2x4x5x8xf32>
  %1 = vit.sdpa causal %0, %0, %0 scale = 5.000000e-01
      : (tensor<2x4x5x8xf32>, tensor<2x4x5x8xf32>, tensor<2x4x5x8xf32>) -> tensor<2x4x5x8xf32>
  %2 = vit.merge_heads %1 : (tensor<2x4x5x8xf32>) -> tensor<2x5x32xf32>
  return %2 : tensor<2x5x32xf32>
}

// -----

// Heads that come from elsewhere are merged and split again around the kernel.
// CHECK-LABEL: func.func @heads_from_elsewhere(
// CHECK-COUNT-3: linalg.transpose
// CHECK:       kernel.attention
// CHECK:       linalg.transpose
func.func @heads_from_elsewhere(%q: tensor<2x4x5x8xf32>) -> tensor<2x4x5x8xf32> {
  %1 = vit.sdpa %q, %q, %q scale = 5.000000e-01
      : (tensor<2x4x5x8xf32>, tensor<2x4x5x8xf32>, tensor<2x4x5x8xf32>) -> tensor<2x4x5x8xf32>
  return %1 : tensor<2x4x5x8xf32>
}
