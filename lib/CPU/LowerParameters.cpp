//===- LowerParameters.cpp - kernel.parameter to the table of raw weights -===//

#include "vitc/CPU/Passes.h"
#include "vitc/Dialect/Kernel/Kernel.h"

#include "mlir/Conversion/LLVMCommon/MemRefBuilder.h"
#include "mlir/Conversion/LLVMCommon/TypeConverter.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"

namespace vitc {
#define GEN_PASS_DEF_LOWERPARAMETERSPASS
#include "vitc/CPU/Passes.h.inc"
} // namespace vitc

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

/// Where the op's weights stand in `names`, one behind the other. A weight may stand there twice:
/// alone and among layers.
static FailureOr<int64_t> positionOf(kernel::ParameterOp op, ArrayAttr names) {
  ArrayRef<Attribute> all = names.getValue(), wanted = op.getWeights().getValue();
  const Attribute *found = std::search(all.begin(), all.end(), wanted.begin(), wanted.end());
  if (found != all.end())
    return found - all.begin();
  if (!llvm::is_contained(all, wanted.front()))
    return op.emitOpError("reads ") << wanted.front() << ", which is not in vitc.raw_weights";
  return op.emitOpError("reads layers that do not follow each other in vitc.raw_weights");
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
  // The conversion to llvm turns the memref back into the descriptor, and the two casts vanish.
  auto cast = UnrealizedConversionCastOp::create(b, loc, type, descriptor);
  op.replaceAllUsesWith(cast.getResult(0));
  op.erase();
  return success();
}

namespace {
class LowerParameters : public vitc::impl::LowerParametersPassBase<LowerParameters> {
  using LowerParametersPassBase::LowerParametersPassBase;

  void runOnOperation() override {
    LLVMTypeConverter converter(&getContext());
    SmallVector<kernel::ParameterOp> parameters;
    getOperation().walk([&](kernel::ParameterOp op) { parameters.push_back(op); });
    for (kernel::ParameterOp op : parameters) {
      if (failed(lower(op, converter)))
        return signalPassFailure();
      ++numLowered;
    }
    for (auto weight : llvm::make_early_inc_range(getOperation().getOps<kernel::WeightOp>()))
      weight.erase();
  }
};
} // namespace
