// RUN: vitc-opt %s --convert-func-to-entry --split-input-file --verify-diagnostics

// expected-error@+1 {{found an entry with results, expected memrefs as trailing arguments}}
func.func @result(%x: memref<4xf32>) -> memref<4xf32> attributes {vitc.entry} {
  return %x : memref<4xf32>
}

// -----

// expected-error@+1 {{found 'memref<?xf32>' as argument 0, expected a memref of static shape}}
func.func @dynamic(%x: memref<?xf32>) attributes {vitc.entry} {
  return
}

// -----

// expected-error@+1 {{found 'f32' as argument 0, expected a memref of static shape, strides and offset or !llvm.ptr}}
func.func @scalar(%x: f32) attributes {vitc.entry} {
  return
}

// -----

// expected-error@+1 {{found an entry that is called in its module, expected none}}
func.func @called() attributes {vitc.entry} {
  return
}

func.func @caller() {
  call @called() : () -> ()
  return
}

// -----

// expected-error@+1 {{found an entry without a body, expected its definition}}
func.func private @external() attributes {vitc.entry}
