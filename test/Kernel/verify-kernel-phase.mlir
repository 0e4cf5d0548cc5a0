// RUN: vitc-opt %s --verify-kernel-phase --split-input-file --verify-diagnostics

func.func @accepted(%x: memref<1x5x32xf32, strided<[240, 48, 1], offset: ?>>,
                    %w: memref<1x32x32xf32>, %o: memref<1x5x32xf32>) {
  kernel.gemm ins(%x, %w) outs(%o) schedule <rows = 1, vectors = 1, unroll = 4, restart = 256, chunk = 1, prefetch = false>
      : (memref<1x5x32xf32, strided<[240, 48, 1], offset: ?>>, memref<1x32x32xf32>, memref<1x5x32xf32>) -> ()
  kernel.activate relu ins(%o) outs(%o) : (memref<1x5x32xf32>, memref<1x5x32xf32>) -> ()
  linalg.copy ins(%o : memref<1x5x32xf32>) outs(%o : memref<1x5x32xf32>)
  return
}

// -----

func.func @allocation() {
  // expected-error@+1 {{found an allocation, expected a range of the arena (did kernel-plan-memory run?)}}
  %0 = memref.alloc() : memref<4xf32>
  return
}

// -----

func.func @stack() {
  // expected-error@+1 {{found an allocation, expected a range of the arena}}
  %0 = memref.alloca() : memref<4xf32>
  return
}

// -----

func.func @copy(%x: memref<4xf32>, %y: memref<4xf32>) {
  // expected-error@+1 {{found a copy made by bufferisation, expected kernels that write in place}}
  memref.copy %x, %y : memref<4xf32> to memref<4xf32>
  return
}

// -----

func.func @tensor() {
  // expected-error@+1 {{found a tensor, expected memrefs only (did bufferisation run?)}}
  %0 = tensor.empty() : tensor<4xf32>
  return
}

// -----

func.func @dynamic_stride(%x: memref<1x5x32xf32, strided<[?, 48, 1]>>) {
  // expected-error@+1 {{found a memref with dynamic shape or strides, expected static ones}}
  kernel.softmax ins(%x) outs(%x) : (memref<1x5x32xf32, strided<[?, 48, 1]>>, memref<1x5x32xf32, strided<[?, 48, 1]>>) -> ()
  return
}

// -----

func.func @dynamic_shape(%x: memref<?xf32>, %f: f32) {
  // expected-error@+1 {{found a memref with dynamic shape or strides}}
  linalg.fill ins(%f : f32) outs(%x : memref<?xf32>)
  return
}

// -----

func.func @gemm_without_schedule(%x: memref<1x5x32xf32>, %w: memref<1x32x32xf32>) {
  // expected-error@+1 {{found no schedule, expected one (did kernel-select-schedules run?)}}
  kernel.gemm ins(%x, %w) outs(%x)
      : (memref<1x5x32xf32>, memref<1x32x32xf32>, memref<1x5x32xf32>) -> ()
  return
}

// -----

func.func @attention_without_schedule(%x: memref<1x5x32xf32>) {
  // expected-error@+1 {{found no schedule}}
  kernel.attention ins(%x, %x, %x) outs(%x) heads = 2 scale = 1.0
      : (memref<1x5x32xf32>, memref<1x5x32xf32>, memref<1x5x32xf32>, memref<1x5x32xf32>) -> ()
  return
}

// -----

func.func @normalize_without_schedule(%x: memref<1x5x32xf32>) {
  // expected-error@+1 {{found no schedule}}
  kernel.normalize ins(%x) outs(%x) eps = 1.0e-6
      : (memref<1x5x32xf32>, memref<1x5x32xf32>) -> ()
  return
}

// -----

func.func @strassen_without_schedule(%x: memref<1x80x192xf32>, %s: memref<1x4x40x97xf32>, %p: memref<2x7x97x48xf32>, %o: memref<1x80x192xf32>) {
  // expected-error@+1 {{found no schedule}}
  kernel.strassen_gemm ins(%x, %s, %p) outs(%o)
      : (memref<1x80x192xf32>, memref<1x4x40x97xf32>, memref<2x7x97x48xf32>, memref<1x80x192xf32>) -> ()
  return
}

// -----

func.func @freed(%x: memref<4xf32>) {
  // expected-error@+1 {{found memory that is freed, expected none to be: ranges of the arena outlive the call}}
  memref.dealloc %x : memref<4xf32>
  return
}

// -----

func.func @f(%x: memref<4xf32>, %w: memref<256xi8> {vitc.weights}) {
  return
}
// expected-error@+1 {{found `vitc.weights` of type 'memref<128xi8>', expected 'memref<256xi8>' as in @f}}
func.func @f.prepare(%raw: !llvm.ptr, %w: memref<128xi8> {vitc.weights}) {
  return
}

// -----

// One alone, as where prepare is lowered first, is nobody's to compare with.
func.func @g.prepare(%raw: !llvm.ptr, %w: memref<128xi8> {vitc.weights}) {
  return
}
