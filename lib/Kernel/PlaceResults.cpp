//===- PlaceResults.cpp - ops write where their result is inserted --------===//

#include "vitc/Kernel/Passes.h"

#include "mlir/Interfaces/DestinationStyleOpInterface.h"
#include "llvm/ADT/SetVector.h"

namespace vitc {
#define GEN_PASS_DEF_PLACERESULTSPASS
#include "vitc/Kernel/Passes.h.inc"
} // namespace vitc

using namespace mlir;
using namespace vitc;

namespace {

/// The slice of `insert`'s destination that it overwrites, at the builder's place.
Value extractTarget(OpBuilder &b, tensor::InsertSliceOp insert) {
  return tensor::ExtractSliceOp::create(b, insert.getLoc(), insert.getSourceType(),
                                        insert.getDest(), insert.getMixedOffsets(),
                                        insert.getMixedSizes(), insert.getMixedStrides());
}

/// True if `value` is memory nobody has written yet: an empty tensor or a slice of one.
bool isFresh(Value value) {
  if (auto slice = value.getDefiningOp<tensor::ExtractSliceOp>())
    value = slice.getSource();
  return value.getDefiningOp<tensor::EmptyOp>() != nullptr;
}

struct PlaceResultsPass : vitc::impl::PlaceResultsPassBase<PlaceResultsPass> {
  void runOnOperation() override {
    SmallVector<tensor::InsertSliceOp> worklist;
    getOperation().walk([&](tensor::InsertSliceOp insert) { worklist.push_back(insert); });
    for (tensor::InsertSliceOp insert : worklist) {
      if (place(insert))
        ++numPlaced;
      else
        copy(insert);
    }
  }

private:
  /// The maker of the source writes the slice itself, if the slice is there before it runs.
  bool place(tensor::InsertSliceOp insert) {
    auto maker = insert.getSource().getDefiningOp<DestinationStyleOpInterface>();
    if (!maker || !insert.getSource().hasOneUse() || maker->getBlock() != insert->getBlock())
      return false;
    OpOperand *init = maker.getTiedOpOperand(cast<OpResult>(insert.getSource()));
    if (!isFresh(init->get()))
      return isWrittenInPlace(insert, init->get());
    if (!moveBefore(insert, maker))
      return false;
    OpBuilder b(maker);
    init->set(extractTarget(b, insert));
    return true;
  }

  /// True if the source was written into this very slice already.
  static bool isWrittenInPlace(tensor::InsertSliceOp insert, Value init) {
    auto slice = init.getDefiningOp<tensor::ExtractSliceOp>();
    return slice && slice.getSource() == insert.getDest() &&
           slice.getMixedOffsets() == insert.getMixedOffsets() &&
           slice.getMixedSizes() == insert.getMixedSizes();
  }

  /// Makes every operand of `insert` but its source available at `maker`, moving fresh memory and
  /// index arithmetic up where needed.
  static bool moveBefore(tensor::InsertSliceOp insert, Operation *maker) {
    llvm::SmallSetVector<Operation *, 8> moved;
    SmallVector<Value> needed(insert->getOperands().drop_front());
    while (!needed.empty()) {
      Value value = needed.pop_back_val();
      Operation *definition = value.getDefiningOp();
      if (!definition || definition->getBlock() != maker->getBlock() ||
          definition->isBeforeInBlock(maker))
        continue;
      bool movable = isFresh(value) || value.getType().isIndex();
      if (!movable || !isMemoryEffectFree(definition) || definition == maker)
        return false;
      moved.insert(definition);
      llvm::append_range(needed, definition->getOperands());
    }
    SmallVector<Operation *> inOrder(moved.begin(), moved.end());
    llvm::sort(inOrder, [](Operation *a, Operation *b) { return a->isBeforeInBlock(b); });
    for (Operation *op : inOrder)
      op->moveBefore(maker);
    return true;
  }

  static void copy(tensor::InsertSliceOp insert) {
    OpBuilder b(insert);
    Value target = extractTarget(b, insert);
    Value copied = linalg::CopyOp::create(b, insert.getLoc(), ValueRange{insert.getSource()},
                                          ValueRange{target})
                       .getResult(0);
    insert.getSourceMutable().assign(copied);
  }
};

} // namespace
