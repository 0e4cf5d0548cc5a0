// RUN: vitc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: func.func @basic(
func.func @basic(%out: memref<8xindex>) {
  // CHECK: kernel.parallel count = 8 scratch = 64 {
  // CHECK: ^bb0(%[[BEGIN:.*]]: index, %[[END:.*]]: index, %{{.*}}: memref<64xi8>):
  kernel.parallel count = 8 scratch = 64 {
  ^bb0(%begin: index, %end: index, %scratch: memref<64xi8>):
    // CHECK: memref.store %[[END]], %{{.*}}[%[[BEGIN]]] : memref<8xindex>
    memref.store %end, %out[%begin] : memref<8xindex>
    // The terminator is implied.
    // CHECK-NEXT: }
    kernel.yield
  }
  return
}

// CHECK-LABEL: func.func @nothing(
func.func @nothing() {
  // CHECK: kernel.parallel count = 0 scratch = 0 attributes {vitc.note = "n"} {
  kernel.parallel count = 0 scratch = 0 attributes {vitc.note = "n"} {
  ^bb0(%begin: index, %end: index, %scratch: memref<0xi8>):
    kernel.yield
  }
  return
}
