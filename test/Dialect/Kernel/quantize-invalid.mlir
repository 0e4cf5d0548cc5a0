// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @quantize_c1(%x: memref<2x5x32xf64>, %o: memref<2x5x32xi8>, %s: memref<2x5x1xf32>) {
  // expected-error@+1 {{found element type 'f64', expected f32 or bf16}}
  kernel.quantize ins(%x) outs(%o, %s) : (memref<2x5x32xf64>, memref<2x5x32xi8>, memref<2x5x1xf32>) -> ()
  return
}

// -----

func.func @quantize_c2(%x: memref<2x5x31xf32>, %o: memref<2x5x32xi8>, %s: memref<2x5x1xf32>) {
  // expected-error@+1 {{found input of shape [2, 5, 31], expected [2, 5, 32]}}
  kernel.quantize ins(%x) outs(%o, %s) : (memref<2x5x31xf32>, memref<2x5x32xi8>, memref<2x5x1xf32>) -> ()
  return
}

// -----

func.func @quantize_c3(%x: memref<2x5x32xf32>, %o: memref<2x5x32xi8>, %s: memref<2x1x1xf32>) {
  // expected-error@+1 {{found scales of shape [2, 1, 1], expected [2, 5, 1]}}
  kernel.quantize ins(%x) outs(%o, %s) : (memref<2x5x32xf32>, memref<2x5x32xi8>, memref<2x1x1xf32>) -> ()
  return
}

// -----

func.func @quantize_c4(%x: memref<2x5x32xf32>, %o: memref<2x5x32xi8>, %s: memref<2x5x1xf32>) {
  // expected-error@+1 {{found lowest 5.000000e-01, expected a finite number of at most 0}}
  kernel.quantize ins(%x) outs(%o, %s) lowest = 0.5 : (memref<2x5x32xf32>, memref<2x5x32xi8>, memref<2x5x1xf32>) -> ()
  return
}

// -----

func.func @quantize_c4_infinite(%x: memref<2x5x32xf32>, %o: memref<2x5x32xi8>, %s: memref<2x5x1xf32>) {
  // expected-error@+1 {{expected a finite number of at most 0}}
  kernel.quantize ins(%x) outs(%o, %s) lowest = 0xFF800000 : (memref<2x5x32xf32>, memref<2x5x32xi8>, memref<2x5x1xf32>) -> ()
  return
}
