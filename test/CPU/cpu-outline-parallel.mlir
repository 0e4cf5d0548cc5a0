// RUN: vitc-opt %s --cpu-outline-parallel | FileCheck %s

// The view and its offset are computed again from the layer; the buffer and the layer are passed.
// CHECK-LABEL: func @outline
// CHECK-SAME: (%[[ARENA:.*]]: memref<512xi8> {vitc.arena}, %[[STATE:.*]]: !llvm.ptr {vitc.run}) attributes {vitc.scratch = 64 : i64}
func.func @outline(%arena: memref<512xi8> {vitc.arena}) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c128 = arith.constant 128 : index
  // CHECK: scf.for %[[LAYER:.*]] =
  scf.for %layer = %c0 to %c2 step %c1 {
    %offset = arith.muli %layer, %c128 : index
    %x = memref.view %arena[%offset][] : memref<512xi8> to memref<32xf32>
    // CHECK: kernel.launch @outline.layer.mlp on %[[STATE]] count = 32(%[[ARENA]], %[[LAYER]])
    kernel.parallel count = 32 scratch = 64 {
    ^bb0(%begin: index, %end: index, %scratch: memref<64xi8>):
      scf.for %i = %begin to %end step %c1 {
        %v = memref.load %x[%i] : memref<32xf32>
        memref.store %v, %x[%i] : memref<32xf32>
      }
      kernel.yield
    } loc("layer.mlp")
  }
  return
}

// CHECK: func private @outline.layer.mlp(%[[BASE:.*]]: memref<512xi8> {vitc.arena}, %[[INDEX:.*]]: index, %[[BEGIN:.*]]: index, %[[END:.*]]: index, %{{.*}}: memref<64xi8>)
// CHECK: %[[OFFSET:.*]] = arith.muli %[[INDEX]]
// CHECK: memref.view %[[BASE]][%[[OFFSET]]]
// CHECK: scf.for %{{.*}} = %[[BEGIN]] to %[[END]]
// CHECK: return

// Who calls a function that launches passes its own run on.
// CHECK-LABEL: func @caller
// CHECK-SAME: %[[OWN_STATE:[a-z0-9]+]]: !llvm.ptr {vitc.run}) attributes {vitc.scratch = 64 : i64}
func.func @caller(%arena: memref<512xi8>) {
  // CHECK: call @outline(%{{.*}}, %[[OWN_STATE]])
  call @outline(%arena) : (memref<512xi8>) -> ()
  return
}

// What the largest loop needs, in whole cache lines; loops without scratch memory need none.
// CHECK-LABEL: func @two_loops
// CHECK-SAME: attributes {vitc.scratch = 128 : i64}
func.func @two_loops() {
  kernel.parallel count = 1 scratch = 100 {
  ^bb0(%begin: index, %end: index, %scratch: memref<100xi8>):
    kernel.yield
  }
  kernel.parallel count = 1 scratch = 64 {
  ^bb0(%begin: index, %end: index, %scratch: memref<64xi8>):
    kernel.yield
  }
  return
}

// CHECK-LABEL: func @no_scratch
// CHECK-SAME: attributes {vitc.scratch = 0 : i64}
func.func @no_scratch() {
  kernel.parallel count = 1 scratch = 0 {
  ^bb0(%begin: index, %end: index, %scratch: memref<0xi8>):
    kernel.yield
  }
  return
}

// CHECK-LABEL: func @without_loops
// CHECK-NOT: vitc.scratch
func.func @without_loops() {
  return
}
