//===- VerifyPhase.cpp - the contract of the Kernel phase -----------------===//

#include "vitc/Kernel/Passes.h"

namespace vitc {
#define GEN_PASS_DEF_VERIFYKERNELPHASEPASS
#include "vitc/Kernel/Passes.h.inc"
} // namespace vitc

using namespace mlir;
using namespace vitc;

namespace {

/// What is wrong with `type` after this phase, or nothing.
StringRef findFault(Type type) {
  if (isa<TensorType>(type))
    return "a tensor, expected memrefs only (did bufferisation run?)";
  auto memref = dyn_cast<MemRefType>(type);
  if (!memref)
    return {};
  SmallVector<int64_t> strides;
  int64_t offset;
  if (!memref.hasStaticShape() || failed(memref.getStridesAndOffset(strides, offset)) ||
      llvm::is_contained(strides, ShapedType::kDynamic))
    return "a memref with dynamic shape or strides, expected static ones (a value carried around a "
           "loop without a fixed layout?)";
  return {};
}

LogicalResult verify(Operation *op) {
  if (isa<memref::AllocOp, memref::AllocaOp>(op))
    return op->emitError("found an allocation, expected a range of the arena (did "
                         "kernel-plan-memory run?)");
  if (isa<memref::DeallocOp>(op))
    return op->emitError("found memory that is freed, expected none to be: ranges of the arena "
                         "outlive the call");
  if (isa<memref::CopyOp>(op))
    return op->emitError("found a copy made by bufferisation, expected kernels that write in place "
                         "(a residual that is read again after it was overwritten?)");
  for (Type type : llvm::concat<const Type>(op->getOperandTypes(), op->getResultTypes()))
    if (StringRef fault = findFault(type); !fault.empty())
      return op->emitError() << "found " << fault;
  auto scheduled = dyn_cast<kernel::ScheduledOpInterface>(op);
  if (scheduled && !scheduled.getScheduleAttr())
    return op->emitError("found no schedule, expected one (did kernel-select-schedules run?)");
  return success();
}

/// The type of the argument of `function` that holds packed weights; null if it has none.
Type typeOfWeights(func::FuncOp function) {
  for (unsigned i = 0; i < function.getNumArguments(); ++i)
    if (function.getArgAttr(i, "vitc.weights"))
      return function.getArgument(i).getType();
  return {};
}

/// Forward reads what prepare has written. They may stand in modules of their own.
LogicalResult verifyWeights(func::FuncOp prepare, const SymbolTable &symbols) {
  StringRef name = prepare.getName();
  if (!name.consume_back(".prepare"))
    return success();
  auto forward = symbols.lookup<func::FuncOp>(name);
  if (!forward || typeOfWeights(prepare) == typeOfWeights(forward))
    return success();
  return prepare.emitError("found `vitc.weights` of type ")
         << typeOfWeights(prepare) << ", expected " << typeOfWeights(forward) << " as in @" << name;
}

struct VerifyKernelPhasePass : vitc::impl::VerifyKernelPhasePassBase<VerifyKernelPhasePass> {
  void runOnOperation() override {
    WalkResult result = getOperation().walk([&](Operation *op) {
      numKernels += isa<kernel::KernelDialect>(op->getDialect());
      return failed(verify(op)) ? WalkResult::interrupt() : WalkResult::advance();
    });
    if (result.wasInterrupted())
      return signalPassFailure();
    SymbolTable symbols(getOperation());
    for (auto function : getOperation().getOps<func::FuncOp>())
      if (failed(verifyWeights(function, symbols)))
        return signalPassFailure();
  }
};

} // namespace
