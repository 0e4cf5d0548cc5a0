// RUN: vitc-opt %s --one-shot-bufferize="bufferize-function-boundaries function-boundary-type-conversion=identity-layout-map" --split-input-file | FileCheck %s

// CHECK-LABEL: func.func @every_kernel(
// CHECK-NOT:   memref.alloc
// CHECK-NOT:   memref.copy
// CHECK:       kernel.patches ins(%{{.*}}) outs(%{{.*}}) patch = [8, 8] strides = [8, 8] : (memref<1x3x8x8xf32>, memref<1x1x192xf32>) -> ()
// CHECK:       kernel.pack ins(%{{.*}}) outs(%{{.*}}) : (memref<32x192xf32>, memref<1x192x32xf32>) -> ()
// CHECK:       kernel.gemm ins(%{{.*}}, %{{.*}}) bias(%{{.*}}) activation({{ ?}}gelu) outs(%{{.*}}) : (memref<1x1x192xf32>, memref<1x192x32xf32>, memref<32xf32>, memref<1x1x32xf32>) -> ()
// CHECK:       kernel.normalize ins(%{{.*}}) affine(%{{.*}}, %{{.*}}) outs(%{{.*}}) eps = 1.250000e-01 : (memref<1x1x32xf32>, memref<32xf32>, memref<32xf32>, memref<1x1x32xf32>) -> ()
// CHECK:       kernel.attention causal ins(%{{.*}}, %{{.*}}, %{{.*}}) outs(%{{.*}}) heads = 2 scale = 5.000000e-01 : (memref<1x1x32xf32>, memref<1x1x32xf32>, memref<1x1x32xf32>, memref<1x1x32xf32>) -> ()
// CHECK:       kernel.activate gated silu ins(%{{.*}}) outs(%{{.*}}) : (memref<1x1x32xf32>, memref<1x1x16xf32>) -> ()
// CHECK:       kernel.softmax ins(%{{.*}}) outs(%{{.*}}) : (memref<1x1x16xf32>, memref<1x1x16xf32>) -> ()
func.func @every_kernel(%pixels: tensor<1x3x8x8xf32>, %w: tensor<32x192xf32>, %b: tensor<32xf32>,
                        %i0: tensor<1x1x192xf32>, %i1: tensor<1x192x32xf32>, %i2: tensor<1x1x32xf32>,
                        %i3: tensor<1x1x32xf32>, %i4: tensor<1x1x32xf32>, %i5: tensor<1x1x16xf32>,
                        %i6: tensor<1x1x16xf32>) -> tensor<1x1x16xf32> {
  %0 = kernel.patches ins(%pixels) outs(%i0) patch = [8, 8] strides = [8, 8]
      : (tensor<1x3x8x8xf32>, tensor<1x1x192xf32>) -> tensor<1x1x192xf32>
  %1 = kernel.pack ins(%w) outs(%i1) : (tensor<32x192xf32>, tensor<1x192x32xf32>) -> tensor<1x192x32xf32>
  %2 = kernel.gemm ins(%0, %1) bias(%b) activation(gelu) outs(%i2)
      : (tensor<1x1x192xf32>, tensor<1x192x32xf32>, tensor<32xf32>, tensor<1x1x32xf32>) -> tensor<1x1x32xf32>
  %3 = kernel.normalize ins(%2) affine(%b, %b) outs(%i3) eps = 1.250000e-01
      : (tensor<1x1x32xf32>, tensor<32xf32>, tensor<32xf32>, tensor<1x1x32xf32>) -> tensor<1x1x32xf32>
  %4 = kernel.attention causal ins(%3, %3, %3) outs(%i4) heads = 2 scale = 5.000000e-01
      : (tensor<1x1x32xf32>, tensor<1x1x32xf32>, tensor<1x1x32xf32>, tensor<1x1x32xf32>) -> tensor<1x1x32xf32>
  %5 = kernel.activate gated silu ins(%4) outs(%i5) : (tensor<1x1x32xf32>, tensor<1x1x16xf32>) -> tensor<1x1x16xf32>
  %6 = kernel.softmax ins(%5) outs(%i6) : (tensor<1x1x16xf32>, tensor<1x1x16xf32>) -> tensor<1x1x16xf32>
  return %6 : tensor<1x1x16xf32>
}

// -----

