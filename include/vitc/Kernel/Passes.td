//===- Passes.td - the Kernel phase: fusion, weights, memory --------------===//

#ifndef VITC_KERNEL_PASSES
#define VITC_KERNEL_PASSES

include "mlir/Pass/PassBase.td"

def FuseEpiloguesPass : Pass<"kernel-fuse-epilogues", "::mlir::func::FuncOp"> {
  let summary = "move activations and sums into the product before them";
  let description = [{
    `kernel.activate` and `linalg.add` of the only use of a `kernel.gemm` become its activation and its
    residual. A residual that is not read later is also the destination; one that is the same for all
    images stays of batch 1.

    Why: what is done to an accumulator costs no trip to memory.

    Requires: tensors.
    Leaves alone: products with another use or with an epilogue that must come later.

    (* example test/Kernel/kernel-fuse-epilogues.mlir @activation *)
  }];
  let dependentDialects = ["::vitc::kernel::KernelDialect", "::mlir::tensor::TensorDialect"];
  let statistics = [Statistic<"numFused", "num-fused", "Ops moved into an epilogue">];
}

def SetPrecisionPass : Pass<"kernel-set-precision", "::mlir::func::FuncOp"> {
  let summary = "let products read bf16 or integers of 8 bits";
  let description = [{
    Every `kernel.gemm` of packed weights and every `kernel.attention` reads bf16 and sums in f32:
    weights are packed in pairs, and what only products read (normalised rows, queries, keys and
    values, context, hidden features) is stored in bf16 by the kernel that makes it. Where a
    value is read by others, too, or made elsewhere, `kernel.convert` rounds a copy.

    With `type=int8` a `kernel.gemm` reads integers, packed in quads with a scale for each column.
    Norms write them, with a scale for each row; `kernel.quantize` makes them of everything else, which
    is stored in bf16. Attention reads bf16. Where an activation bounds its results from below, the
    integers span what is above, and the bias takes what that moves. What was measured of all products
    that read some rows (`kernel.input`) bounds them.

    A product with the attribute `vitc.precision`, "f32", "bf16" or "int8", has that type instead.

    Why: half the bytes or a quarter, and two or four times the products in one instruction where the
    machine has it.

    Requires: tensors.
    Leaves alone: the residual stream, biases, masks, norms and softmax, which stay f32; products of
    pixels or of one row for each image, whose rounding costs most and gains least; products of what
    is no packed weight. Sums of more than 44149 integers, which may leave i32, are of bf16.

    (* example test/Kernel/kernel-set-precision.mlir @linear *)
  }];
  let dependentDialects = ["::vitc::kernel::KernelDialect", "::mlir::linalg::LinalgDialect",
                           "::mlir::tensor::TensorDialect"];
  let options = [Option<"type", "type", "std::string", /*default=*/"\"bf16\"",
                        "Type of factors that say none themselves: f32, bf16 or int8">];
  let statistics = [Statistic<"numNarrowed", "num-narrowed", "Values stored in this type">,
                    Statistic<"numConverted", "num-converted", "Copies made to round">];
}

def UseStrassenPass : Pass<"kernel-use-strassen", "::mlir::func::FuncOp"> {
  let summary = "multiply with seven products instead of eight";
  let description = [{
    A `kernel.gemm` of packed f32 weights becomes `kernel.strassen_gemm`, its packing
    `kernel.strassen_channels` and `kernel.strassen_pack`, and `kernel.strassen_sums` makes the left side's
    sums before it. Rows are paired inside one image, so that no image depends on another. What keeps its
    classical product gets a remark that says why.

    Why: an eighth of the multiplications, for 1.75 times the weights and about twice the rounding error.

    Requires: tensors; epilogues fused already.
    Leaves alone: products of few rows, columns or steps, for which it does not pay; right sides that
    are no packed weight; one row of each image, which would be paired across images.

    (* example test/Kernel/kernel-use-strassen.mlir @linear *)
  }];
  let dependentDialects = ["::vitc::kernel::KernelDialect", "::mlir::tensor::TensorDialect"];
  let statistics = [Statistic<"numUsed", "num-used", "Products made of seven">,
                    Statistic<"numClassical", "num-classical", "Products left as they were">];
}

def SplitPreparePass : Pass<"kernel-split-prepare", "::mlir::ModuleOp"> {
  let summary = "cut entry functions in what depends on weights alone and the rest";
  let description = [{
    For a function `@f` with `vitc.entry`, `@f.prepare` gets everything that depends on no argument; `@f`
    gets its results as arguments with `vitc.packed`. In a loop over layers, prepare has a loop of its
    own that fills one tensor with a leading dimension for the layers, of which `@f` reads one slice an
    iteration. Views, constants, fills, empty tensors and broadcasts stay in `@f`.
    `@f.prepare` takes a table of raw weights, `!llvm.ptr` with `vitc.raw_weights = [@a, @b, …]`: the
    names of a `kernel.parameter` stand one behind the other in it.

    Why: all that is done to weights is ordinary IR, and done once, ahead of time.

    Requires: tensors; loops over layers at the top level of the function, counting from 0 by 1 to a
    constant, that carry no value of weights alone from layer to layer.
    Leaves alone: functions without `vitc.entry`, functions without weights.

    (* example test/Kernel/kernel-split-prepare.mlir @linear *)
  }];
  let dependentDialects = ["::mlir::LLVM::LLVMDialect", "::mlir::tensor::TensorDialect",
                           "::mlir::scf::SCFDialect"];
  let statistics = [Statistic<"numPacked", "num-packed", "Tensors handed from prepare to forward">];
}

