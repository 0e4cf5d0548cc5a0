// RUN: vitc-opt %s --cpu-unroll-loops --verify-diagnostics

func.func @unknown(%out: memref<?xf32>, %x: f32, %count: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  // expected-error @below {{is marked `kernel.unroll`: found bounds that are not constant, expected constants}}
  scf.for %i = %c0 to %count step %c1 {
    memref.store %x, %out[%i] : memref<?xf32>
  } {kernel.unroll}
  return
}
