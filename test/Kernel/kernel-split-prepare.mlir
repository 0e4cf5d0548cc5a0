// RUN: vitc-opt %s --kernel-split-prepare --split-input-file | FileCheck %s

kernel.weight @w : tensor<32x32xf32> in "model.safetensors" at 0

// CHECK-LABEL: func.func @linear.prepare(
// CHECK-SAME:  %{{[^:]*}}: !llvm.ptr {vitc.raw_weights = [@w]}
// CHECK-SAME:  %[[P:[^:]*]]: tensor<1x32x32xf32> {bufferization.writable = true, vitc.packed}) -> tensor<1x32x32xf32>
// CHECK-SAME:  attributes {vitc.entry}
// CHECK-NEXT:  %[[W:.*]] = kernel.parameter [@w]
// CHECK:       %[[R:.*]] = kernel.pack ins(%[[W]])
// CHECK-NEXT:  return %[[R]]
// CHECK-LABEL: func.func @linear(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<1x5x32xf32>, %[[O:[^:]*]]: tensor<1x5x32xf32>, %[[P:[^:]*]]: tensor<1x32x32xf32> {bufferization.writable = false, vitc.packed})
// CHECK-NEXT:  kernel.gemm ins(%[[X]], %[[P]]) outs(%[[O]])
func.func @linear(%x: tensor<1x5x32xf32>, %o: tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
    attributes {vitc.entry} {
  %w = kernel.parameter [@w] : tensor<32x32xf32>
  %space = tensor.empty() : tensor<1x32x32xf32>
  %p = kernel.pack ins(%w) outs(%space)
      : (tensor<32x32xf32>, tensor<1x32x32xf32>) -> tensor<1x32x32xf32>
  %0 = kernel.gemm ins(%x, %p) outs(%o)
      : (tensor<1x5x32xf32>, tensor<1x32x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  return %0 : tensor<1x5x32xf32>
}

// -----

kernel.weight @w.0 : tensor<32x32xf32> in "model.safetensors" at 0
kernel.weight @w.1 : tensor<32x32xf32> in "model.safetensors" at 4096

// Prepare's loop fills one tensor for all layers, forward reads a slice of it in each iteration.
// CHECK-LABEL: func.func @loop.prepare(
// CHECK-SAME:  {vitc.raw_weights = [@w.0, @w.1]}
// CHECK-SAME:  %[[P:[^:]*]]: tensor<2x1x32x32xf32>
// CHECK:       %[[R:.*]] = scf.for %[[I:.*]] = %{{.*}} iter_args(%[[STACK:.*]] = %[[P]])
// CHECK:         %[[W:.*]] = kernel.parameter [@w.0, @w.1][%[[I]]]
// CHECK:         %[[PACKED:.*]] = kernel.pack ins(%[[W]])
// CHECK:         %[[NEXT:.*]] = tensor.insert_slice %[[PACKED]] into %[[STACK]][%[[I]], 0, 0, 0] [1, 1, 32, 32] [1, 1, 1, 1]
// CHECK:         scf.yield %[[NEXT]]
// CHECK:       return %[[R]]
// CHECK-LABEL: func.func @loop(
// CHECK-SAME:  %[[P:[^:]*]]: tensor<2x1x32x32xf32> {bufferization.writable = false, vitc.packed})
// CHECK:       scf.for %[[I:.*]] = %{{.*}} iter_args(%[[X:.*]] = %{{.*}})
// CHECK-NEXT:    %[[W:.*]] = tensor.extract_slice %[[P]][%[[I]], 0, 0, 0] [1, 1, 32, 32] [1, 1, 1, 1] : {{.*}} to tensor<1x32x32xf32>
// CHECK-NEXT:    kernel.gemm ins(%{{.*}}, %[[W]]) residual(%[[X]]) outs(%[[X]])
func.func @loop(%x: tensor<1x5x32xf32>, %o: tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
    attributes {vitc.entry} {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %two = arith.constant 2 : index
  %0 = scf.for %i = %zero to %two step %one iter_args(%y = %o) -> tensor<1x5x32xf32> {
    %w = kernel.parameter [@w.0, @w.1][%i] : tensor<32x32xf32>
    %space = tensor.empty() : tensor<1x32x32xf32>
    %p = kernel.pack ins(%w) outs(%space)
        : (tensor<32x32xf32>, tensor<1x32x32xf32>) -> tensor<1x32x32xf32>
    %1 = kernel.gemm ins(%x, %p) residual(%y) outs(%y)
        : (tensor<1x5x32xf32>, tensor<1x32x32xf32>, tensor<1x5x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
    scf.yield %1 : tensor<1x5x32xf32>
  }
  return %0 : tensor<1x5x32xf32>
}

// -----

kernel.weight @p : tensor<5x32xf32> in "model.safetensors" at 0

// The broadcast is made where it is read; the starting value of the sum needs no weights.
// CHECK-LABEL: func.func @broadcast.prepare(
// CHECK-SAME:  tensor<5x32xf32> {bufferization.writable = true, vitc.packed}) -> tensor<5x32xf32>
// CHECK-NOT:   linalg.broadcast
// CHECK-NOT:   linalg.fill
// CHECK-LABEL: func.func @broadcast(
// CHECK-SAME:  %[[P:[^:]*]]: tensor<5x32xf32> {bufferization.writable = false, vitc.packed})
// CHECK-DAG:   linalg.broadcast ins(%[[P]]
// CHECK-DAG:   linalg.fill
func.func @broadcast(%x: tensor<3x5x32xf32>, %o: tensor<3x5x32xf32>)
    -> (tensor<3x5x32xf32>, tensor<3x32xf32>) attributes {vitc.entry} {
  %p = kernel.parameter [@p] : tensor<5x32xf32>
  %space = tensor.empty() : tensor<3x5x32xf32>
  %b = linalg.broadcast ins(%p : tensor<5x32xf32>) outs(%space : tensor<3x5x32xf32>)
      dimensions = [0]
  %0 = linalg.add ins(%b, %x : tensor<3x5x32xf32>, tensor<3x5x32xf32>)
      outs(%o : tensor<3x5x32xf32>) -> tensor<3x5x32xf32>
  %zero = arith.constant 0.0 : f32
  %row = tensor.empty() : tensor<3x32xf32>
  %zeros = linalg.fill ins(%zero : f32) outs(%row : tensor<3x32xf32>) -> tensor<3x32xf32>
  %1 = linalg.reduce { arith.addf } ins(%x : tensor<3x5x32xf32>) outs(%zeros : tensor<3x32xf32>)
      dimensions = [1]
  return %0, %1 : tensor<3x5x32xf32>, tensor<3x32xf32>
}

// -----

kernel.weight @w : tensor<1x4xf32> in "model.safetensors" at 0

// Forward writes on what this row is put into, so it puts the row there itself.
// CHECK-LABEL: func.func @insertion.prepare(
// CHECK-SAME:  tensor<1x4xf32> {bufferization.writable = true, vitc.packed}) -> tensor<1x4xf32>
// CHECK-LABEL: func.func @insertion(
// CHECK-SAME:  %[[W:[^:]*]]: tensor<1x4xf32> {bufferization.writable = false, vitc.packed})
// CHECK:       %[[ROWS:.*]] = tensor.insert_slice %[[W]] into
// CHECK:       tensor.insert_slice %{{.*}} into %[[ROWS]]
func.func @insertion(%x: tensor<2x4xf32>) -> tensor<3x4xf32> attributes {vitc.entry} {
  %w = kernel.parameter [@w] : tensor<1x4xf32>
  %space = tensor.empty() : tensor<3x4xf32>
  %0 = tensor.insert_slice %w into %space[2, 0] [1, 4] [1, 1] : tensor<1x4xf32> into tensor<3x4xf32>
  %1 = tensor.insert_slice %x into %0[0, 0] [2, 4] [1, 1] : tensor<2x4xf32> into tensor<3x4xf32>
  return %1 : tensor<3x4xf32>
}

// -----

kernel.weight @w : tensor<5x32xf32> in "model.safetensors" at 0

// What only a check reads is handed over as well.
// CHECK-LABEL: func.func @checked(
// CHECK-SAME:  %[[P:[^:]*]]: tensor<5x32xf32> {bufferization.writable = false, vitc.packed})
// CHECK-NEXT:  check.expect_close %[[P]], %[[P]]
func.func @checked(%x: tensor<f32>) -> tensor<f32> attributes {vitc.entry} {
  %w = kernel.parameter [@w] : tensor<5x32xf32>
  check.expect_close %w, %w : tensor<5x32xf32>
  return %x : tensor<f32>
}

// -----

kernel.weight @w : tensor<5x32xf32> in "model.safetensors" at 0

// CHECK-NOT:   .prepare
// CHECK-LABEL: func.func @no_entry(
// CHECK:       kernel.parameter
// CHECK-LABEL: func.func @no_weights(
// CHECK-SAME:  tensor<5x32xf32>) -> tensor<5x32xf32> attributes {vitc.entry}
// CHECK-NOT:   .prepare
func.func @no_entry() -> tensor<5x32xf32> {
  %w = kernel.parameter [@w] : tensor<5x32xf32>
  return %w : tensor<5x32xf32>
}
func.func @no_weights(%x: tensor<5x32xf32>) -> tensor<5x32xf32> attributes {vitc.entry} {
  return %x : tensor<5x32xf32>
}
