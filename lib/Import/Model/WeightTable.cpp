//===- WeightTable.cpp - the weights a graph asks for ---------------------===//

#include "WeightTable.h"

#include "llvm/Support/Path.h"

using namespace mlir;
using namespace vitc;

Value WeightTable::use(StringRef name, ArrayRef<int64_t> shape, Initial initial) {
  auto [place, isNew] = byName.try_emplace(name, entries.size());
  if (isNew) {
    Entry &entry = entries.emplace_back();
    entry.wanted.name = name.str();
    entry.wanted.shape.assign(shape.begin(), shape.end());
    entry.initial = initial;
  }
  Location loc = NameLoc::get(b.getStringAttr(name));
  auto value = vit::ParameterOp::create(b, loc, RankedTensorType::get(shape, b.getF32Type()),
                                        FlatSymbolRefAttr::get(b.getContext(), name));
  entries[place->second].values.push_back(value);
  return value;
}

static Type elementType(OpBuilder &b, Dtype dtype) {
  switch (dtype) {
  case Dtype::F64:
    return b.getF64Type();
  case Dtype::F16:
    return b.getF16Type();
  case Dtype::BF16:
    return b.getBF16Type();
  default: // bind() refuses what is no weight
    return b.getF32Type();
  }
}

void WeightTable::declareOne(ModuleOp module, Entry &entry, const TensorSource &source) {
  OpBuilder top = OpBuilder::atBlockEnd(module.getBody());
  Type element = elementType(top, source.dtype());
  auto type = RankedTensorType::get(entry.wanted.shape, element);
  StringAttr name = top.getStringAttr(entry.wanted.name);
  vit::WeightOp::create(top, NameLoc::get(name), name, TypeAttr::get(type),
                        top.getStringAttr(llvm::sys::path::filename(source.path())),
                        top.getI64IntegerAttr(source.offset()));
  if (!element.isF64())
    return;
  // Stored in f64, computed in f32: the value is rounded where it enters.
  for (vit::ParameterOp value : entry.values) {
    OpBuilder after(value->getContext());
    after.setInsertionPointAfter(value);
    auto narrow = arith::TruncFOp::create(after, value.getLoc(), value.getType(), value);
    value.getResult().replaceAllUsesExcept(narrow, narrow);
    value.getResult().setType(type);
  }
}

Expected<std::vector<std::string>>
WeightTable::declare(ModuleOp module, const Checkpoint &checkpoint, StringRef basePrefix) {
  std::vector<WantedTensor> wanted;
  for (const Entry &entry : entries)
    wanted.push_back(entry.wanted);
  Expected<BoundTensors> bound = checkpoint.bind(wanted, basePrefix);
  if (!bound)
    return bound.takeError();
  for (auto [entry, source] : llvm::zip_equal(entries, bound->sources))
    declareOne(module, entry, source);
  return std::move(bound->unexpected);
}

std::vector<RandomTensor> WeightTable::randomTensors() const {
  std::vector<RandomTensor> tensors;
  for (const Entry &entry : entries) {
    RandomTensor &tensor = tensors.emplace_back();
    tensor.name = entry.wanted.name;
    tensor.shape = entry.wanted.shape;
    tensor.spread = entry.initial.spread;
    tensor.constant = entry.initial.constant;
  }
  return tensors;
}