def FuseWeightsPass : Pass<"kernel-fuse-weights", "::mlir::func::FuncOp"> {
  let summary = "join the pointwise steps of weight arithmetic into one loop nest each";
  let description = [{
    Turns element-wise ops, broadcasts and other named linalg ops of a function into `linalg.generic`
    and fuses each with what makes its operands, as often as that is read: recomputing an extension to
    f64 is cheaper than memory for it. A `tensor.concat` becomes insertions.

    Why: folds are written op by op; whole weights in f64 would cost memory and time.

    Requires: tensors.
    Leaves alone: kernels, reductions as producers; functions that are not a `prepare`.

    (* example test/Kernel/kernel-fuse-weights.mlir @f.prepare *)
  }];
  let dependentDialects = ["::mlir::linalg::LinalgDialect", "::mlir::tensor::TensorDialect"];
  let statistics = [Statistic<"numGeneric", "num-generic", "Loop nests that are left">];
}

def SelectSchedulesPass : Pass<"kernel-select-schedules", "::mlir::ModuleOp"> {
  let summary = "say how each kernel runs on the target";
  let description = [{
    Writes `#kernel.schedule` on every `kernel.gemm`, `kernel.strassen_gemm`, `kernel.attention` and
    `kernel.normalize`, from the module's `kernel.target` and the shapes: the register tile, the parallel
    items, blocks of rows, whether to prefetch. How many threads there are is known when a model runs, and the
    runtime's affair.

    Why: their builders then know nothing of machines, and every machine's schedules can be tested on any other.

    Requires: `kernel.target` on the module.
    Leaves alone: kernels that have a schedule.

    (* example test/Kernel/kernel-select-schedules.mlir @gemm *)
  }];
  let statistics = [Statistic<"numSelected", "num-selected", "Kernels given a schedule">];
}

def PlaceResultsPass : Pass<"kernel-place-results", "::mlir::func::FuncOp"> {
  let summary = "let ops write where their result ends up";
  let description = [{
    Every op in destination-passing style gets fresh memory of its own where it had any: what was
    shared by CSE would be written twice. An op whose fresh result is inserted into a larger tensor writes the
    slice itself; one whose result an entry function returns writes the destination that the caller
    gave. What remains, and what a loop carries that was not written over what it carried before,
    becomes an explicit `linalg.copy`.

    Why: bufferisation then has no reason for a copy that nobody asked for, and `verify-kernel-phase`
    may refuse the ones it makes.

    Requires: tensors.
    Leaves alone: results with another use (they are copied).

    (* example test/Kernel/kernel-place-results.mlir @into_slice *)
  }];
  let dependentDialects = ["::mlir::linalg::LinalgDialect", "::mlir::tensor::TensorDialect"];
  let statistics = [Statistic<"numPlaced", "num-placed", "Results written in place">];
}

def PlanMemoryPass : Pass<"kernel-plan-memory", "::mlir::ModuleOp"> {
  let summary = "put packed weights and temporaries at fixed offsets of two buffers";
  let description = [{
    In every function with `vitc.entry`: arguments with `vitc.packed` become views of one argument
    `memref<W x i8>` with `vitc.weights`, at the same offsets in `@f` and `@f.prepare`; allocations become
    views of one argument `memref<A x i8>` with `vitc.arena`, those that live at the same time apart.
    Offsets are multiples of 64 bytes. Results, which lie where the caller asked for them, are dropped.

    Why: a compiled model asks for memory once, and knows how much.

    Requires: memrefs of static shape and identity layout, handed on by views, `scf.for` and `scf.if`
    alone; no deallocations; the k-th result in the k-th destination.
    Leaves alone: functions without `vitc.entry`.

    (* example test/Kernel/kernel-plan-memory.mlir @reuse *)
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::memref::MemRefDialect"];
  let statistics = [Statistic<"numPlanned", "num-planned", "Allocations given an offset">];
}

def VerifyKernelPhasePass : Pass<"verify-kernel-phase", "::mlir::ModuleOp"> {
  let summary = "check the contract of the Kernel phase";
  let description = [{
    Refuses tensors, `memref.alloc`, `memref.dealloc`, `memref.copy`, dynamic shapes and strides of operands
    and results (an offset may be dynamic: that of a layer's weights is), kernels without a schedule
    where they take one, and packed weights of two sizes in `@f` and `@f.prepare`.

    Why: an error here names the pass that broke the contract; later it would be slow code.

    Requires: nothing. Leaves alone: everything.

    (* example test/Kernel/verify-kernel-phase.mlir @accepted *)
  }];
  let statistics = [Statistic<"numKernels", "num-kernels", "Kernels seen">];
}

#endif // VITC_KERNEL_PASSES
