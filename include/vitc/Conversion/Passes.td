//===- Passes.td - passes of the Conversion phase -------------------------===//

#ifndef VITC_CONVERSION_PASSES
#define VITC_CONVERSION_PASSES

include "mlir/Pass/PassBase.td"

def ConvertViTToLinalgPass : Pass<"convert-vit-to-linalg", "::mlir::ModuleOp"> {
  let summary = "lower every vit op to linalg on tensors, the reference form";
  let description = [{
    Replaces every `vit` op but the weights by `linalg`, `tensor`, `arith` and `math` ops that compute
    its formula and nothing cleverer. Ops that decompose (`vit.attention`, `vit.ffn`,
    `vit.classifier`) do so first. Matrix products run in m, k, n order with the weight transposed
    before, so that the innermost loop reads and writes rows; a softmax subtracts its maximum; a layer
    norm takes the mean first and the variance of the centred values after; positions are resampled
    in f64. `element-type` is the type that the module computes in, its functions' arguments and
    results included.

    Why: run in f64 it is the oracle of all tests; what has no kernel takes this path too.

    Requires: static shapes; other ops than `vit`'s that hold floating-point tensors of another type
    than `element-type` are those of `tensor`, `check`, `func`, `scf`, and constants and element-wise
    ops of `arith`.
    Leaves alone: `vit.weight`, `vit.parameter` and `vit.layer_parameter` (see
    `vit-weights-to-arguments`), integer tensors.

    (* example test/Conversion/convert-vit-to-linalg-linear.mlir @bias *)
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
                           "::mlir::math::MathDialect", "::mlir::tensor::TensorDialect"];
  let options = [Option<"elementType", "element-type", "std::string", /*default=*/"\"f32\"",
                        "Type to compute in: f32 or f64">];
  let statistics = [Statistic<"numConverted", "num-converted", "vit ops of the input lowered">];
}

def WeightsToArgumentsPass : Pass<"vit-weights-to-arguments", "::mlir::ModuleOp"> {
  let summary = "pass the weights that a function uses as arguments";
  let description = [{
    Replaces the `vit.parameter`s of a function by arguments behind its others, one for each weight
    in order of first use, in the element type that the file stores, with the attribute
    `vitc.weight = @name`. A value of a wider type is the argument extended exactly. A
    `vit.layer_parameter` whose layer is a constant counts as a `vit.parameter`.

    Why: the code is compiled without the weights, whoever runs it maps the file and passes pointers.

    Requires: no function with weights is called by another.
    Leaves alone: the `vit.weight` symbols, which say where the data are; functions without weights.

    (* example test/Conversion/vit-weights-to-arguments.mlir @shared *)
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
                           "::mlir::tensor::TensorDialect"];
  let statistics = [Statistic<"numWeights", "num-weights", "Arguments added">];
}

def DropWeightsPass : Pass<"vit-drop-weights", "::mlir::ModuleOp"> {
  let summary = "erase the declarations of weights";
  let description = [{
    Erases every `vit.weight` that nothing uses but attributes of functions and their arguments.

    Why: LLVM IR has no such symbols; by now `vitc.arguments` (see `convert-func-to-entry`) names the
    weights.

    Requires: nothing.
    Leaves alone: a weight that an operation still uses.

    (* example test/Conversion/vit-drop-weights.mlir @unused_function *)
  }];
  let statistics = [Statistic<"numErased", "num-erased", "Weights erased">];
}

def ConvertCheckToSCFPass : Pass<"convert-check-to-scf", "::mlir::ModuleOp"> {
  let summary = "lower checks to loops and calls of the check runtime";
  let description = [{
    Replaces `check.expect_close` and `check.expect_eq` by a loop nest over `tensor.extract`, a
    comparison, and a call of `vitc_check_failed_float` or `vitc_check_failed_integer`
    (vitc/Runtime/Check.h) with the place in the source file; `check.opaque` by its operand.

    Why: above bufferisation the checks need no interface of their own.

    Requires: tensors of static shape.
    Leaves alone: everything else.

    (* example test/Conversion/convert-check-to-scf.mlir @close *)
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::func::FuncDialect",
                           "::mlir::LLVM::LLVMDialect", "::mlir::math::MathDialect",
                           "::mlir::scf::SCFDialect", "::mlir::tensor::TensorDialect"];
  let statistics = [Statistic<"numChecks", "num-checks", "Checks lowered">];
}

def CopyRepeatedResultsPass : Pass<"copy-repeated-results", "::mlir::func::FuncOp"> {
  let summary = "return a copy where a function returns one memref again";
  let description = [{
    Replaces every operand of a `func.return` that an operand before it equals by a new memref with
    the same contents.

    Why: each result becomes an argument of its own, which upstream's pass writes in place of the
    allocation it removes; at the second return of that allocation it crashes.

    Requires: bufferised code; a type of static shape and identity layout.
    Leaves alone: values that are returned once, and views of them (upstream copies these).

    (* example test/Conversion/copy-repeated-results.mlir @twice *)
  }];
  let dependentDialects = ["::mlir::memref::MemRefDialect"];
  let statistics = [Statistic<"numCopies", "num-copies", "Results copied">];
}

def ConvertMemRefCopyToLinalgPass : Pass<"convert-memref-copy-to-linalg"> {
  let summary = "lower copies of memrefs to linalg.copy";
  let description = [{
    Replaces every `memref.copy` between ranked memrefs by a `linalg.copy`, which becomes loops.

    Why: the conversion to the llvm dialect calls MLIR's own runtime library for a copy whose strides
    are not those of a dense array; what vitc makes is not linked with it.

    With `report` a remark names each copy: one that bufferisation made has a price that nobody wrote
    down.

    Requires: bufferised code.
    Leaves alone: copies of unranked memrefs.

    (* example test/Conversion/convert-memref-copy-to-linalg.mlir @strided *)
  }];
  let options = [Option<"report", "report", "bool", /*default=*/"false",
                        "Remark on every copy">];
  let dependentDialects = ["::mlir::linalg::LinalgDialect"];
  let statistics = [Statistic<"numCopies", "num-copies", "Copies lowered">];
}

def ConvertLinalgToCallsPass : Pass<"convert-linalg-to-calls", "::mlir::ModuleOp"> {
  let summary = "move every linalg op on memrefs to a function of its own, equal ones to one";
  let description = [{
    Replaces every `linalg` op on memrefs by a call of a private function that does it, with the
    op's operands and what its body captures as arguments; constants move along. Ops that differ
    only in what they work on share the function. It is marked `noinline`.

    Why: LLVM optimises one function with a thousand loop nests in minutes, thirty functions with
    one nest each in seconds; equal layers are compiled once, and a profiler shows ops.

    Requires: bufferised ops whose memrefs keep their layouts in calls.
    Leaves alone: ops on tensors, ops outside of functions.

    (* example test/Conversion/convert-linalg-to-calls.mlir @shared *)
  }];
  let dependentDialects = ["::mlir::func::FuncDialect"];
  let statistics = [Statistic<"numFunctions", "num-functions", "Functions made">];
}

def ConvertFuncToEntryPass : Pass<"convert-func-to-entry", "::mlir::ModuleOp"> {
  let summary = "give entry functions one C signature";
  let description = [{
    Gives every function with the attribute `vitc.entry` the signature `void name(void **)`: the
    argument is an array of one pointer for each old argument. The order is that of the arguments,
    only those with the attribute `vitc.weight` come behind all others; so with the results as
    trailing arguments it is inputs, outputs, raw weights. The attribute `vitc.arguments` then lists
    the old arguments in that order, each as a dictionary of `type` (the memref), `kind` (`"input"`,
    `"output"` for arguments with `bufferize.result`, `"weight"`, `"pointer"`) and the argument's own
    attributes.

    Why: one caller can call every entry of the reference form and of the fast path.

    Requires: no results; arguments are memrefs of static shape, strides and offset or `!llvm.ptr`;
    nobody calls the function.
    Leaves alone: functions without `vitc.entry`.

    (* example test/Conversion/convert-func-to-entry.mlir @weights_last *)
  }];
  let dependentDialects = ["::mlir::LLVM::LLVMDialect"];
  let statistics = [Statistic<"numEntries", "num-entries", "Entries converted">];
}

def ConvertViTToKernelPass : Pass<"convert-vit-to-kernel", "::mlir::ModuleOp"> {
  let summary = "lower vit ops to fused kernels on padded rows";
  let description = [{
    `vit.linear` becomes `kernel.pack` and `kernel.gemm`, `vit.patch_embed` patches and a product,
    `vit.sdpa` a `kernel.attention` that reads heads as columns of row-major tokens; norms,
    activations, softmax their kernels; sums `linalg.add`, for `kernel-fuse-epilogues`. Rows lie an odd
    multiple of 64 bytes apart; the panel width follows from the shape. What has no kernel takes the
    reference form's patterns. Results of entry functions become arguments behind the inputs.

    Why: from here on every op has one destination, one layout, one builder.

    Requires: composite ops are decomposed (else they are here).
    Leaves alone: everything but `vit`.

    (* example test/Conversion/convert-vit-to-kernel.mlir @linear *)
  }];
  let dependentDialects = ["::vitc::kernel::KernelDialect", "::mlir::arith::ArithDialect",
                           "::mlir::bufferization::BufferizationDialect",
                           "::mlir::linalg::LinalgDialect", "::mlir::math::MathDialect",
                           "::mlir::scf::SCFDialect", "::mlir::tensor::TensorDialect"];
  let statistics = [Statistic<"numConverted", "num-converted", "vit ops lowered">];
}

#endif // VITC_CONVERSION_PASSES
