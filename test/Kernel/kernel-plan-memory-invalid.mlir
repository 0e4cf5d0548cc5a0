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
