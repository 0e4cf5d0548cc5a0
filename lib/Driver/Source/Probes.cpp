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

void decomposeComposites(func::FuncOp function) {
  SmallVector<vit::DecomposableOpInterface> composites;
  function.walk([&](vit::DecomposableOpInterface op) { composites.push_back(op); });
  llvm::for_each(composites, vit::replaceByParts);
}

void addResults(func::FuncOp main, ArrayRef<Value> values) {
  Operation *end = main.getBody().front().getTerminator();
  SmallVector<Value> results(end->getOperands());
  size_t before = results.size();
  llvm::append_range(results, values);
  end->setOperands(results);
  OpBuilder b(main.getContext());
  SmallVector<DictionaryAttr> attributes;
  main.getAllResultAttrs(attributes);
  main.setFunctionType(b.getFunctionType(main.getArgumentTypes(), ValueRange(results).getTypes()));
  attributes.resize(before, b.getDictionaryAttr({}));
  for (size_t i = 0; i < values.size(); ++i)
    attributes.push_back(b.getDictionaryAttr(
        b.getNamedAttr("vitc.output", b.getStringAttr(formatted("{}{}", probePrefix, i)))));
  main.setAllResultAttrs(attributes);
}

std::vector<std::string> addProbes(ModuleOp module) {
  auto main = module.lookupSymbol<func::FuncOp>("main");
  decomposeComposites(main);
  SmallVector<Value> values;
  std::vector<std::string> places;
  for (Operation &op : main.getBody().front())
    if (staysInMemory(op)) {
      values.push_back(op.getResult(0));
      places.push_back(describe(op));
    }
  addResults(main, values);
  return places;
}

} // namespace vitc::driver
