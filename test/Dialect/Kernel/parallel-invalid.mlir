// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @parallel_c1() {
  // expected-error@+1 {{found region arguments 'index', 'index', 'memref<64xi8>', expected index, index, 'memref<128xi8>'}}
  kernel.parallel count = 4 scratch = 128 {
  ^bb0(%begin: index, %end: index, %scratch: memref<64xi8>):
    kernel.yield
  }
  return
}

// -----

func.func @parallel_c1_none() {
  // expected-error@+1 {{expected index, index, 'memref<128xi8>'}}
  kernel.parallel count = 4 scratch = 128 {
    kernel.yield
  }
  return
}

// -----

func.func @parallel_c2() {
  // expected-error@+1 {{found count -1 and 64 bytes of scratch, expected 0 or more}}
  kernel.parallel count = -1 scratch = 64 {
  ^bb0(%begin: index, %end: index, %scratch: memref<64xi8>):
    kernel.yield
  }
  return
}

// -----

func.func @parallel_c2_scratch() {
  // expected-error@+1 {{found count 1 and -64 bytes of scratch, expected 0 or more}}
  kernel.parallel count = 1 scratch = -64 {
  ^bb0(%begin: index, %end: index, %scratch: memref<64xi8>):
    kernel.yield
  }
  return
}

// -----

func.func @outside() {
  // expected-error@+1 {{expects parent op 'kernel.parallel'}}
  kernel.yield
}
