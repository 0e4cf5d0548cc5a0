//===- Passes.td - passes of the CPU phase --------------------------------===//

#ifndef VITC_CPU_PASSES
#define VITC_CPU_PASSES

include "mlir/Pass/PassBase.td"

def BuildKernelsPass : Pass<"cpu-build-kernels", "::mlir::func::FuncOp"> {
  let summary = "replace each kernel op by its loops";
  let description = [{
    Replaces every compute op of the kernel dialect by one `kernel.parallel` of scf, vector and
    memref ops: register tiles, packing, softmax and the elementary functions, all on
    `vector<16xf32>`. Products of bf16 take pairs, by `x86vector.avx512.dot` where the schedule says
    that the machine has it, and widened to f32 where not; products of integers of 8 bits take quads
    and sum in i32, by `vpdpbusd` where the schedule says so, and widened to 16 bits where not.

    Why: these loops are the product's speed (docs/Architecture.md); textbook lowering reaches a
    hundredth of it. The sequence of operations on an element is the same on every level of the
    instruction set, so the bits are too: of f32 and of integers; products of bf16 are rounded as each
    machine does.

    Requires: memrefs of static shape and strides with innermost stride 1, of f32, where products read
    and write also bf16, in gemm, pack, normalize and quantize also i8 with scales in f32 and sums in
    i32; a `#kernel.schedule` on gemm, strassen_gemm, attention and normalize
    (`kernel-select-schedules`).
    Leaves alone: everything that is not a kernel op.

    (* example test/CPU/cpu-build-kernels-activate.mlir @relu *)
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::LLVM::LLVMDialect", "::mlir::math::MathDialect",
    "::mlir::memref::MemRefDialect", "::mlir::scf::SCFDialect", "::mlir::vector::VectorDialect",
    "::mlir::x86vector::X86VectorDialect", "::vitc::kernel::KernelDialect"
  ];
  let statistics = [Statistic<"numBuilt", "num-built", "Kernel ops replaced by loops">];
}

def LowerLinalgPass : Pass<"cpu-lower-linalg", "::mlir::func::FuncOp"> {
  let summary = "turn remaining linalg ops and copies into loops";
  let description = [{
    Every linalg op on memrefs becomes a nest of `scf.for`, every `memref.copy` too; a nest with at
    least `min-work` steps whose outermost dimension is parallel runs inside `kernel.parallel`. LLVM
    is told to keep the loops: it may make vectors of them, not straight code.

    Why: what has no kernel is rare and small, weight arithmetic in `prepare` above all, and must
    still run on all cores when it is large.

    Requires: linalg on memrefs of static shape.
    Leaves alone: linalg on tensors, which is an error of an earlier phase.

    (* example test/CPU/cpu-lower-linalg.mlir @scale *)
  }];
  let dependentDialects = [
    "::mlir::affine::AffineDialect", "::mlir::LLVM::LLVMDialect", "::mlir::linalg::LinalgDialect",
    "::mlir::memref::MemRefDialect", "::mlir::scf::SCFDialect", "::vitc::kernel::KernelDialect"
  ];
  let options = [Option<"minWork", "min-work", "int64_t", /*default=*/"65536",
                        "Steps of a nest from which it runs in parallel">];
  let statistics = [Statistic<"numLowered", "num-lowered", "Ops replaced by loops">];
}

def OutlineParallelPass : Pass<"cpu-outline-parallel", "::mlir::ModuleOp"> {
  let summary = "make functions of parallel loop bodies";
  let description = [{
    The body of every `kernel.parallel` becomes a private function, the op a `kernel.launch` of it.
    Views and constants that a body reads are computed again inside, from the function's arguments
    and loop indices, so that a launch passes base pointers and indices only. Functions that launch,
    and their callers, get a last argument `!llvm.ptr` with `vitc.run`, and `vitc.scratch`: the bytes that
    a worker needs for the largest of their loops, a multiple of 64. The name of a body is the name of the
    function and the op's module path, so that profilers show `main.layer.attention.query`.

    Why: the runtime calls a body from its workers.

    Requires: no kernel op but parallel, launch, parameter and weight is left.
    Leaves alone: functions without a parallel loop.

    (* example test/CPU/cpu-outline-parallel.mlir @outline *)
  }];
  let dependentDialects = [
    "::mlir::func::FuncDialect", "::mlir::LLVM::LLVMDialect", "::vitc::kernel::KernelDialect"
  ];
  let statistics = [Statistic<"numOutlined", "num-outlined", "Bodies made functions">];
}

def VerifyCPUPhasePass : Pass<"verify-cpu-phase", "::mlir::ModuleOp"> {
  let summary = "check the contract of the CPU phase's loops";
  let description = [{
    Refuses kernel ops other than `kernel.launch`, `kernel.parameter` and `kernel.weight`, linalg and
    `memref.copy`; launches whose body is not a private function with code, without results and on
    memrefs of static shape, strides and offset, or whose run is not the last argument with `vitc.run`; and
    functions with that argument whose `vitc.scratch` is missing or less than one of their loops needs.

    Why: what follows turns a launch into a call that passes pointers, and a run's memory into a number
    in the model's description; it can check neither.

    Requires: nothing. Leaves alone: everything.

    (* example test/CPU/verify-cpu-phase.mlir @accepted *)
  }];
  let statistics = [Statistic<"numLaunches", "num-launches", "Launches seen">];
}

def UnrollLoopsPass : Pass<"cpu-unroll-loops", "::mlir::ModuleOp"> {
  let summary = "make straight code of marked loops";
  let description = [{
    A `scf.for` with the attribute `kernel.unroll` becomes its turns one behind the other. What
    folds when the number of a turn is known is folded: indices, and places in blocks, which are
    vectors of two or more dimensions. Another loop that carries a block around carries its vectors
    instead. Then every vector of a block is a value of its own: a register.

    Why: registers have no index, so what is done to each of them and steps of k are unrolled. In
    the `loops` dump they stand once, a register tile as one value, to be read; the machine sees
    the turns.

    Requires: bounds and step of marked loops are constants.
    Leaves alone: loops without the mark.

    (* example test/CPU/cpu-unroll-loops.mlir @rows *)
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::vector::VectorDialect"];
  let statistics = [Statistic<"numUnrolled", "num-unrolled", "Loops made straight code">];
}

def LowerParametersPass : Pass<"cpu-lower-parameters", "::mlir::ModuleOp"> {
  let summary = "read raw weights from their table of pointers";
  let description = [{
    `kernel.parameter [@l0, @l1, …][%layer]` becomes a view of entry `position(@l0) + layer` of the
    function's argument with `vitc.raw_weights`; `kernel.weight` disappears.

    Why: prepare gets weights where they are mapped, without a copy.

    Requires: the function has the argument, and its list the op's names one behind the other; results
    are memrefs of identity layout. Runs before `convert-func-to-entry`, which hides arguments.
    Leaves alone: functions without parameters.

    (* example test/CPU/cpu-lower-parameters.mlir @layer *)
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::LLVM::LLVMDialect"];
  let statistics = [Statistic<"numLowered", "num-lowered", "Parameters read from the table">];
}

def CPUToLLVMPass : Pass<"cpu-convert-to-llvm", "::mlir::ModuleOp"> {
  let summary = "convert loops, vectors, memrefs and launches to the llvm dialect";
  let description = [{
    The last step before object code. Memref arguments become base pointers; `kernel.launch` becomes
    a table of its arguments on the stack and a call of `vitc_parallel_for`.

    Why: upstream's patterns for each dialect, in one conversion, with vector lowerings that suit
    registers of 32 and of 64 bytes.

    Requires: the form after `cpu-outline-parallel`; memrefs at function borders have static shape,
    strides and offset.
    Leaves alone: nothing.

    (* example test/CPU/cpu-convert-to-llvm.mlir @launch *)
  }];
  let dependentDialects = ["::mlir::LLVM::LLVMDialect"];
  let statistics = [Statistic<"numLaunches", "num-launches", "Launches converted">];
}

#endif // VITC_CPU_PASSES
