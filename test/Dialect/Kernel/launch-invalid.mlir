// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @launch_c1(%run: !llvm.ptr) {
  // expected-error@+1 {{found @missing, expected the name of a function}}
  kernel.launch @missing on %run count = 4 () : !llvm.ptr
  return
}

// -----

func.func private @body(index, index, memref<64xi8>)
func.func @launch_c2(%run: !llvm.ptr, %x: memref<8xf32>) {
  // expected-error@+1 {{found callee with inputs 'index', 'index', 'memref<64xi8>', expected 'memref<8xf32>', 'index', 'index' and a one-dimensional memref of i8}}
  kernel.launch @body on %run count = 4 (%x) : !llvm.ptr, (memref<8xf32>)
  return
}

// -----

func.func private @body(index, index, memref<64xf32>)
func.func @launch_c2_scratch(%run: !llvm.ptr) {
  // expected-error@+1 {{and a one-dimensional memref of i8}}
  kernel.launch @body on %run count = 4 () : !llvm.ptr
  return
}

// -----

func.func private @body()
func.func @launch_c2_nothing(%run: !llvm.ptr) {
  // expected-error@+1 {{and a one-dimensional memref of i8}}
  kernel.launch @body on %run count = 4 () : !llvm.ptr
  return
}

// -----

func.func private @body(index, index, memref<64xi8>)
func.func @launch_c3(%run: !llvm.ptr) {
  // expected-error@+1 {{found count -4, expected 0 or more}}
  kernel.launch @body on %run count = -4 () : !llvm.ptr
  return
}

// -----

func.func private @body(index, index, memref<64xi8>)
func.func @run(%run: index) {
  // expected-error@+1 {{operand #0 must be !llvm.ptr, but got 'index'}}
  kernel.launch @body on %run count = 4 () : index
  return
}
