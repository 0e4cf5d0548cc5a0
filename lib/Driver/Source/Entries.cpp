//===- Entries.cpp - what compiled functions say of themselves ------------===//

#include "Entries.h"

#include "Failure.h"

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/SymbolTable.h"

using namespace mlir;
using vitc::target::ElementType;
using vitc::target::EntryDesc;
using vitc::target::TensorInfo;

namespace vitc::driver {

Expected<ElementType> elementTypeOf(Type type) {
  if (type.isF32())
    return ElementType::F32;
  if (type.isF64())
    return ElementType::F64;
  if (type.isF16())
    return ElementType::F16;
  if (type.isBF16())
    return ElementType::BF16;
  if (type.isInteger(64))
    return ElementType::I64;
  if (type.isInteger(32))
    return ElementType::I32;
  std::string text;
  llvm::raw_string_ostream(text) << type;
  return inputError({}, "found a tensor of " + text + " at the boundary of a function, expected " +
                            "f64, f32, f16, bf16, i64 or i32");
}

namespace {
class EntryReader {
public:
  EntryReader(Operation *function, const WeightTable &weights)
      : function(function), weights(weights) {}

  Expected<EntryDesc> read();

private:
  Error readArgument(DictionaryAttr argument);
  Error addTensor(std::vector<TensorInfo> &list, MemRefType type, StringAttr name);
  Error addWeight(StringRef symbol);
  Error broken(const Twine &what) const {
    return internalError("function '" + SymbolTable::getSymbolName(function).getValue() + "' " +
                         what);
  }

  Operation *function;
  const WeightTable &weights;
  EntryDesc entry;
};
} // namespace

Error EntryReader::addTensor(std::vector<TensorInfo> &list, MemRefType type, StringAttr name) {
  Expected<ElementType> element = elementTypeOf(type.getElementType());
  if (!element)
    return element.takeError();
  TensorInfo &tensor = list.emplace_back();
  bool isInput = &list == &entry.inputs;
  tensor.name =
      name ? name.str() : (isInput ? "input" : "output") + std::to_string(list.size() - 1);
  tensor.type = *element;
  tensor.shape = type.getShape().vec();
  return Error::success();
}

Error EntryReader::addWeight(StringRef symbol) {
  auto found = weights.find(symbol);
  if (found == weights.end())
    return broken("reads weight @" + symbol + ", which the module does not declare");
  entry.rawWeights.push_back(found->second);
  return Error::success();
}

Error EntryReader::readArgument(DictionaryAttr argument) {
  auto kind = argument.getAs<StringAttr>("kind");
  auto typeAttr = argument.getAs<TypeAttr>("type");
  auto memref = typeAttr ? dyn_cast<MemRefType>(typeAttr.getValue()) : MemRefType();
  if (auto list = argument.getAs<ArrayAttr>("vitc.raw_weights")) {
    for (Attribute each : list)
      if (Error error = addWeight(cast<FlatSymbolRefAttr>(each).getValue()))
        return error;
    return Error::success();
  }
  if (argument.get("vitc.run"))
    return Error::success();
  if (!kind || !memref)
    return broken("has an argument that nothing describes");
  if (argument.get("vitc.weights")) {
    entry.packedBytes = memref.getNumElements();
    return Error::success();
  }
  if (argument.get("vitc.arena")) {
    entry.arenaBytes = memref.getNumElements();
    return Error::success();
  }
  if (auto symbol = argument.getAs<FlatSymbolRefAttr>("vitc.weight"))
    return addWeight(symbol.getValue());
  if (auto name = argument.getAs<StringAttr>("vitc.output"); name || kind.getValue() == "output")
    return addTensor(entry.outputs, memref, name);
  return addTensor(entry.inputs, memref, argument.getAs<StringAttr>("vitc.input"));
}

Expected<EntryDesc> EntryReader::read() {
  auto arguments = function->getAttrOfType<ArrayAttr>("vitc.arguments");
  if (!arguments)
    return broken("has no attribute vitc.arguments");
  for (Attribute argument : arguments)
    if (Error error = readArgument(cast<DictionaryAttr>(argument)))
      return std::move(error);
  if (auto scratch = function->getAttrOfType<IntegerAttr>("vitc.scratch"))
    entry.scratchBytes = scratch.getInt();
  entry.symbol = SymbolTable::getSymbolName(function).str();
  return entry;
}

Expected<EntryDesc> readEntry(Operation *function, const WeightTable &weights) {
  return EntryReader(function, weights).read();
}

} // namespace vitc::driver
