// RUN: vitc-opt %s --cpu-lower-linalg=min-work=64 | FileCheck %s
// RUN: vitc-opt %s --vitc-cpu-pipeline | FileCheck %s --check-prefix=LLVM

// CHECK: #[[UNROLL:.*]] = #llvm.loop_unroll<disable = true>
// CHECK: #[[$KEPT:.*]] = #llvm.loop_annotation<unroll = #[[UNROLL]]>

// The branch back carries it: LLVM reads it there alone.
// LLVM-LABEL: llvm.func @copy
// LLVM-COUNT-2: llvm.br ^{{.*}} {loop_annotation = #

#id = affine_map<(i, j) -> (i, j)>

// 64 steps pay for a parallel loop over the first dimension.
// CHECK-LABEL: func @scale
func.func @scale(%x: memref<8x8xf64>) {
  // CHECK: kernel.parallel count = 8 scratch = 0
  // CHECK: ^bb0(%[[BEGIN:.*]]: index, %[[END:.*]]: index,
  // CHECK: scf.for %{{.*}} = %[[BEGIN]] to %[[END]]
  // CHECK: scf.for
  // CHECK: arith.addf
  linalg.generic {indexing_maps = [#id], iterator_types = ["parallel", "parallel"]} outs(%x : memref<8x8xf64>) {
  ^bb0(%a: f64):
    %0 = arith.addf %a, %a : f64
    linalg.yield %0 : f64
  }
  return
}

// A copy is loops too; 63 steps are too few. LLVM leaves both loops as they are.
// CHECK-LABEL: func @copy
func.func @copy(%x: memref<7x9xf32>, %y: memref<7x9xf32, strided<[16, 1]>>) {
  // CHECK-NOT: kernel.parallel
  // CHECK-COUNT-2: scf.for
  // CHECK: memref.load
  // CHECK: memref.store
  // CHECK-COUNT-2: } {loop_annotation = #[[$KEPT]]}
  memref.copy %x, %y : memref<7x9xf32> to memref<7x9xf32, strided<[16, 1]>>
  return
}

// Iterations of a reduction may not run side by side.
// CHECK-LABEL: func @reduction
func.func @reduction(%x: memref<8x8xf64>, %y: memref<8xf64>) {
  // CHECK-NOT: kernel.parallel
  // CHECK: return
  linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (j)>], iterator_types = ["reduction", "parallel"]} ins(%x : memref<8x8xf64>) outs(%y : memref<8xf64>) {
  ^bb0(%a: f64, %b: f64):
    %0 = arith.addf %a, %b : f64
    linalg.yield %0 : f64
  }
  return
}
