// RUN: vitc-opt %s --verify-roundtrip | FileCheck %s

func.func private @body(memref<8xf32>, i32, index, index, memref<64xi8>)
func.func private @alone(index, index, memref<0xi8>)

// CHECK-LABEL: func.func @basic(
// CHECK-SAME:  %[[CONTEXT:[^:]*]]: !llvm.ptr
// CHECK-SAME:  %[[X:[^:]*]]: memref<8xf32>
// CHECK-SAME:  %[[N:[^:]*]]: i32
func.func @basic(%run: !llvm.ptr, %x: memref<8xf32>, %n: i32) {
  // CHECK: kernel.launch @body on %[[CONTEXT]] count = 12(%[[X]], %[[N]]) : !llvm.ptr, (memref<8xf32>, i32)
  kernel.launch @body on %run count = 12(%x, %n) : !llvm.ptr, (memref<8xf32>, i32)
  // CHECK: kernel.launch @alone on %[[CONTEXT]] count = 1() : !llvm.ptr
  kernel.launch @alone on %run count = 1() : !llvm.ptr
  return
}
