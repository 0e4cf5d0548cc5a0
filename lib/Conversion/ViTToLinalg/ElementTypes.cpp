//===- ElementTypes.cpp - change what a module computes in ----------------===//
//
// In place: an op of `vit`, `tensor`, `check`, `func` or `scf` means the same for every
// floating-point type, so only the types of its values change.
//
//===----------------------------------------------------------------------===//

#include "ElementTypes.h"

#include "vitc/Dialect/Check/Check.h"
#include "vitc/Dialect/ViT/ViT.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Iterators.h"

using namespace mlir;
using namespace vitc;

/// `old` with `type` instead of its floating-point element type.
static Type replaceElementType(Type old, FloatType type) {
  auto tensor = dyn_cast<RankedTensorType>(old);
  return tensor && isa<FloatType>(tensor.getElementType()) ? tensor.clone(type) : old;
}

static bool changes(Operation *op, FloatType type) {
  auto isOther = [&](Type old) { return replaceElementType(old, type) != old; };
  return llvm::any_of(op->getResultTypes(), isOther) ||
         llvm::any_of(op->getOperandTypes(), isOther);
}

/// Whether the meaning of `op` does not depend on the floating-point type of its tensors.
static bool isPolymorphic(Operation *op) {
  if (isa<arith::ArithDialect>(op->getDialect()))
    return isa<arith::ConstantOp>(op) || op->hasTrait<OpTrait::SameOperandsAndResultType>();
  if (isa<tensor::TensorDialect>(op->getDialect()))
    return !isa<tensor::ExtractOp, tensor::InsertOp, tensor::FromElementsOp, tensor::SplatOp,
                tensor::BitcastOp>(op) &&
           op->getNumRegions() == 0;
  return isa<vit::ViTDialect, check::CheckDialect, func::FuncDialect, scf::SCFDialect>(
      op->getDialect());
}

/// A weight may be stored wider than the module is to compute.
static LogicalResult checkParameter(Operation *op, FloatType type) {
  SmallVector<FlatSymbolRefAttr> names;
  if (auto parameter = dyn_cast<vit::ParameterOp>(op))
    names.push_back(parameter.getWeightAttr());
  if (auto parameter = dyn_cast<vit::LayerParameterOp>(op))
    llvm::append_range(names, parameter.getWeights().getAsRange<FlatSymbolRefAttr>());
  for (FlatSymbolRefAttr name : names) {
    auto weight = SymbolTable::lookupNearestSymbolFrom<vit::WeightOp>(op, name);
    if (!weight)
      continue; // the verifier says so
    Type stored = cast<RankedTensorType>(weight.getType()).getElementType();
    if (stored.getIntOrFloatBitWidth() > type.getWidth())
      return op->emitError("found weight ")
             << name << " stored in " << stored << ", expected at most " << type
             << "; use element-type=" << stored;
  }
  return success();
}

static void changeConstant(arith::ConstantOp op, FloatType type) {
  auto values = dyn_cast<DenseFPElementsAttr>(op.getValue());
  if (!values)
    return;
  op.setValueAttr(values.mapValues(type, [&](const APFloat &value) {
    APFloat converted = value;
    bool losesInfo;
    converted.convert(type.getFloatSemantics(), APFloat::rmNearestTiesToEven, &losesInfo);
    return converted.bitcastToAPInt();
  }));
}

static LogicalResult changeOp(Operation *op, FloatType type) {
  if (changes(op, type)) {
    auto constant = dyn_cast<arith::ConstantOp>(op);
    if (!isPolymorphic(op) || (constant && !isa<DenseFPElementsAttr>(constant.getValue())))
      return op->emitError("found floating-point tensors of another type in an op that vitc cannot "
                           "bring to ")
             << type << ", expected ops of vit, tensor, check, func, scf, or element-wise arith";
    if (failed(checkParameter(op, type)))
      return failure();
    if (constant)
      changeConstant(constant, type);
  }
  for (Value result : op->getResults())
    result.setType(replaceElementType(result.getType(), type));
  for (Region &region : op->getRegions())
    for (Block &block : region)
      for (BlockArgument argument : block.getArguments())
        argument.setType(replaceElementType(argument.getType(), type));
  return success();
}

LogicalResult vitc::changeElementTypes(ModuleOp module, FloatType type) {
  auto convertAll = [&](TypeRange types) {
    return llvm::map_to_vector(types, [&](Type old) { return replaceElementType(old, type); });
  };
  for (auto func : module.getOps<func::FuncOp>()) {
    // Users first: what an op's operands say is then still the old type.
    WalkResult walk = func.walk<WalkOrder::PostOrder, ReverseIterator>([&](Operation *op) {
      return failed(changeOp(op, type)) ? WalkResult::interrupt() : WalkResult::advance();
    });
    if (walk.wasInterrupted())
      return failure();
    func.setFunctionType(FunctionType::get(module.getContext(), convertAll(func.getArgumentTypes()),
                                           convertAll(func.getResultTypes())));
  }
  return success();
}
