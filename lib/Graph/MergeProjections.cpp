//===- MergeProjections.cpp - linears of one input become one -------------===//

#include "WeightMath.h"
#include "vitc/Analysis/InputDependence.h"
#include "vitc/Dialect/ViT/ViT.h"
#include "vitc/Graph/Passes.h"

#include "llvm/ADT/MapVector.h"

namespace vitc {
#define GEN_PASS_DEF_MERGEPROJECTIONSPASS
#include "vitc/Graph/Passes.h.inc"
} // namespace vitc

using namespace mlir;
using namespace vitc;

namespace {

using Group = SmallVector<vit::LinearOp>;

/// The weights or biases of `group` one under the other; biases that are absent count as zeros.
Value concatenate(OpBuilder &b, Location loc, const Group &group, bool bias) {
  SmallVector<Value> parts;
  for (vit::LinearOp linear : group) {
    auto weight = cast<RankedTensorType>(linear.getWeight().getType());
    Value part = bias ? linear.getBias() : linear.getWeight();
    if (!part)
      part = splat(b, loc, RankedTensorType::get({weight.getDimSize(0)}, weight.getElementType()),
                   0.0);
    parts.push_back(part);
  }
  return tensor::ConcatOp::create(b, loc, /*dim=*/0, parts);
}

/// Columns [offset, offset + result's columns) of `wide`.
Value sliceColumns(OpBuilder &b, Location loc, Value wide, RankedTensorType type, int64_t offset) {
  unsigned rank = type.getRank();
  SmallVector<OpFoldResult> offsets(rank, b.getIndexAttr(0)), strides(rank, b.getIndexAttr(1));
  offsets.back() = b.getIndexAttr(offset);
  SmallVector<OpFoldResult> sizes = getAsIndexOpFoldResult(b.getContext(), type.getShape());
  return tensor::ExtractSliceOp::create(b, loc, type, wide, offsets, sizes, strides);
}

/// Moves what makes `value`, weight arithmetic, in front of `place` where it stands behind it.
void hoistBefore(Value value, Operation *place) {
  Operation *definition = value.getDefiningOp();
  if (!definition || definition->getBlock() != place->getBlock() ||
      definition->isBeforeInBlock(place))
    return;
  for (Value operand : definition->getOperands())
    hoistBefore(operand, place);
  definition->walk([&](Operation *inner) {
    for (Value operand : inner->getOperands())
      if (operand.getParentRegion()->isAncestor(definition->getParentRegion()))
        hoistBefore(operand, place);
  });
  definition->moveBefore(place);
}

/// The merged linear stands where the first one stood, before anybody reads a result.
void merge(const Group &group) {
  vit::LinearOp first = group.front();
  for (vit::LinearOp linear : group) {
    hoistBefore(linear.getWeight(), first);
    if (linear.getBias())
      hoistBefore(linear.getBias(), first);
  }
  OpBuilder b(first);
  SmallVector<Location> locations;
  int64_t columns = 0;
  for (vit::LinearOp linear : group) {
    locations.push_back(linear.getLoc());
    columns += cast<ShapedType>(linear.getType()).getShape().back();
  }
  Location loc = b.getFusedLoc(locations);
  bool hasBias = llvm::any_of(group, [](vit::LinearOp op) { return op.getBias() != nullptr; });
  Value weight = concatenate(b, loc, group, /*bias=*/false);
  Value bias = hasBias ? concatenate(b, loc, group, /*bias=*/true) : Value();
  auto type = cast<RankedTensorType>(first.getType());
  SmallVector<int64_t> shape(type.getShape());
  shape.back() = columns;
  auto wide = vit::LinearOp::create(b, loc, type.clone(shape), first.getInput(), weight, bias);
  // One input, one precision: what is said of the first is true of all.
  wide->setDiscardableAttrs(first->getDiscardableAttrDictionary());
  int64_t offset = 0;
  for (vit::LinearOp linear : group) {
    auto part = cast<RankedTensorType>(linear.getType());
    linear.replaceAllUsesWith(sliceColumns(b, linear.getLoc(), wide, part, offset));
    offset += part.getShape().back();
  }
  for (vit::LinearOp linear : group)
    linear.erase();
}

struct MergeProjectionsPass : vitc::impl::MergeProjectionsPassBase<MergeProjectionsPass> {
  void runOnOperation() override {
    InputDependence dependence(getOperation());
    llvm::MapVector<std::pair<std::pair<Value, Block *>, Attribute>, Group> groups;
    getOperation().walk([&](vit::LinearOp linear) {
      bool constant = !dependence.dependsOnInputs(linear.getWeight()) &&
                      !(linear.getBias() && dependence.dependsOnInputs(linear.getBias()));
      if (constant)
        groups[{{linear.getInput(), linear->getBlock()}, linear->getAttr(vit::precisionAttr)}]
            .push_back(linear);
    });
    for (auto &[key, group] : groups) {
      if (group.size() < 2)
        continue;
      numMerged += group.size() - 1;
      merge(group);
    }
  }
};

} // namespace
