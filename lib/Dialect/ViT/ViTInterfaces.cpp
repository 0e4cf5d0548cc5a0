//===- ViTInterfaces.cpp - decomposition and work of vit ops --------------===//

#include "vitc/Dialect/ViT/ViT.h"

#include "llvm/Support/MathExtras.h"

#include <cmath>
#include <limits>

using namespace mlir;
using namespace vitc::vit;

//===----------------------------------------------------------------------===//
// Decomposition
//===----------------------------------------------------------------------===//

/// The place of a part of the op at `location`: `encoder.layer.3.attention` has a part
/// `encoder.layer.3.attention.query`.
static Location partOf(Location location, StringRef part) {
  MLIRContext *context = location.getContext();
  auto whole = location->findInstanceOf<NameLoc>();
  if (!whole)
    return NameLoc::get(StringAttr::get(context, part), location);
  return NameLoc::get(StringAttr::get(context, whole.getName().getValue() + "." + part),
                      whole.getChildLoc());
}

SmallVector<Value> AttentionOp::decompose(OpBuilder &b) {
  Location location = getLoc();
  Value context = getMemory() ? getMemory() : getInput();
  auto project = [&](StringRef part, Value from, Value weight, Value bias) -> Value {
    Location place = partOf(location, part);
    Value projected = LinearOp::create(b, place, from, weight, bias);
    return SplitHeadsOp::create(b, place, projected, getHeads());
  };
  Value query = project("query", getInput(), getWq(), getBq());
  Value key = project("key", context, getWk(), getBk());
  Value value = project("value", context, getWv(), getBv());
  auto headDim = static_cast<double>(getWq().getType().getDimSize(0) / getHeads());
  Value heads = SdpaOp::create(b, partOf(location, "sdpa"), query, key, value, getMask(),
                               APFloat(1.0 / std::sqrt(headDim)), getCausal());
  Value merged = MergeHeadsOp::create(b, partOf(location, "context"), heads);
  return {LinearOp::create(b, partOf(location, "output"), merged, getWo(), getBo())};
}

SmallVector<Value> FFNOp::decompose(OpBuilder &b) {
  Location location = getLoc();
  Value hidden = LinearOp::create(b, partOf(location, "hidden"), getInput(), getW1(), getB1());
  Location middle = partOf(location, "activation");
  if (getGated())
    hidden = GateOp::create(b, middle, getKind(), hidden);
  else
    hidden = ActivationOp::create(b, middle, getKind(), hidden);
  return {LinearOp::create(b, partOf(location, "output"), hidden, getW2(), getB2())};
}

SmallVector<Value> ClassifierOp::decompose(OpBuilder &b) {
  Location location = getLoc();
  if (!getDistilled())
    return {LinearOp::create(b, location, getFeatures(), getWeight(), getBias())};
  Value logits =
      LinearOp::create(b, partOf(location, "head"), getFeatures(), getWeight(), getBias());
  Value distilled = LinearOp::create(b, partOf(location, "distilled"), getDistilled(),
                                     getDistilledWeight(), getDistilledBias());
  return {AverageOp::create(b, partOf(location, "average"), logits, distilled)};
}

void vitc::vit::replaceByParts(DecomposableOpInterface op) {
  Operation *before = op->getPrevNode();
  OpBuilder b(op);
  SmallVector<Value> results = op.decompose(b);
  if (Attribute precision = op->getAttr(precisionAttr)) {
    Operation *part = before ? before->getNextNode() : &op->getBlock()->front();
    for (; part != op; part = part->getNextNode())
      if (isa<LinearOp, SdpaOp>(part))
        part->setAttr(precisionAttr, precision);
  }
  op->replaceAllUsesWith(results);
  op->erase();
}

//===----------------------------------------------------------------------===//
// Work
//===----------------------------------------------------------------------===//

static ArrayRef<int64_t> shapeOf(Value value) {
  return cast<RankedTensorType>(value.getType()).getShape();
}

/// Twice the multiply-adds of matrix products `[m, k] × [k, n]`, saturating: sizes come from files.
static uint64_t matmul(std::initializer_list<uint64_t> sizes) {
  uint64_t flops = 2;
  for (uint64_t size : sizes)
    flops = llvm::SaturatingMultiply(flops, size);
  return flops;
}

static int64_t total(std::initializer_list<uint64_t> parts) {
  uint64_t sum = 0;
  for (uint64_t part : parts)
    sum = llvm::SaturatingAdd(sum, part);
  return static_cast<int64_t>(
      std::min(sum, static_cast<uint64_t>(std::numeric_limits<int64_t>::max())));
}

/// Work of `weight` [O, I] applied to `rows` rows.
static uint64_t linear(uint64_t rows, Value weight) {
  return matmul(
      {rows, static_cast<uint64_t>(shapeOf(weight)[0]), static_cast<uint64_t>(shapeOf(weight)[1])});
}

/// Number of rows of `value`: the product of all its dimensions but the last.
static uint64_t rowsOf(Value value) {
  uint64_t rows = 1;
  for (int64_t size : shapeOf(value).drop_back())
    rows = llvm::SaturatingMultiply(rows, static_cast<uint64_t>(size));
  return rows;
}

int64_t LinearOp::getFlops() { return total({linear(rowsOf(getInput()), getWeight())}); }

int64_t PatchEmbedOp::getFlops() {
  ArrayRef<int64_t> filter = shapeOf(getFilter());
  return total({matmul({rowsOf(getResult()), static_cast<uint64_t>(filter[0]),
                        static_cast<uint64_t>(filter[1]), static_cast<uint64_t>(filter[2]),
                        static_cast<uint64_t>(filter[3])})});
}

int64_t SdpaOp::getFlops() {
  uint64_t rows = rowsOf(getQuery());
  uint64_t keys = shapeOf(getKey())[2];
  return total({matmul({rows, keys, static_cast<uint64_t>(shapeOf(getQuery())[3])}),
                matmul({rows, keys, static_cast<uint64_t>(shapeOf(getValue())[3])})});
}

int64_t AttentionOp::getFlops() {
  Value context = getMemory() ? getMemory() : getInput();
  uint64_t queries = rowsOf(getInput()), keys = rowsOf(context);
  uint64_t scores = matmul({queries, static_cast<uint64_t>(shapeOf(context)[1]),
                            static_cast<uint64_t>(shapeOf(getWq())[0])});
  return total({linear(queries, getWq()), linear(keys, getWk()), linear(keys, getWv()), scores,
                scores, linear(queries, getWo())});
}

int64_t FFNOp::getFlops() {
  uint64_t rows = rowsOf(getInput());
  return total({linear(rows, getW1()), linear(rows, getW2())});
}

int64_t ClassifierOp::getFlops() {
  uint64_t rows = rowsOf(getFeatures());
  return total({linear(rows, getWeight()),
                getDistilled() ? linear(rows, getDistilledWeight()) : uint64_t(0)});
}
