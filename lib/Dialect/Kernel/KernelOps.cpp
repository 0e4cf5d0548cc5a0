//===- KernelOps.cpp - builders and side effects of the kernel ops --------===//

#include "vitc/Dialect/Kernel/Kernel.h"

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

// Every op's getEffects is made from its class and calls the above.
#define GET_OP_CLASSES
#include "vitc/Dialect/Kernel/KernelOps.cpp.inc"

//===----------------------------------------------------------------------===//
// Builders for what is not quantised
//===----------------------------------------------------------------------===//

void GemmOp::build(OpBuilder &b, OperationState &state, Type result, Value lhs, Value panels,
                   Value bias, Value residual, Value init, ActivationAttr activation,
                   ScheduleAttr schedule, bool rowPerImage) {
  build(b, state, result, lhs, panels, Value(), Value(), Value(), bias, residual, init, activation,
        rowPerImage ? b.getUnitAttr() : UnitAttr(), schedule);
}

void NormalizeOp::build(OpBuilder &b, OperationState &state, Type result, Value input, Value gamma,
                        Value beta, Value init, FloatAttr eps, ScheduleAttr schedule) {
  build(b, state, TypeRange(result), input, gamma, beta, init, Value(), eps, schedule);
}

void PackOp::build(OpBuilder &b, OperationState &state, Type result, Value matrix, Value init) {
  build(b, state, TypeRange(result), matrix, init, Value(), Value());
}

//===----------------------------------------------------------------------===//
// Activations
//===----------------------------------------------------------------------===//

std::optional<float> vitc::kernel::lowestResult(Activation kind) {
  switch (kind) {
  case Activation::ReLU:
    return 0.0f;
  case Activation::GELU:
  case Activation::GELUTanh:
    return -0.171875f; // -0.17004
  case Activation::QuickGELU:
    return -0.1640625f; // -0.16361
  case Activation::SiLU:
    return -0.279296875f; // -0.27847
  case Activation::Tanh:
    return std::nullopt;
  }
  llvm_unreachable("all activations are handled above");
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
