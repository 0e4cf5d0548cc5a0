// RUN: vitc-opt %s --kernel-plan-memory --split-input-file | FileCheck %s

// The first buffer is dead when the third is made; the second overlaps both.
// CHECK-LABEL: func.func @reuse(
// CHECK-SAME:  %[[WEIGHTS:[^:]*]]: memref<64xi8> {vitc.weights}, %[[ARENA:[^:]*]]: memref<1280xi8> {vitc.arena}) attributes {vitc.entry}
// CHECK:       %[[ZERO:.*]] = arith.constant 0 : index
// CHECK-NEXT:  %[[A:.*]] = memref.view %[[ARENA]][%[[ZERO]]][] : memref<1280xi8> to memref<1x5x32xf32>
// CHECK:       %[[NEXT:.*]] = arith.constant 640 : index
// CHECK-NEXT:  %[[B:.*]] = memref.view %[[ARENA]][%[[NEXT]]][] : memref<1280xi8> to memref<1x5x32xf32>
// CHECK:       kernel.softmax ins(%[[A]]) outs(%[[B]])
// CHECK:       %[[ZERO2:.*]] = arith.constant 0 : index
// CHECK-NEXT:  %[[C:.*]] = memref.view %[[ARENA]][%[[ZERO2]]][]
// CHECK:       kernel.softmax ins(%[[B]]) outs(%[[C]])
// CHECK:       return{{$}}
func.func @reuse(%x: memref<1x5x32xf32>, %o: memref<1x5x32xf32>) -> memref<1x5x32xf32> attributes {vitc.entry} {
  %a = memref.alloc() : memref<1x5x32xf32>
  kernel.softmax ins(%x) outs(%a) : (memref<1x5x32xf32>, memref<1x5x32xf32>) -> ()
  %b = memref.alloc() : memref<1x5x32xf32>
  kernel.softmax ins(%a) outs(%b) : (memref<1x5x32xf32>, memref<1x5x32xf32>) -> ()
  %c = memref.alloc() : memref<1x5x32xf32>
  kernel.softmax ins(%b) outs(%c) : (memref<1x5x32xf32>, memref<1x5x32xf32>) -> ()
  kernel.softmax ins(%c) outs(%o) : (memref<1x5x32xf32>, memref<1x5x32xf32>) -> ()
  return %o : memref<1x5x32xf32>
}

// -----

// A view keeps the memory below it alive.
// CHECK-LABEL: func.func @through_views(
// CHECK-SAME:  memref<1280xi8> {vitc.arena}
func.func @through_views(%x: memref<1x5x32xf32>, %o: memref<1x5x32xf32>) attributes {vitc.entry} {
  %a = memref.alloc() : memref<1x5x32xf32>
  kernel.softmax ins(%x) outs(%a) : (memref<1x5x32xf32>, memref<1x5x32xf32>) -> ()
  %flat = memref.collapse_shape %a [[0, 1, 2]] : memref<1x5x32xf32> into memref<160xf32>
  %again = memref.expand_shape %flat [[0, 1, 2]] output_shape [1, 5, 32] : memref<160xf32> into memref<1x5x32xf32>
  %b = memref.alloc() : memref<1x5x32xf32>
  kernel.softmax ins(%x) outs(%b) : (memref<1x5x32xf32>, memref<1x5x32xf32>) -> ()
  kernel.softmax ins(%again) outs(%o) : (memref<1x5x32xf32>, memref<1x5x32xf32>) -> ()
  return
}

// -----

// What is made before the loop and read in it lives until its end: each iteration reads it again.
// CHECK-LABEL: func.func @around_loop(
// CHECK-SAME:  memref<1280xi8> {vitc.arena}
func.func @around_loop(%x: memref<1x5x32xf32>, %o: memref<1x5x32xf32>) attributes {vitc.entry} {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %two = arith.constant 2 : index
  %a = memref.alloc() : memref<1x5x32xf32>
  kernel.softmax ins(%x) outs(%a) : (memref<1x5x32xf32>, memref<1x5x32xf32>) -> ()
  scf.for %i = %zero to %two step %one {
    kernel.softmax ins(%a) outs(%o) : (memref<1x5x32xf32>, memref<1x5x32xf32>) -> ()
    %b = memref.alloc() : memref<1x5x32xf32>
    kernel.softmax ins(%x) outs(%b) : (memref<1x5x32xf32>, memref<1x5x32xf32>) -> ()
  }
  return
}

// -----

