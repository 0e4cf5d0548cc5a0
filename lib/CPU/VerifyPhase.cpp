//===- VerifyPhase.cpp - the contract of the CPU phase's loops ------------===//

#include "vitc/CPU/Passes.h"
#include "vitc/Dialect/Kernel/Kernel.h"

#include "mlir/Conversion/LLVMCommon/TypeConverter.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

namespace vitc {
#define GEN_PASS_DEF_VERIFYCPUPHASEPASS
#include "vitc/CPU/Passes.h.inc"
} // namespace vitc

using namespace mlir;
using namespace vitc;

/// The argument that functions which launch have, or null.
static Value runArgument(func::FuncOp function) {
  unsigned count = function.getNumArguments();
  bool takesRun = count && function.getArgAttr(count - 1, "vitc.run");
  return takesRun && !function.isExternal() ? function.getArgument(count - 1) : Value();
}

/// What the op's own verifier cannot ask: it sees no other op.
static LogicalResult verifyLaunch(kernel::LaunchOp op) {
  auto body = SymbolTable::lookupNearestSymbolFrom<func::FuncOp>(op, op.getCalleeAttr());
  if (body.isExternal() || !body.isPrivate() || body.getNumResults())
    return op.emitError("found body @")
           << op.getCallee() << ", expected a private function with code and without results";
  for (Type type : body.getArgumentTypes())
    if (auto memref = dyn_cast<MemRefType>(type);
        memref && !LLVMTypeConverter::canConvertToBarePtr(memref))
      return op.emitError("found a body that takes ")
             << memref << ", expected static shape, strides and offset: a pointer is passed";
  auto function = op->getParentOfType<func::FuncOp>();
  if (op.getRun() != runArgument(function))
    return op.emitError("found another run, expected the last argument of @")
           << function.getName() << ", with `vitc.run`";
  int64_t noted = function->getAttrOfType<IntegerAttr>("vitc.scratch").getInt();
  int64_t needed = cast<MemRefType>(body.getArgumentTypes().back()).getNumElements();
  if (noted < needed)
    return op.emitError("found `vitc.scratch` = ")
           << noted << " on @" << function.getName() << ", expected at least " << needed;
  return success();
}

static LogicalResult verifyFunction(func::FuncOp function) {
  if (runArgument(function) && !function->getAttrOfType<IntegerAttr>("vitc.scratch"))
    return function.emitError(
        "found no `vitc.scratch`, expected the bytes that its loops need (did "
        "cpu-outline-parallel run?)");
  return success();
}

static LogicalResult verify(Operation *op) {
  if (auto function = dyn_cast<func::FuncOp>(op))
    return verifyFunction(function);
  if (auto launch = dyn_cast<kernel::LaunchOp>(op))
    return verifyLaunch(launch);
  if (isa<kernel::ParallelOp>(op))
    return op->emitError("found a loop that is not a function, expected a launch of one (did "
                         "cpu-outline-parallel run?)");
  if (isa<kernel::KernelDialect>(op->getDialect()) &&
      !isa<kernel::ParameterOp, kernel::WeightOp>(op))
    return op->emitError("found a kernel, expected its loops (did cpu-build-kernels run?)");
  if (isa<linalg::LinalgDialect>(op->getDialect()) || isa<memref::CopyOp>(op))
    return op->emitError("found an op on whole buffers, expected its loops (did cpu-lower-linalg "
                         "run?)");
  return success();
}

namespace {
struct VerifyCPUPhasePass : vitc::impl::VerifyCPUPhasePassBase<VerifyCPUPhasePass> {
  void runOnOperation() override {
    // Launches rely on what has been asked of their function.
    WalkResult result = getOperation().walk<WalkOrder::PreOrder>([&](Operation *op) {
      numLaunches += isa<kernel::LaunchOp>(op);
      return failed(verify(op)) ? WalkResult::interrupt() : WalkResult::advance();
    });
    if (result.wasInterrupted())
      signalPassFailure();
  }
};
} // namespace
