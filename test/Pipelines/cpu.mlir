// RUN: vitc-opt %s --vitc-cpu-loops-pipeline | FileCheck %s --check-prefix=LOOPS
// RUN: vitc-opt %s --vitc-cpu-pipeline | FileCheck %s --check-prefix=LLVM
// RUN: vitc-opt %s --vitc-cpu-loops-pipeline --vitc-loops-to-llvm-pipeline | FileCheck %s --check-prefix=LLVM
// RUN: vitc-opt %s --vitc-cpu-pipeline --dump-pass-pipeline -o %t 2>&1 | FileCheck %s --check-prefix=PASSES

// LOOPS-LABEL: func.func @main
// LOOPS-SAME: vitc.scratch = 0
// LOOPS: kernel.launch @main.act on %{{.*}} count = 4
// LOOPS: func.func private @main.act
// LOOPS: scf.for
// LOOPS: vector.store

// The entry is a C function of one array; what it launches calls the body under the path's name.
// LLVM-DAG: llvm.func @vitc_parallel_for
// LLVM-DAG: llvm.func @main(%{{.*}}: !llvm.ptr) attributes {{{.*}}vitc.arguments{{.*}}vitc.scratch = 0
// LLVM-DAG: llvm.func internal @main.act(
// LLVM-DAG: llvm.func internal @main.act.task(

// PASSES: cpu-build-kernels
// PASSES: cpu-lower-linalg
// PASSES: cpu-outline-parallel
// PASSES: verify-cpu-phase
// PASSES: cpu-unroll-loops
// PASSES: cpu-lower-parameters
// PASSES: convert-func-to-entry
// PASSES: convert-scf-to-cf
// PASSES: cpu-convert-to-llvm
module attributes {kernel.target = #kernel.target<isa = x86_64_v3, l1 = 32768, l2 = 524288>} {
  func.func @main(%x: memref<1x4x16xf32>) attributes {vitc.entry} {
    kernel.activate silu ins(%x) outs(%x) : (memref<1x4x16xf32>, memref<1x4x16xf32>) -> () loc("act")
    return
  }
}