// Residual and destination are one buffer.
// CHECK-LABEL: func.func @residual_in_place(
// CHECK-SAME:  %[[O:[^:]*]]: memref<1x5x32xf32>)
// CHECK-NOT:   memref.alloc
// CHECK:       kernel.gemm ins(%{{.*}}, %{{.*}}) residual(%[[O]]) outs(%[[O]])
func.func @residual_in_place(%x: tensor<1x5x32xf32>, %w: tensor<1x32x32xf32>,
                             %o: tensor<1x5x32xf32>) -> tensor<1x5x32xf32> {
  %0 = kernel.gemm ins(%x, %w) residual(%o) outs(%o)
      : (tensor<1x5x32xf32>, tensor<1x32x32xf32>, tensor<1x5x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  return %0 : tensor<1x5x32xf32>
}

// -----

// The left side is read while the result is written: it may not be the same buffer.
// CHECK-LABEL: func.func @lhs_in_place(
// CHECK-SAME:  %[[O:[^:]*]]: memref<1x5x32xf32>)
// CHECK:       %[[NEW:.*]] = memref.alloc()
// CHECK:       kernel.gemm ins(%[[O]], %{{.*}}) residual(%[[O]]) outs(%[[NEW]])
func.func @lhs_in_place(%w: tensor<1x32x32xf32>, %o: tensor<1x5x32xf32>) -> tensor<1x5x32xf32> {
  %0 = kernel.gemm ins(%o, %w) residual(%o) outs(%o)
      : (tensor<1x5x32xf32>, tensor<1x32x32xf32>, tensor<1x5x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  return %0 : tensor<1x5x32xf32>
}

// -----

// Pointwise kernels run in place, others do not.
// CHECK-LABEL: func.func @in_place(
// CHECK-SAME:  %[[O:[^:]*]]: memref<1x5x32xf32>)
// CHECK-NEXT:  kernel.activate gelu ins(%[[O]]) outs(%[[O]])
// CHECK-NEXT:  %[[NEW:.*]] = memref.alloc()
// CHECK-NEXT:  kernel.normalize ins(%[[O]]) outs(%[[NEW]])
func.func @in_place(%o: tensor<1x5x32xf32>) -> tensor<1x5x32xf32> {
  %0 = kernel.activate gelu ins(%o) outs(%o) : (tensor<1x5x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  %1 = kernel.normalize ins(%0) outs(%0) eps = 1.250000e-01
      : (tensor<1x5x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  return %1 : tensor<1x5x32xf32>
}

// -----

// A gated activation reads columns that it has overwritten: never in place, through a slice neither.
// CHECK-LABEL: func.func @gated(
// CHECK-SAME:  %[[X:[^:]*]]: memref<1x5x32xf32>)
// CHECK:       %[[NEW:.*]] = memref.alloc()
// CHECK:       kernel.activate gated silu ins(%[[X]]) outs(%[[NEW]])
func.func @gated(%x: tensor<1x5x32xf32>) -> tensor<1x5x16xf32> {
  %part = tensor.extract_slice %x[0, 0, 0] [1, 5, 16] [1, 1, 1] : tensor<1x5x32xf32> to tensor<1x5x16xf32>
  %0 = kernel.activate gated silu ins(%x) outs(%part) : (tensor<1x5x32xf32>, tensor<1x5x16xf32>) -> tensor<1x5x16xf32>
  return %0 : tensor<1x5x16xf32>
}

// -----

// What the destination held is overwritten, not read: it is never copied, though it is read later.
// CHECK-LABEL: func.func @destination_read_later(
// CHECK-SAME:  %[[X:[^:]*]]: memref<1x5x32xf32>, %[[O:[^:]*]]: memref<1x5x32xf32>)
// CHECK-NOT:   memref.copy
// CHECK:       %[[NEW:.*]] = memref.alloc()
// CHECK-NOT:   memref.copy
// CHECK:       kernel.softmax ins(%[[X]]) outs(%[[NEW]])
// CHECK-NOT:   memref.copy
// CHECK:       return
func.func @destination_read_later(%x: tensor<1x5x32xf32>, %o: tensor<1x5x32xf32>)
    -> (tensor<1x5x32xf32>, tensor<1x5x32xf32>) {
  %0 = kernel.softmax ins(%x) outs(%o) : (tensor<1x5x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  return %0, %o : tensor<1x5x32xf32>, tensor<1x5x32xf32>
}

// -----

kernel.weight @a.0 : tensor<1x5x32xf32> in "model.safetensors" at 0
kernel.weight @a.1 : tensor<1x5x32xf32> in "model.safetensors" at 640

// Raw weights are somebody's file: read, never written.
// CHECK-LABEL: func.func @weights(
// CHECK-SAME:  %[[I:.*]]: index
// CHECK:       %[[A:.*]] = kernel.parameter [@a.0, @a.1][%[[I]]] : memref<1x5x32xf32>
// CHECK:       %[[NEW:.*]] = memref.alloc()
// CHECK:       kernel.activate relu ins(%[[A]]) outs(%[[NEW]])
func.func @weights(%i: index) -> tensor<1x5x32xf32> {
  %a = kernel.parameter [@a.0, @a.1][%i] : tensor<1x5x32xf32>
  %0 = kernel.activate relu ins(%a) outs(%a) : (tensor<1x5x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  return %0 : tensor<1x5x32xf32>
}
