// RUN: vitc-opt %s --cpu-outline-parallel --verify-diagnostics

func.func @dynamic_offset(%x: memref<4xf32, strided<[1], offset: ?>>) {
  %c0 = arith.constant 0 : index
  // expected-error @below {{that is not a view of an argument: it cannot be passed as a pointer}}
  kernel.parallel count = 1 scratch = 0 {
  ^bb0(%begin: index, %end: index, %scratch: memref<0xi8>):
    %v = memref.load %x[%c0] : memref<4xf32, strided<[1], offset: ?>>
    memref.store %v, %x[%c0] : memref<4xf32, strided<[1], offset: ?>>
    kernel.yield
  }
  return
}
