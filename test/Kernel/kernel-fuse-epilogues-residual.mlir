// RUN: vitc-opt %s --kernel-fuse-epilogues | FileCheck %s

kernel.weight @p : tensor<1x5x32xf32> in "model.safetensors" at 0

// What is carried around the loop is the destination: the stream stays where it is.
// CHECK-LABEL: func.func @in_loop(
// CHECK:       scf.for {{.*}} iter_args(%[[STREAM:.*]] = %{{.*}})
// CHECK-NEXT:    %[[A:.*]] = kernel.gemm {{.*}} residual(%[[STREAM]]) outs(%[[STREAM]])
// CHECK-NEXT:    %[[B:.*]] = kernel.gemm {{.*}} residual(%[[A]]) outs(%[[A]])
// CHECK-NEXT:    scf.yield %[[B]]
func.func @in_loop(%x: tensor<1x5x32xf32>, %w: tensor<1x32x32xf32>, %i: tensor<1x5x32xf32>) -> tensor<1x5x32xf32> {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %two = arith.constant 2 : index
  %0 = scf.for %l = %zero to %two step %one iter_args(%y = %x) -> tensor<1x5x32xf32> {
    %1 = kernel.gemm ins(%i, %w) outs(%i) : (tensor<1x5x32xf32>, tensor<1x32x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
    %2 = linalg.add ins(%y, %1 : tensor<1x5x32xf32>, tensor<1x5x32xf32>) outs(%i : tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
    %3 = kernel.gemm ins(%i, %w) outs(%i) : (tensor<1x5x32xf32>, tensor<1x32x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
    %4 = linalg.add ins(%3, %2 : tensor<1x5x32xf32>, tensor<1x5x32xf32>) outs(%i : tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
    scf.yield %4 : tensor<1x5x32xf32>
  }
  return %0 : tensor<1x5x32xf32>
}

// CHECK-LABEL: func.func @read_later(
// CHECK-SAME:  %[[O:[^:]*]]: tensor<1x5x32xf32>)
// CHECK:       %[[S:.*]] = kernel.softmax
// CHECK-NEXT:  %[[Y:.*]] = kernel.gemm {{.*}} residual(%[[S]]) outs(%[[O]])
// CHECK-NEXT:  return %[[Y]], %[[S]]
func.func @read_later(%x: tensor<1x5x32xf32>, %w: tensor<1x32x32xf32>, %i: tensor<1x5x32xf32>, %o: tensor<1x5x32xf32>) -> (tensor<1x5x32xf32>, tensor<1x5x32xf32>) {
  %s = kernel.softmax ins(%x) outs(%i) : (tensor<1x5x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  %0 = kernel.gemm ins(%x, %w) outs(%i) : (tensor<1x5x32xf32>, tensor<1x32x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  %1 = linalg.add ins(%s, %0 : tensor<1x5x32xf32>, tensor<1x5x32xf32>) outs(%o : tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  return %1, %s : tensor<1x5x32xf32>, tensor<1x5x32xf32>
}

// Positions are read by the next call too, even where one picture makes them as large as the tokens.
// CHECK-LABEL: func.func @weights(
// CHECK-SAME:  %[[O:[^:]*]]: tensor<1x5x32xf32>)
// CHECK:       %[[P:.*]] = kernel.parameter [@p]
// CHECK-NEXT:  kernel.gemm {{.*}} residual(%[[P]]) outs(%[[O]])
func.func @weights(%x: tensor<1x5x32xf32>, %w: tensor<1x32x32xf32>, %i: tensor<1x5x32xf32>, %o: tensor<1x5x32xf32>) -> tensor<1x5x32xf32> {
  %p = kernel.parameter [@p] : tensor<1x5x32xf32>
  %0 = kernel.gemm ins(%x, %w) outs(%i) : (tensor<1x5x32xf32>, tensor<1x32x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  %1 = linalg.add ins(%p, %0 : tensor<1x5x32xf32>, tensor<1x5x32xf32>) outs(%o : tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  return %1 : tensor<1x5x32xf32>
}

// The caller's input, or a part of it.
// CHECK-LABEL: func.func @argument(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<1x5x32xf32>, %{{[^:]*}}: tensor<1x32x32xf32>, %[[LARGE:[^:]*]]: tensor<1x6x32xf32>, %{{[^:]*}}: tensor<1x5x32xf32>, %[[O:[^:]*]]: tensor<1x5x32xf32>
// CHECK:       kernel.gemm {{.*}} residual(%[[X]]) outs(%[[O]])
// CHECK:       %[[PART:.*]] = tensor.extract_slice %[[LARGE]]
// CHECK:       kernel.gemm {{.*}} residual(%[[PART]]) outs(%[[O]])
func.func @argument(%x: tensor<1x5x32xf32>, %w: tensor<1x32x32xf32>, %large: tensor<1x6x32xf32>, %i: tensor<1x5x32xf32>, %o: tensor<1x5x32xf32>) -> (tensor<1x5x32xf32>, tensor<1x5x32xf32>) {
  %0 = kernel.gemm ins(%i, %w) outs(%i) : (tensor<1x5x32xf32>, tensor<1x32x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  %1 = linalg.add ins(%x, %0 : tensor<1x5x32xf32>, tensor<1x5x32xf32>) outs(%o : tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  %part = tensor.extract_slice %large[0, 1, 0] [1, 5, 32] [1, 1, 1] : tensor<1x6x32xf32> to tensor<1x5x32xf32>
  %2 = kernel.gemm ins(%i, %w) outs(%i) : (tensor<1x5x32xf32>, tensor<1x32x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  %3 = linalg.add ins(%part, %2 : tensor<1x5x32xf32>, tensor<1x5x32xf32>) outs(%o : tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  return %1, %3 : tensor<1x5x32xf32>, tensor<1x5x32xf32>
}

// What is the same for all pictures is read, not repeated.
// CHECK-LABEL: func.func @batch(
// CHECK-SAME:  %[[P:[^:]*]]: tensor<5x32xf32>
// CHECK-NOT:   linalg.broadcast
// CHECK:       %[[ONE:.*]] = tensor.expand_shape %[[P]] {{.*}} into tensor<1x5x32xf32>
// CHECK:       kernel.gemm {{.*}} residual(%[[ONE]]) outs(%{{.*}}) : (tensor<3x5x32xf32>, tensor<1x32x32xf32>, tensor<1x5x32xf32>, tensor<3x5x32xf32>)
func.func @batch(%x: tensor<3x5x32xf32>, %w: tensor<1x32x32xf32>, %p: tensor<5x32xf32>, %o: tensor<3x5x32xf32>)
    -> tensor<3x5x32xf32> {
  %0 = kernel.gemm ins(%x, %w) outs(%o)
      : (tensor<3x5x32xf32>, tensor<1x32x32xf32>, tensor<3x5x32xf32>) -> tensor<3x5x32xf32>
  %repeated = linalg.broadcast ins(%p : tensor<5x32xf32>) outs(%o : tensor<3x5x32xf32>)
      dimensions = [0]
  %1 = linalg.add ins(%repeated, %0 : tensor<3x5x32xf32>, tensor<3x5x32xf32>)
      outs(%o : tensor<3x5x32xf32>) -> tensor<3x5x32xf32>
  return %1 : tensor<3x5x32xf32>
}
