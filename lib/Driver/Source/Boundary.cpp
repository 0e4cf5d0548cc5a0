//===- Boundary.cpp - inputs and outputs of @main -------------------------===//

#include "SourceModel.h"

#include "Failure.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

using namespace mlir;
using vitc::target::TensorInfo;

namespace vitc::driver {

static Error addTensor(std::vector<TensorInfo> &list, Type type, StringAttr name, StringRef kind) {
  auto tensor = cast<RankedTensorType>(type);
  Expected<target::ElementType> element = elementTypeOf(tensor.getElementType());
  if (!element)
    return element.takeError();
  list.push_back(
      {name ? name.str() : (kind + Twine(list.size())).str(), *element, tensor.getShape().vec()});
  return Error::success();
}

Expected<std::vector<TensorInfo>> mainInputs(ModuleOp module) {
  auto main = module.lookupSymbol<func::FuncOp>("main");
  std::vector<TensorInfo> list;
  for (auto [index, type] : llvm::enumerate(main.getArgumentTypes()))
    if (Error error =
            addTensor(list, type, main.getArgAttrOfType<StringAttr>(index, "vitc.input"), "input"))
      return std::move(error);
  return list;
}

Expected<std::vector<TensorInfo>> mainOutputs(ModuleOp module) {
  auto main = module.lookupSymbol<func::FuncOp>("main");
  std::vector<TensorInfo> list;
  for (auto [index, type] : llvm::enumerate(main.getResultTypes()))
    if (Error error = addTensor(
            list, type, main.getResultAttrOfType<StringAttr>(index, "vitc.output"), "output"))
      return std::move(error);
  return list;
}

} // namespace vitc::driver
