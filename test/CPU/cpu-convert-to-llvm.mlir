// RUN: vitc-opt %s --cpu-convert-to-llvm | FileCheck %s

// CHECK: llvm.func @vitc_parallel_for(!llvm.ptr, !llvm.ptr, !llvm.ptr, i64)

// The table of arguments is in the entry block, also when the launch is in a loop.
// CHECK-LABEL: llvm.func @launch
// CHECK-SAME: (%{{.*}}: !llvm.ptr, %{{.*}}: i64, %[[STATE:[^:]*]]: !llvm.ptr
func.func @launch(%x: memref<8xf32>, %layer: index, %run: !llvm.ptr {vitc.run}) {
  // CHECK: %[[TABLE:.*]] = llvm.alloca %{{.*}} x !llvm.struct<(ptr, i64)>
  // CHECK: llvm.br
  cf.br ^body
^body:
  // CHECK: llvm.store %{{.*}} : !llvm.ptr, !llvm.ptr
  // CHECK: llvm.store %{{.*}} : i64, !llvm.ptr
  // CHECK: %[[TASK:.*]] = llvm.mlir.addressof @body.task
  // CHECK: %[[COUNT:.*]] = llvm.mlir.constant(8 : i64)
  // CHECK: llvm.call @vitc_parallel_for(%[[STATE]], %[[TASK]], %[[TABLE]], %[[COUNT]])
  kernel.launch @body on %run count = 8(%x, %layer) : !llvm.ptr, (memref<8xf32>, index)
  return
}

// Profilers see the body under its own name.
// CHECK: llvm.func internal @body(%{{.*}}: !llvm.ptr {llvm.noalias, vitc.arena}, %{{.*}}: i64, %{{.*}}: i64, %{{.*}}: i64, %{{.*}}: !llvm.ptr {llvm.noalias})
// CHECK-SAME: passthrough = ["noinline"]
func.func private @body(%x: memref<8xf32> {vitc.arena}, %layer: index, %begin: index, %end: index, %scratch: memref<64xi8>) {
  return
}

// Two launches of one body have one task.
// CHECK-LABEL: llvm.func @launch_twice
func.func @launch_twice(%x: memref<8xf32>, %y: memref<8xf32>, %run: !llvm.ptr {vitc.run}) {
  // CHECK: llvm.mlir.addressof @shared.task
  // CHECK: llvm.call @vitc_parallel_for
  // CHECK: llvm.mlir.addressof @shared.task
  // CHECK: llvm.call @vitc_parallel_for
  kernel.launch @shared on %run count = 8(%x) : !llvm.ptr, (memref<8xf32>)
  kernel.launch @shared on %run count = 4(%y) : !llvm.ptr, (memref<8xf32>)
  return
}
func.func private @shared(%x: memref<8xf32>, %begin: index, %end: index, %scratch: memref<64xi8>) {
  return
}

// CHECK: llvm.func internal @body.task(%[[CONTEXT:.*]]: !llvm.ptr, %[[BEGIN:.*]]: i64, %[[END:.*]]: i64, %[[SCRATCH:.*]]: !llvm.ptr)
// CHECK: llvm.getelementptr %[[CONTEXT]][0, 0]
// CHECK: %[[BASE:.*]] = llvm.load {{.*}} -> !llvm.ptr
// CHECK: %[[LAYER:.*]] = llvm.load {{.*}} -> i64
// CHECK: llvm.call @body(%[[BASE]], %[[LAYER]], %[[BEGIN]], %[[END]], %[[SCRATCH]])

// CHECK: llvm.func internal @shared.task(
// CHECK-NOT: llvm.func internal @shared.task
