// RUN: vitc-opt %s --split-input-file --verify-diagnostics
//
// K1, which holds of every kernel: all operands are tensors or all are memrefs.

func.func @input_in_memory(%x: memref<1x5x32xf32>, %o: tensor<1x5x32xf32>) {
  // expected-error@+1 {{found operand 1 a tensor and operand 0 a memref, expected all tensors or all memrefs}}
  %0 = kernel.activate relu ins(%x) outs(%o) : (memref<1x5x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  return
}

// -----

func.func @output_in_memory(%x: tensor<1x5x32xf32>, %o: memref<1x5x32xf32>) {
  // expected-error@+1 {{found operand 0 a tensor and operand 1 a memref, expected all tensors or all memrefs}}
  kernel.activate relu ins(%x) outs(%o) : (tensor<1x5x32xf32>, memref<1x5x32xf32>) -> ()
  return
}

// -----

func.func @weights_in_memory(%x: tensor<1x5x32xf32>, %w: memref<1x32x32xf32>, %o: tensor<1x5x32xf32>) {
  // expected-error@+1 {{found operand 0 a tensor and operand 1 a memref, expected all tensors or all memrefs}}
  %0 = kernel.gemm ins(%x, %w) outs(%o)
      : (tensor<1x5x32xf32>, memref<1x32x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  return
}

// -----

// Nothing of a kernel's is empty: schedules divide by sizes.
func.func @empty(%x: memref<1x0x32xf32>, %w: memref<1x32x32xf32>, %o: memref<1x0x32xf32>) {
  // expected-error@+1 {{operand #0 must be [batch, rows, columns] tensor or memref of static shape, not empty, but got 'memref<1x0x32xf32>'}}
  kernel.gemm ins(%x, %w) outs(%o) : (memref<1x0x32xf32>, memref<1x32x32xf32>, memref<1x0x32xf32>) -> ()
  return
}