// The stream goes around the loop under other names and is read behind it.
// CHECK-LABEL: func.func @carried(
// CHECK-SAME:  memref<1280xi8> {vitc.arena}
func.func @carried(%x: memref<1x5x32xf32>, %o: memref<1x5x32xf32>) attributes {vitc.entry} {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %two = arith.constant 2 : index
  %a = memref.alloc() : memref<1x5x32xf32>
  kernel.softmax ins(%x) outs(%a) : (memref<1x5x32xf32>, memref<1x5x32xf32>) -> ()
  %r = scf.for %i = %zero to %two step %one iter_args(%y = %a) -> memref<1x5x32xf32> {
    scf.yield %y : memref<1x5x32xf32>
  }
  %b = memref.alloc() : memref<1x5x32xf32>
  kernel.softmax ins(%x) outs(%b) : (memref<1x5x32xf32>, memref<1x5x32xf32>) -> ()
  kernel.softmax ins(%r) outs(%o) : (memref<1x5x32xf32>, memref<1x5x32xf32>) -> ()
  return
}

// -----

// One branch hands memory of its own on: what reads it in a later loop does so until the loop's end.
// CHECK-LABEL: func.func @out_of_branch(
// CHECK-SAME:  memref<1280xi8> {vitc.arena}
func.func @out_of_branch(%c: i1, %x: memref<1x5x32xf32>, %o: memref<1x5x32xf32>) attributes {vitc.entry} {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %two = arith.constant 2 : index
  %p = scf.if %c -> memref<1x5x32xf32> {
    %a = memref.alloc() : memref<1x5x32xf32>
    kernel.softmax ins(%x) outs(%a) : (memref<1x5x32xf32>, memref<1x5x32xf32>) -> ()
    scf.yield %a : memref<1x5x32xf32>
  } else {
    scf.yield %x : memref<1x5x32xf32>
  }
  scf.for %i = %zero to %two step %one {
    kernel.softmax ins(%p) outs(%o) : (memref<1x5x32xf32>, memref<1x5x32xf32>) -> ()
    %b = memref.alloc() : memref<1x5x32xf32>
    kernel.softmax ins(%x) outs(%b) : (memref<1x5x32xf32>, memref<1x5x32xf32>) -> ()
  }
  return
}

// -----

// Weights stand in one order, each at a multiple of 64 bytes, in both functions.
// CHECK-LABEL: func.func @f.prepare(
// CHECK-SAME:  %{{[^:]*}}: !llvm.ptr {vitc.raw_weights = []}, %[[W:[^:]*]]: memref<256xi8> {vitc.weights}
// CHECK-DAG:   %[[C0:.*]] = arith.constant 0 : index
// CHECK-DAG:   %[[C64:.*]] = arith.constant 64 : index
// CHECK-DAG:   memref.view %[[W]][%[[C0]]][] : memref<256xi8> to memref<3xf32>
// CHECK-DAG:   memref.view %[[W]][%[[C64]]][] : memref<256xi8> to memref<48xf32>
// CHECK-LABEL: func.func @f(
// CHECK-SAME:  %[[W:[^:]*]]: memref<256xi8> {vitc.weights}
// CHECK-DAG:   %[[C0:.*]] = arith.constant 0 : index
// CHECK-DAG:   %[[C64:.*]] = arith.constant 64 : index
// CHECK-DAG:   %[[A:.*]] = memref.view %[[W]][%[[C0]]][] : memref<256xi8> to memref<3xf32>
// CHECK-DAG:   %[[B:.*]] = memref.view %[[W]][%[[C64]]][] : memref<256xi8> to memref<48xf32>
// CHECK:       linalg.copy ins(%[[A]]
// CHECK:       linalg.copy ins(%[[B]]
func.func @f.prepare(%raw: !llvm.ptr {vitc.raw_weights = []}, %a: memref<3xf32> {vitc.packed},
                     %b: memref<48xf32> {vitc.packed}) attributes {vitc.entry} {
  return
}
func.func @f(%x: memref<3xf32>, %y: memref<48xf32>, %a: memref<3xf32> {vitc.packed},
             %b: memref<48xf32> {vitc.packed}) attributes {vitc.entry} {
  linalg.copy ins(%a : memref<3xf32>) outs(%x : memref<3xf32>)
  linalg.copy ins(%b : memref<48xf32>) outs(%y : memref<48xf32>)
  return
}

// -----

// CHECK-LABEL: func.func @no_entry(
// CHECK-NEXT:  memref.alloc
func.func @no_entry() {
  %a = memref.alloc() : memref<1x5x32xf32>
  return
}
