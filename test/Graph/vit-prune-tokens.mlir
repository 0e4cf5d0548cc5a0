// RUN: vitc-opt %s --vit-prune-tokens | FileCheck %s

// Keys and values come from all six tokens, all else from the first.
// CHECK-LABEL: func.func @last_block(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<3x6x8xf32>
// CHECK:       %[[SKIP:.*]] = tensor.extract_slice %[[X]][0, 0, 0] [3, 1, 8] [1, 1, 1]
// CHECK:       %[[NORM:.*]] = vit.layer_norm %[[X]]
// CHECK:       %[[QUERY:.*]] = vit.layer_norm %[[SKIP]] {{.*}} -> tensor<3x1x8xf32>
// CHECK:       %[[A:.*]] = vit.attention %[[QUERY]] memory(%[[NORM]]) {{.*}} -> tensor<3x1x8xf32>
// CHECK:       %[[R:.*]] = vit.residual %[[SKIP]], %[[A]] : {{.*}} -> tensor<3x1x8xf32>
// CHECK:       %[[N:.*]] = vit.layer_norm %[[R]] {{.*}} -> tensor<3x1x8xf32>
// CHECK:       %[[F:.*]] = vit.ffn gelu %[[N]] {{.*}} -> tensor<3x1x8xf32>
// CHECK:       %[[S:.*]] = vit.residual %[[R]], %[[F]] : {{.*}} -> tensor<3x1x8xf32>
// CHECK:       %[[P:.*]] = vit.pool token %[[S]] : (tensor<3x1x8xf32>) -> tensor<3x8xf32>
// CHECK:       return %[[P]]
func.func @last_block(%x: tensor<3x6x8xf32>, %g: tensor<8xf32>, %w: tensor<8x8xf32>)
    -> tensor<3x8xf32> {
  %0 = vit.layer_norm %x affine(%g, %g) eps = 1.250000e-01
      : (tensor<3x6x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<3x6x8xf32>
  %1 = vit.attention %0 query(%w) key(%w) value(%w) output(%w) heads = 2
      : (tensor<3x6x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>)
      -> tensor<3x6x8xf32>
  %2 = vit.residual %x, %1 : (tensor<3x6x8xf32>, tensor<3x6x8xf32>) -> tensor<3x6x8xf32>
  %3 = vit.layer_norm %2 affine(%g, %g) eps = 1.250000e-01
      : (tensor<3x6x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<3x6x8xf32>
  %4 = vit.ffn gelu %3 hidden(%w) output(%w)
      : (tensor<3x6x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<3x6x8xf32>
  %5 = vit.residual %2, %4 : (tensor<3x6x8xf32>, tensor<3x6x8xf32>) -> tensor<3x6x8xf32>
  %6 = vit.pool token %5 : (tensor<3x6x8xf32>) -> tensor<3x8xf32>
  return %6 : tensor<3x8xf32>
}

// Two heads read two tokens: rows 1 and 2.
// CHECK-LABEL: func.func @two_tokens(
// CHECK:       %[[S:.*]] = vit.residual {{.*}} -> tensor<1x2x8xf32>
// CHECK:       vit.pool token %[[S]] : (tensor<1x2x8xf32>)
// CHECK:       vit.pool token %[[S]] first = 1 : (tensor<1x2x8xf32>)
func.func @two_tokens(%x: tensor<1x6x8xf32>, %w: tensor<8x8xf32>)
    -> (tensor<1x8xf32>, tensor<1x8xf32>) {
  %0 = vit.ffn gelu %x hidden(%w) output(%w)
      : (tensor<1x6x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<1x6x8xf32>
  %1 = vit.residual %x, %0 : (tensor<1x6x8xf32>, tensor<1x6x8xf32>) -> tensor<1x6x8xf32>
  %2 = vit.pool token %1 first = 1 : (tensor<1x6x8xf32>) -> tensor<1x8xf32>
  %3 = vit.pool token %1 first = 2 : (tensor<1x6x8xf32>) -> tensor<1x8xf32>
  return %2, %3 : tensor<1x8xf32>, tensor<1x8xf32>
}

// All tokens are returned, too.
// CHECK-LABEL: func.func @hidden_state(
// CHECK-NOT:   tensor.extract_slice
// CHECK:       vit.residual {{.*}} -> tensor<1x6x8xf32>
func.func @hidden_state(%x: tensor<1x6x8xf32>, %w: tensor<8x8xf32>)
    -> (tensor<1x8xf32>, tensor<1x6x8xf32>) {
  %0 = vit.ffn gelu %x hidden(%w) output(%w)
      : (tensor<1x6x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<1x6x8xf32>
  %1 = vit.residual %x, %0 : (tensor<1x6x8xf32>, tensor<1x6x8xf32>) -> tensor<1x6x8xf32>
  %2 = vit.pool token %1 : (tensor<1x6x8xf32>) -> tensor<1x8xf32>
  return %2, %1 : tensor<1x8xf32>, tensor<1x6x8xf32>
}

// A mask has a row for each query.
// CHECK-LABEL: func.func @masked(
// CHECK:       vit.attention {{.*}} -> tensor<1x6x8xf32>
// CHECK:       vit.residual {{.*}} -> tensor<1x1x8xf32>
func.func @masked(%x: tensor<1x6x8xf32>, %w: tensor<8x8xf32>, %m: tensor<1x1x6x6xf32>)
    -> tensor<1x8xf32> {
  %0 = vit.attention %x query(%w) key(%w) value(%w) output(%w) mask(%m) heads = 2
      : (tensor<1x6x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>,
         tensor<1x1x6x6xf32>) -> tensor<1x6x8xf32>
  %1 = vit.residual %x, %0 : (tensor<1x6x8xf32>, tensor<1x6x8xf32>) -> tensor<1x6x8xf32>
  %2 = vit.pool token %1 : (tensor<1x6x8xf32>) -> tensor<1x8xf32>
  return %2 : tensor<1x8xf32>
}

// The second stream has no row 4.
// CHECK-LABEL: func.func @short_stream(
// CHECK-NOT:   tensor.extract_slice
func.func @short_stream(%x: tensor<1x6x8xf32>, %y: tensor<1x4x8xf32>, %w: tensor<8x8xf32>)
    -> (tensor<1x8xf32>, tensor<1x8xf32>) {
  %0 = vit.ffn gelu %x hidden(%w) output(%w)
      : (tensor<1x6x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<1x6x8xf32>
  %1 = vit.ffn gelu %y hidden(%w) output(%w)
      : (tensor<1x4x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<1x4x8xf32>
  %2 = vit.pool token %0 first = 4 : (tensor<1x6x8xf32>) -> tensor<1x8xf32>
  %3 = vit.pool token %1 first = 3 : (tensor<1x4x8xf32>) -> tensor<1x8xf32>
  return %2, %3 : tensor<1x8xf32>, tensor<1x8xf32>
}

// A loop reads the tokens, too.
// CHECK-LABEL: func.func @read_in_a_loop(
// CHECK-NOT:   tensor.extract_slice
func.func @read_in_a_loop(%x: tensor<1x6x8xf32>, %w: tensor<8x8xf32>, %n: index)
    -> (tensor<1x8xf32>, tensor<1x8xf32>) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %0 = vit.ffn gelu %x hidden(%w) output(%w)
      : (tensor<1x6x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<1x6x8xf32>
  %1 = vit.pool token %0 : (tensor<1x6x8xf32>) -> tensor<1x8xf32>
  %2 = scf.for %i = %zero to %n step %one iter_args(%last = %1) -> (tensor<1x8xf32>) {
    %3 = vit.pool token %0 first = 1 : (tensor<1x6x8xf32>) -> tensor<1x8xf32>
    scf.yield %3 : tensor<1x8xf32>
  }
  return %1, %2 : tensor<1x8xf32>, tensor<1x8xf32>
}
