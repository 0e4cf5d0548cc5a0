//===- WeightsToArguments.cpp - vit-weights-to-arguments ------------------===//

#include "LinalgForm.h"

#include "vitc/Conversion/Passes.h"
#include "vitc/Dialect/ViT/ViT.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Matchers.h"

namespace vitc {
#define GEN_PASS_DEF_WEIGHTSTOARGUMENTSPASS
#define GEN_PASS_DEF_DROPWEIGHTSPASS
#include "vitc/Conversion/Passes.h.inc"
} // namespace vitc

using namespace mlir;
using namespace vitc;

/// The weight whose value `op` is; null and an error where that depends on a loop.
static FlatSymbolRefAttr findWeight(Operation *op) {
  if (auto parameter = dyn_cast<vit::ParameterOp>(op))
    return parameter.getWeightAttr();
  auto parameter = cast<vit::LayerParameterOp>(op);
  APInt layer;
  if (!matchPattern(parameter.getLayer(), m_ConstantInt(&layer))) {
    op->emitError("found a layer that is not a constant, expected unrolled blocks; the reference "
                  "form is made before blocks are rolled");
    return {};
  }
  if (layer.uge(parameter.getWeights().size())) {
    op->emitError("found layer ") << layer.getSExtValue() << ", expected 0 to "
                                  << parameter.getWeights().size() - 1;
    return {};
  }
  return cast<FlatSymbolRefAttr>(parameter.getWeights()[layer.getZExtValue()]);
}

namespace {

struct WeightsToArguments : vitc::impl::WeightsToArgumentsPassBase<WeightsToArguments> {
  void runOnOperation() override {
    for (auto func : getOperation().getOps<func::FuncOp>())
      if (failed(convertFunction(func)))
        return signalPassFailure();
  }

private:
  LogicalResult convertFunction(func::FuncOp func) {
    SmallVector<Operation *> parameters;
    func.walk([&](Operation *op) {
      if (isa<vit::ParameterOp, vit::LayerParameterOp>(op))
        parameters.push_back(op);
    });
    if (parameters.empty())
      return success();
    if (!SymbolTable::symbolKnownUseEmpty(func, getOperation()))
      return func.emitError("found a function with weights that is called, expected it inlined");
    DenseMap<StringAttr, Value> arguments;
    for (Operation *op : parameters) {
      FlatSymbolRefAttr name = findWeight(op);
      if (!name)
        return failure();
      Value &argument = arguments[name.getAttr()];
      if (!argument)
        argument = addArgument(func, op, name);
      OpBuilder builder(op);
      LinalgForm form(builder, op->getLoc());
      op->getResult(0).replaceAllUsesWith(form.convert(argument, elementTypeOf(op->getResult(0))));
      op->erase();
    }
    return success();
  }

  /// A new last argument of `func` for the weight `name`, which `user` uses.
  Value addArgument(func::FuncOp func, Operation *user, FlatSymbolRefAttr name) {
    auto weight = SymbolTable::lookupNearestSymbolFrom<vit::WeightOp>(user, name);
    Builder builder(&getContext());
    auto attributes = builder.getDictionaryAttr(builder.getNamedAttr("vitc.weight", name));
    unsigned index = func.getNumArguments();
    (void)func.insertArgument(index, weight.getType(), attributes, user->getLoc());
    ++numWeights;
    return func.getArgument(index);
  }
};

struct DropWeights : vitc::impl::DropWeightsPassBase<DropWeights> {
  void runOnOperation() override {
    DenseSet<StringAttr> used;
    getOperation().walk([&](Operation *op) {
      if (auto parameter = dyn_cast<vit::ParameterOp>(op))
        used.insert(parameter.getWeightAttr().getAttr());
      if (auto parameter = dyn_cast<vit::LayerParameterOp>(op))
        for (auto name : parameter.getWeights().getAsRange<FlatSymbolRefAttr>())
          used.insert(name.getAttr());
    });
    for (auto weight : llvm::make_early_inc_range(getOperation().getOps<vit::WeightOp>())) {
      if (used.contains(weight.getSymNameAttr()))
        continue;
      weight.erase();
      ++numErased;
    }
  }
};

} // namespace
