//===- LowerParameters.cpp - kernel.parameter to the table of raw weights -===//

#include "LowerLaunch.h"

#include "vitc/Dialect/Kernel/Kernel.h"

#include "mlir/Conversion/LLVMCommon/MemRefBuilder.h"
#include "mlir/Conversion/LLVMCommon/TypeConverter.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"

using namespace mlir;
using namespace vitc;

/// The function's argument with `vitc.raw_weights`, and its list of names.
static std::pair<Value, ArrayAttr> rawWeights(Operation *op) {
  auto function = op->getParentOfType<FunctionOpInterface>();
  for (unsigned n = 0; n < function.getNumArguments(); ++n)
    if (auto names = function.getArgAttrOfType<ArrayAttr>(n, "vitc.raw_weights"))
      return {function.getFunctionBody().getArgument(n), names};
  return {nullptr, nullptr};
}

/// Where the op's first weight stands in `names`; the others must follow it.
static FailureOr<int64_t> positionOf(kernel::ParameterOp op, ArrayAttr names) {
  ArrayRef<Attribute> all = names.getValue(), wanted = op.getWeights().getValue();
  const Attribute *first = llvm::find(all, wanted.front());
  int64_t position = first - all.begin();
  if (first == all.end())
    return op.emitOpError("reads ") << wanted.front() << ", which is not in vitc.raw_weights";
  if (all.slice(position).take_front(wanted.size()) != wanted)
    return op.emitOpError("reads layers that do not follow each other in vitc.raw_weights");
  return position;
}

static LogicalResult lower(kernel::ParameterOp op, const LLVMTypeConverter &converter) {
  auto [table, names] = rawWeights(op);
  if (!table)
    return op.emitOpError("is in a function without an argument that has vitc.raw_weights");
  auto type = dyn_cast<MemRefType>(op.getResult().getType());
  if (!type || !type.getLayout().isIdentity())
    return op.emitOpError("found result type ")
           << op.getResult().getType() << ", expected a memref without strides: bufferise first";
  FailureOr<int64_t> position = positionOf(op, names);
  if (failed(position))
    return failure();

  OpBuilder b(op);
  Location loc = op.getLoc();
  auto pointer = LLVM::LLVMPointerType::get(op.getContext());
  Value entry = LLVM::GEPOp::create(b, loc, pointer, pointer, table,
                                    ArrayRef<LLVM::GEPArg>{static_cast<int32_t>(*position)});
  if (op.getLayer()) {
    Value layer = arith::IndexCastOp::create(b, loc, b.getI64Type(), op.getLayer());
    entry = LLVM::GEPOp::create(b, loc, pointer, pointer, entry, ArrayRef<LLVM::GEPArg>{layer});
  }
  Value data = LLVM::LoadOp::create(b, loc, pointer, entry);
  Value descriptor = MemRefDescriptor::fromStaticShape(b, loc, converter, type, data);
  // The conversion turns the memref back into the descriptor, and the two casts vanish.
  auto cast = UnrealizedConversionCastOp::create(b, loc, type, descriptor);
  op.replaceAllUsesWith(cast.getResult(0));
  op.erase();
  return success();
}

LogicalResult vitc::cpu::lowerParameters(ModuleOp module, const LLVMTypeConverter &converter) {
  WalkResult result = module.walk([&](kernel::ParameterOp op) {
    return failed(lower(op, converter)) ? WalkResult::interrupt() : WalkResult::advance();
  });
  if (result.wasInterrupted())
    return failure();
  for (auto weight : llvm::make_early_inc_range(module.getOps<kernel::WeightOp>()))
    weight.erase();
  return success();
}
