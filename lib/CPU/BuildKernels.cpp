//===- BuildKernels.cpp - kernel ops to loops -----------------------------===//

#include "Builders.h"
#include "WorkLabel.h"

#include "vitc/CPU/Passes.h"

#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/Dialect/X86Vector/X86VectorDialect.h"
#include "llvm/ADT/TypeSwitch.h"

namespace vitc {
#define GEN_PASS_DEF_BUILDKERNELSPASS
#include "vitc/CPU/Passes.h.inc"
} // namespace vitc

using namespace mlir;
using namespace vitc;

/// True if the builder of an op reads or writes `operand` in bf16, too. What belongs together is
/// said by the op's verifier.
static bool mayBeBF16(OpOperand &operand) {
  Operation *op = operand.getOwner();
  bool isInit = cast<DestinationStyleOpInterface>(op).isDpsInit(&operand);
  if (auto gemm = dyn_cast<kernel::GemmOp>(op))
    return isInit || &operand == &gemm.getLhsMutable() || &operand == &gemm.getPanelsMutable();
  if (auto attention = dyn_cast<kernel::AttentionOp>(op))
    return isInit || operand.getOperandNumber() < 3; // query, key, value
  if (isa<kernel::QuantizeOp>(op))
    return !isInit;
  return isInit && !isa<kernel::SoftmaxOp>(op);
}

/// As mayBeBF16; f32 may be everything but what is quantised.
static bool mayBe(OpOperand &operand, Type element) {
  if (element.isBF16())
    return mayBeBF16(operand);
  Operation *op = operand.getOwner();
  bool mayQuantize =
      isa<kernel::GemmOp, kernel::PackOp, kernel::NormalizeOp, kernel::QuantizeOp>(op);
  return element.isF32() || (mayQuantize && (element.isInteger(8) || element.isInteger(32)));
}

/// What every builder relies on.
static LogicalResult checkOperands(Operation *op) {
  for (OpOperand &operand : op->getOpOperands()) {
    auto type = dyn_cast<MemRefType>(operand.get().getType());
    if (operand.get().getType().isF32())
      continue;
    if (!type)
      return op->emitOpError("found a tensor operand, expected memrefs: bufferise first");
    Type element = type.getElementType();
    if (!mayBe(operand, element))
      return op->emitOpError("found element type ")
             << element << ", expected f32: there is no CPU builder for others";
    SmallVector<int64_t> strides;
    int64_t offset;
    if (failed(type.getStridesAndOffset(strides, offset)) || !type.hasStaticShape() ||
        llvm::any_of(strides, ShapedType::isDynamic) || strides.back() != 1)
      return op->emitOpError("found ")
             << type << ", expected a static shape and static strides, the innermost 1";
  }
  return success();
}

/// Who takes a schedule has one; what it says, the attribute has verified.
static LogicalResult checkSchedule(Operation *op) {
  auto scheduled = dyn_cast<kernel::ScheduledOpInterface>(op);
  if (scheduled && !scheduled.getScheduleAttr())
    return op->emitOpError("has no schedule: run kernel-select-schedules first");
  return success();
}

static FailureOr<kernel::ParallelOp> buildKernel(Operation *op) {
  return llvm::TypeSwitch<Operation *, FailureOr<kernel::ParallelOp>>(op)
      .Case([](kernel::GemmOp op) { return cpu::buildGemm(op); })
      .Case([](kernel::AttentionOp op) { return cpu::buildAttention(op); })
      .Case([](kernel::NormalizeOp op) { return cpu::buildNormalize(op); })
      .Case([](kernel::SoftmaxOp op) { return cpu::buildSoftmax(op); })
      .Case([](kernel::ActivateOp op) { return cpu::buildActivate(op); })
      .Case([](kernel::PatchesOp op) { return cpu::buildPatches(op); })
      .Case([](kernel::PackOp op) { return cpu::buildPack(op); })
      .Case([](kernel::ConvertOp op) { return cpu::buildConvert(op); })
      .Case([](kernel::StrassenChannelsOp op) { return cpu::buildStrassenChannels(op); })
      .Case([](kernel::StrassenPackOp op) { return cpu::buildStrassenPack(op); })
      .Case([](kernel::StrassenSumsOp op) { return cpu::buildStrassenSums(op); })
      .Case([](kernel::StrassenGemmOp op) { return cpu::buildStrassenGemm(op); })
      .Case([](kernel::QuantizeOp op) { return cpu::buildQuantize(op); })
      .Default([](Operation *op) { return LogicalResult(op->emitOpError("has no CPU builder")); });
}

namespace {
class BuildKernels : public vitc::impl::BuildKernelsPassBase<BuildKernels> {
  using BuildKernelsPassBase::BuildKernelsPassBase;

  void runOnOperation() override {
    SmallVector<Operation *> kernels;
    getOperation().walk([&](DestinationStyleOpInterface op) {
      if (isa<kernel::KernelDialect>(op->getDialect()))
        kernels.push_back(op);
    });
    for (Operation *op : kernels) {
      if (failed(checkOperands(op)) || failed(checkSchedule(op)))
        return signalPassFailure();
      FailureOr<kernel::ParallelOp> loop = buildKernel(op);
      if (failed(loop))
        return signalPassFailure();
      cpu::labelWork(op, *loop);
      op->erase();
      ++numBuilt;
    }
  }
};
} // namespace
