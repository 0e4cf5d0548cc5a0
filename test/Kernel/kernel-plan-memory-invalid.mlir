// RUN: vitc-opt %s --kernel-plan-memory --split-input-file --verify-diagnostics

// expected-error@+1 {{found argument type 'memref<?xf32>', expected static shape and identity layout}}
func.func @dynamic_argument(%x: memref<?xf32>) attributes {vitc.entry} {
  return
}

// -----

// expected-error@+1 {{found argument type 'memref<4xf32, strided<[2]>>', expected static shape and}}
func.func @strided_argument(%x: memref<4xf32, strided<[2]>>) attributes {vitc.entry} {
  return
}

// -----

func.func @dynamic_allocation(%n: index) attributes {vitc.entry} {
  // expected-error@+1 {{found allocation of type 'memref<?xf32>', expected static shape and}}
  %0 = memref.alloc(%n) : memref<?xf32>
  return
}

// -----

func.func @own_result() -> memref<4xf32> attributes {vitc.entry} {
  %0 = memref.alloc() : memref<4xf32>
  // expected-error@+1 {{found a result in memory of its own, expected the destination that the caller gave}}
  return %0 : memref<4xf32>
}

// -----

func.func @next_iteration(%x: memref<4xf32>) attributes {vitc.entry} {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %two = arith.constant 2 : index
  %0 = scf.for %i = %zero to %two step %one iter_args(%y = %x) -> memref<4xf32> {
    // expected-error@+1 {{found memory of one iteration handed to the next}}
    %1 = memref.alloc() : memref<4xf32>
    linalg.copy ins(%y : memref<4xf32>) outs(%1 : memref<4xf32>)
    scf.yield %1 : memref<4xf32>
  }
  return
}

// -----

func.func @input_as_result(%x: memref<4xf32>, %o: memref<4xf32>, %p: memref<4xf32>) -> (memref<4xf32>, memref<4xf32>) attributes {vitc.entry} {
  // expected-error@+1 {{found result 0 in argument 0, expected the destination that the caller gave for it}}
  return %x, %o : memref<4xf32>, memref<4xf32>
}

// -----

func.func @swapped_results(%x: memref<4xf32>, %o: memref<4xf32>, %p: memref<4xf32>, %w: memref<4xf32> {vitc.packed}) -> (memref<4xf32>, memref<4xf32>) attributes {vitc.entry} {
  // expected-error@+1 {{found result 0 in argument 2, expected the destination}}
  return %p, %o : memref<4xf32>, memref<4xf32>
}

// -----

func.func @select(%c: i1, %o: memref<4xf32>) attributes {vitc.entry} {
  %0 = memref.alloc() : memref<4xf32>
  %1 = memref.alloc() : memref<4xf32>
  // expected-error@+1 {{found memory passed on by 'arith.select', expected views, scf.for and scf.if only: who has it then is not known}}
  %2 = arith.select %c, %0, %1 : memref<4xf32>
  linalg.copy ins(%2 : memref<4xf32>) outs(%o : memref<4xf32>)
  return
}

// -----

func.func @blocks(%o: memref<4xf32>) attributes {vitc.entry} {
  scf.execute_region {
    // expected-error@+1 {{found memory in a region of several blocks, expected one}}
    %0 = memref.alloc() : memref<4xf32>
    cf.br ^bb1(%0 : memref<4xf32>)
  ^bb1(%1: memref<4xf32>):
    linalg.copy ins(%1 : memref<4xf32>) outs(%o : memref<4xf32>)
    scf.yield
  }
  return
}

// -----

// expected-error@+1 {{found a function of several blocks, expected one}}
func.func @function_of_blocks(%o: memref<4xf32>) attributes {vitc.entry} {
  cf.br ^bb1
^bb1:
  return
}

// -----

func.func @yielded_elsewhere(%o: memref<4xf32>) attributes {vitc.entry} {
  %0 = scf.execute_region -> memref<4xf32> {
    %1 = memref.alloc() : memref<4xf32>
    // expected-error@+1 {{found memory passed on by 'scf.yield', expected views, scf.for and scf.if only}}
    scf.yield %1 : memref<4xf32>
  }
  linalg.copy ins(%0 : memref<4xf32>) outs(%o : memref<4xf32>)
  return
}

// -----

func.func @freed(%x: memref<4xf32>, %o: memref<4xf32>) attributes {vitc.entry} {
  %0 = memref.alloc() : memref<4xf32>
  linalg.copy ins(%x : memref<4xf32>) outs(%0 : memref<4xf32>)
  linalg.copy ins(%0 : memref<4xf32>) outs(%o : memref<4xf32>)
  // expected-error@+1 {{found memory that is freed, expected none to be}}
  memref.dealloc %0 : memref<4xf32>
  return
}

// -----

// 2^64 numbers: their bytes are 0 in 64 bits.
// expected-error@+1 {{found argument type 'memref<4294967296x4294967296xf32>', expected numbers of at most 140737488355328 bytes}}
func.func @huge_argument(%x: memref<4294967296x4294967296xf32>) attributes {vitc.entry} {
  return
}

// -----

func.func @huge_allocation() attributes {vitc.entry} {
  // expected-error@+1 {{found allocation of type 'memref<4294967296x4294967296xf32>', expected numbers of at most 140737488355328 bytes}}
  %0 = memref.alloc() : memref<4294967296x4294967296xf32>
  return
}

// -----

// Each fits, both together do not.
func.func @huge_sum() attributes {vitc.entry} {
  %0 = memref.alloc() : memref<16777216x4194304xi8>
  // expected-error@+1 {{found temporaries of more than 140737488355328 bytes, expected what an address space holds}}
  %1 = memref.alloc() : memref<16777216x8388608xi8>
  return
}

// -----

func.func @no_numbers() attributes {vitc.entry} {
  // expected-error@+1 {{found allocation of type 'memref<4xvector<4xf32>>', expected numbers}}
  %0 = memref.alloc() : memref<4xvector<4xf32>>
  return
}
