// RUN: vitc-opt %s --verify-cpu-phase --split-input-file --verify-diagnostics

kernel.weight @w : tensor<4xf32> in "model.safetensors" at 0
func.func @accepted(%raw: !llvm.ptr {vitc.raw_weights = [@w]}, %x: memref<4xf32>, %run: !llvm.ptr {vitc.run})
    attributes {vitc.entry, vitc.scratch = 64 : i64} {
  %w = kernel.parameter [@w] : memref<4xf32>
  kernel.launch @body on %run count = 4(%x, %w) : !llvm.ptr, (memref<4xf32>, memref<4xf32>)
  return
}
func.func private @body(%x: memref<4xf32>, %w: memref<4xf32>, %begin: index, %end: index, %scratch: memref<64xi8>) {
  return
}

// -----

func.func @kernel(%x: memref<1x5x32xf32>) {
  // expected-error@+1 {{found a kernel, expected its loops (did cpu-build-kernels run?)}}
  kernel.activate relu ins(%x) outs(%x) : (memref<1x5x32xf32>, memref<1x5x32xf32>) -> ()
  return
}

// -----

func.func @parallel() {
  // expected-error@+1 {{found a loop that is not a function, expected a launch of one (did cpu-outline-parallel run?)}}
  kernel.parallel count = 1 scratch = 0 {
  ^bb0(%begin: index, %end: index, %scratch: memref<0xi8>):
    kernel.yield
  }
  return
}

// -----

func.func @linalg(%x: memref<4xf32>, %f: f32) {
  // expected-error@+1 {{found an op on whole buffers, expected its loops (did cpu-lower-linalg run?)}}
  linalg.fill ins(%f : f32) outs(%x : memref<4xf32>)
  return
}

// -----

func.func @copy(%x: memref<4xf32>, %y: memref<4xf32>) {
  // expected-error@+1 {{found an op on whole buffers, expected its loops}}
  memref.copy %x, %y : memref<4xf32> to memref<4xf32>
  return
}

// -----

func.func @public_body(%run: !llvm.ptr {vitc.run}) attributes {vitc.scratch = 0 : i64} {
  // expected-error@+1 {{found body @body, expected a private function with code and without results}}
  kernel.launch @body on %run count = 4() : !llvm.ptr
  return
}
func.func @body(%begin: index, %end: index, %scratch: memref<0xi8>) {
  return
}

// -----

func.func @declared_body(%run: !llvm.ptr {vitc.run}) attributes {vitc.scratch = 0 : i64} {
  // expected-error@+1 {{found body @body, expected a private function with code}}
  kernel.launch @body on %run count = 4() : !llvm.ptr
  return
}
func.func private @body(index, index, memref<0xi8>)

// -----

func.func @results(%run: !llvm.ptr {vitc.run}) attributes {vitc.scratch = 0 : i64} {
  // expected-error@+1 {{found body @body, expected a private function with code and without results}}
  kernel.launch @body on %run count = 4() : !llvm.ptr
  return
}
func.func private @body(%begin: index, %end: index, %scratch: memref<0xi8>) -> index {
  return %begin : index
}

// -----

func.func @dynamic_offset(%x: memref<4xf32, strided<[1], offset: ?>>, %run: !llvm.ptr {vitc.run})
    attributes {vitc.scratch = 0 : i64} {
  // expected-error@+1 {{found a body that takes 'memref<4xf32, strided<[1], offset: ?>>', expected static shape, strides and offset: a pointer is passed}}
  kernel.launch @body on %run count = 4(%x) : !llvm.ptr, (memref<4xf32, strided<[1], offset: ?>>)
  return
}
func.func private @body(%x: memref<4xf32, strided<[1], offset: ?>>, %begin: index, %end: index, %scratch: memref<0xi8>) {
  return
}

// -----

func.func @other_run(%run: !llvm.ptr) attributes {vitc.scratch = 0 : i64} {
  // expected-error@+1 {{found another run, expected the last argument of @other_run, with `vitc.run`}}
  kernel.launch @body on %run count = 4() : !llvm.ptr
  return
}
func.func private @body(%begin: index, %end: index, %scratch: memref<0xi8>) {
  return
}

// -----

func.func @too_little(%run: !llvm.ptr {vitc.run}) attributes {vitc.entry, vitc.scratch = 64 : i64} {
  // expected-error@+1 {{found `vitc.scratch` = 64 on @too_little, expected at least 100}}
  kernel.launch @body on %run count = 4() : !llvm.ptr
  return
}
func.func private @body(%begin: index, %end: index, %scratch: memref<100xi8>) {
  return
}

// -----

// expected-error@+1 {{found no `vitc.scratch`, expected the bytes that its loops need (did cpu-outline-parallel run?)}}
func.func @no_scratch(%run: !llvm.ptr {vitc.run}) attributes {vitc.entry} {
  kernel.launch @body on %run count = 4() : !llvm.ptr
  return
}
func.func private @body(%begin: index, %end: index, %scratch: memref<0xi8>) {
  return
}
