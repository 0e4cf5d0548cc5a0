//===- KernelOps.cpp - builders and side effects of the kernel ops --------===//

#include "vitc/Dialect/Kernel/Kernel.h"

#include "llvm/Support/MathExtras.h"

#define GET_OP_CLASSES
#include "vitc/Dialect/Kernel/KernelOps.cpp.inc"

using namespace mlir;
using namespace vitc::kernel;

//===----------------------------------------------------------------------===//
// Side effects: on memrefs, inputs are read and `init` is written
//===----------------------------------------------------------------------===//

using Effects = SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>>;

static void getDestinationEffects(DestinationStyleOpInterface op, Effects &effects) {
  for (OpOperand &operand : op->getOpOperands()) {
    if (!isa<MemRefType>(operand.get().getType()))
      continue;
    if (op.isDpsInit(&operand))
      effects.emplace_back(MemoryEffects::Write::get(), &operand,
                           SideEffects::DefaultResource::get());
    else
      effects.emplace_back(MemoryEffects::Read::get(), &operand,
                           SideEffects::DefaultResource::get());
  }
}

void PackOp::getEffects(Effects &effects) { getDestinationEffects(*this, effects); }
void GemmOp::getEffects(Effects &effects) { getDestinationEffects(*this, effects); }
void AttentionOp::getEffects(Effects &effects) { getDestinationEffects(*this, effects); }
void NormalizeOp::getEffects(Effects &effects) { getDestinationEffects(*this, effects); }
void SoftmaxOp::getEffects(Effects &effects) { getDestinationEffects(*this, effects); }
void ActivateOp::getEffects(Effects &effects) { getDestinationEffects(*this, effects); }
void PatchesOp::getEffects(Effects &effects) { getDestinationEffects(*this, effects); }
void ConvertOp::getEffects(Effects &effects) { getDestinationEffects(*this, effects); }
void StrassenChannelsOp::getEffects(Effects &effects) { getDestinationEffects(*this, effects); }
void StrassenPackOp::getEffects(Effects &effects) { getDestinationEffects(*this, effects); }
void StrassenSumsOp::getEffects(Effects &effects) { getDestinationEffects(*this, effects); }
void StrassenGemmOp::getEffects(Effects &effects) { getDestinationEffects(*this, effects); }
void QuantizeOp::getEffects(Effects &effects) { getDestinationEffects(*this, effects); }

//===----------------------------------------------------------------------===//
// Builders for what is not quantised
//===----------------------------------------------------------------------===//

void GemmOp::build(OpBuilder &b, OperationState &state, Type result, Value lhs, Value panels,
                   Value bias, Value residual, Value init, ActivationAttr activation,
                   ScheduleAttr schedule) {
  build(b, state, result, lhs, panels, Value(), Value(), Value(), bias, residual, init, activation,
        schedule);
}

void NormalizeOp::build(OpBuilder &b, OperationState &state, Type result, Value input, Value gamma,
                        Value beta, Value init, FloatAttr eps, ScheduleAttr schedule) {
  build(b, state, TypeRange(result), input, gamma, beta, init, Value(), eps, schedule);
}

void PackOp::build(OpBuilder &b, OperationState &state, Type result, Value matrix, Value init) {
  build(b, state, TypeRange(result), matrix, init, Value(), Value());
}

//===----------------------------------------------------------------------===//
// Layout
//===----------------------------------------------------------------------===//

int64_t vitc::kernel::rowStride(int64_t columns, Type elementType) {
  int64_t perLine = 64 / (elementType.getIntOrFloatBitWidth() / 8);
  int64_t lines = llvm::divideCeil(columns, perLine);
  return (lines | 1) * perLine;
}

//===----------------------------------------------------------------------===//
// ParallelOp
//===----------------------------------------------------------------------===//

void ParallelOp::build(OpBuilder &b, OperationState &state, int64_t count, int64_t scratchBytes,
                       function_ref<void(OpBuilder &, Location, Value, Value, Value)> body) {
  OpBuilder::InsertionGuard guard(b);
  state.getOrAddProperties<Properties>().count = b.getI64IntegerAttr(count);
  state.getOrAddProperties<Properties>().scratchBytes = b.getI64IntegerAttr(scratchBytes);
  Type index = b.getIndexType();
  Type scratch = MemRefType::get({scratchBytes}, b.getI8Type());
  Block *block = b.createBlock(state.addRegion(), {}, {index, index, scratch},
                               {state.location, state.location, state.location});
  body(b, state.location, block->getArgument(0), block->getArgument(1), block->getArgument(2));
  ensureTerminator(*state.regions.front(), b, state.location);
}
