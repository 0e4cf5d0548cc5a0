//===- KernelParallelOps.td - parallel loops between kernel and runtime ---===//

#ifndef VITC_DIALECT_KERNEL_PARALLEL_OPS
#define VITC_DIALECT_KERNEL_PARALLEL_OPS

include "Kernel/KernelBase.td"
include "mlir/Interfaces/ControlFlowInterfaces.td"
include "mlir/IR/SymbolInterfaces.td"

def Kernel_ParallelOp : Kernel_Op<"parallel",
    [SingleBlockImplicitTerminator<"YieldOp">, RecursiveMemoryEffects]> {
  let summary = "items that may run in any order on any worker";
  let description = [{
    The region handles items `begin` to `end` (exclusive) of `count`; the runtime cuts the range.
    `scratch` is this worker's own memory: `scratchBytes` bytes, 64-byte aligned, contents undefined.

    Constraints
    - C1 the region takes two indices and one `memref<scratchBytes x i8>`.
    - C2 `count` and `scratchBytes` are not negative.

    (* example test/Dialect/Kernel/parallel-roundtrip.mlir @basic *)
  }];
  let arguments = (ins I64Attr:$count, I64Attr:$scratchBytes);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = "`count` `=` $count `scratch` `=` $scratchBytes attr-dict-with-keyword $body";
  let skipDefaultBuilders = 1;
  let builders = [OpBuilder<(ins "int64_t":$count, "int64_t":$scratchBytes,
      "::llvm::function_ref<void(::mlir::OpBuilder &, ::mlir::Location, ::mlir::Value, "
      "::mlir::Value, ::mlir::Value)>":$body)>];
  let extraClassDeclaration = [{
    ::mlir::Value getBegin() { return getBody().getArgument(0); }
    ::mlir::Value getEnd() { return getBody().getArgument(1); }
    ::mlir::Value getScratch() { return getBody().getArgument(2); }
  }];
  let hasRegionVerifier = 1;
}

def Kernel_YieldOp : Kernel_Op<"yield", [Pure, Terminator, HasParent<"ParallelOp">]> {
  let summary = "ends the body of kernel.parallel";
  let assemblyFormat = "attr-dict";
}

/// What a caller has of the runtime: a pointer that only the runtime looks behind.
def Kernel_Run : Type<CPred<"::llvm::isa<::mlir::LLVM::LLVMPointerType>($_self)">, "!llvm.ptr">;

def Kernel_LaunchOp : Kernel_Op<"launch",
    [DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "an outlined parallel loop";
  let description = [{
    Calls `vitc_parallel_for(run, body, {arguments}, count)`: `callee` is a function taking
    `arguments`, then begin and end (index) and the worker's scratch (`memref<N x i8>`).

    Constraints
    - C1 `callee` names a function of the module.
    - C2 its inputs are the types of `arguments`, two indices and a one-dimensional memref of i8.
    - C3 `count` is not negative.

    (* example test/Dialect/Kernel/launch-roundtrip.mlir @basic *)
  }];
  let arguments = (ins FlatSymbolRefAttr:$callee, Kernel_Run:$run, I64Attr:$count,
                       Variadic<AnyType>:$arguments);
  let assemblyFormat = [{
    $callee `on` $run `count` `=` $count `(` $arguments `)` attr-dict
    `:` type($run) (`,` `(` type($arguments)^ `)`)?
  }];
  let hasVerifier = 1;
}

#endif // VITC_DIALECT_KERNEL_PARALLEL_OPS
