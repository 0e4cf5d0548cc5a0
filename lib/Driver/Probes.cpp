//===- Probes.cpp - what ops leave in memory, as results ------------------===//

#include "Probes.h"

#include "vitc/Dialect/ViT/ViT.h"
#include "vitc/Support/Format.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

using namespace mlir;

namespace vitc::driver {

/// Values between these are fused away: a bias, a norm before a product, a residual after it.
static bool staysInMemory(Operation &op) {
  return isa<vit::AddPositionOp, vit::ResidualOp, vit::MergeHeadsOp, vit::ActivationOp,
             vit::GateOp>(op);
}

/// The module that has the weight of the product that `value` is; empty when it is none.
static StringRef productOf(Value value) {
  auto linear = value.getDefiningOp<vit::LinearOp>();
  auto weight = linear ? linear.getWeight().getDefiningOp<vit::ParameterOp>() : nullptr;
  StringRef name = weight ? weight.getWeight() : "";
  name.consume_back(".weight");
  return name;
}

static std::string describe(Operation &op) {
  auto place = op.getLoc()->findInstanceOf<NameLoc>();
  std::string text = place ? place.getName().str() : op.getName().getStringRef().str();
  for (Value operand : op.getOperands())
    if (StringRef product = productOf(operand); !product.empty())
      return formatted("{} of {}", text, product);
  return text;
}

static void decompose(func::FuncOp function) {
  SmallVector<vit::DecomposableOpInterface> composites;
  function.walk([&](vit::DecomposableOpInterface op) { composites.push_back(op); });
  for (vit::DecomposableOpInterface op : composites) {
    OpBuilder b(op);
    op->replaceAllUsesWith(op.decompose(b));
    op->erase();
  }
}

std::vector<std::string> addProbes(ModuleOp module) {
  auto main = module.lookupSymbol<func::FuncOp>("main");
  decompose(main);
  Operation *end = main.getBody().front().getTerminator();
  SmallVector<Value> results(end->getOperands());
  size_t before = results.size();
  std::vector<std::string> places;
  for (Operation &op : main.getBody().front())
    if (staysInMemory(op)) {
      results.push_back(op.getResult(0));
      places.push_back(describe(op));
    }
  end->setOperands(results);
  OpBuilder b(module.getContext());
  SmallVector<DictionaryAttr> attributes;
  main.getAllResultAttrs(attributes);
  main.setFunctionType(b.getFunctionType(main.getArgumentTypes(), ValueRange(results).getTypes()));
  attributes.resize(before, b.getDictionaryAttr({}));
  for (size_t i = 0; i < places.size(); ++i)
    attributes.push_back(b.getDictionaryAttr(
        b.getNamedAttr("vitc.output", b.getStringAttr(formatted("{}{}", probePrefix, i)))));
  main.setAllResultAttrs(attributes);
  return places;
}

} // namespace vitc::driver
