//===- PlaceResults.cpp - ops write where their result ends up ------------===//

#include "vitc/Dialect/Kernel/Rows.h"
#include "vitc/Kernel/Passes.h"

#include "mlir/IR/IRMapping.h"
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

/// True if `op` fills fresh memory with what depends on nothing: a sum's starting value.
bool isFill(Operation *op) {
  auto fill = dyn_cast_or_null<linalg::LinalgOp>(op);
  return fill && fill->getNumResults() == 1 &&
         llvm::none_of(fill.getDpsInputs(),
                       [](Value input) { return isa<TensorType>(input.getType()); }) &&
         kernel::isFresh(fill.getDpsInits()[0]);
}

/// `value`, fresh, filled or put together, made again at the builder's place for one more writer.
Value makeAgain(OpBuilder &b, Value value) {
  IRMapping mapping;
  Operation *definition = value.getDefiningOp();
  if (auto link = dyn_cast<tensor::InsertSliceOp>(definition)) {
    mapping.map(link.getDest(), makeAgain(b, link.getDest()));
  } else if (isFill(definition)) {
    Value init = cast<linalg::LinalgOp>(definition).getDpsInits()[0];
    mapping.map(init, makeAgain(b, init));
  } else if (auto slice = dyn_cast<tensor::ExtractSliceOp>(definition)) {
    mapping.map(slice.getSource(), makeAgain(b, slice.getSource()));
  }
  return b.clone(*definition, mapping)->getResult(0);
}

Value copyInto(OpBuilder &b, Location loc, Value value, Value target) {
  return linalg::CopyOp::create(b, loc, ValueRange{value}, ValueRange{target}).getResult(0);
}

Value createFresh(OpBuilder &b, Location loc, Value like) {
  auto type = cast<RankedTensorType>(like.getType());
  return tensor::EmptyOp::create(b, loc, type.getShape(), type.getElementType());
}

/// True if a sum starts from `init`'s value, and others read that too or the loop around does
/// again.
bool startsFromShared(OpOperand &init) {
  auto sum = dyn_cast<linalg::LinalgOp>(init.getOwner());
  if (!sum || !sum.payloadUsesValueFromOperand(&init))
    return false;
  Operation *definition = init.get().getDefiningOp();
  return !isa_and_nonnull<DestinationStyleOpInterface>(definition) || !init.get().hasOneUse() ||
         definition->getBlock() != sum->getBlock();
}

/// True if `init` only lends its type: a linalg op that overwrites all of it without a look.
bool isOnlyShape(OpOperand &init) {
  auto op = dyn_cast<linalg::LinalgOp>(init.getOwner());
  return op && !op.payloadUsesValueFromOperand(&init);
}

/// Gives `op` fresh memory of its own, at its own place; a starting value that must last is copied.
void separate(DestinationStyleOpInterface op) {
  OpBuilder b(op);
  for (OpOperand &init : op.getDpsInitsMutable()) {
    if (kernel::isFresh(init.get()) || isFill(init.get().getDefiningOp())) {
      init.set(makeAgain(b, init.get()));
      continue;
    }
    bool onlyShape = isOnlyShape(init);
    if (!onlyShape && !startsFromShared(init))
      continue;
    Value space = createFresh(b, op.getLoc(), init.get());
    init.set(onlyShape ? space : copyInto(b, op.getLoc(), init.get(), space));
  }
}

/// What insertions that end in `value` started from.
Value getBase(Value value) {
  while (auto link = value.getDefiningOp<tensor::InsertSliceOp>())
    value = link.getDest();
  return value;
}

/// Gives `insert` a destination of its own where others go on from the same beginning.
void separateChain(tensor::InsertSliceOp insert) {
  Value dest = insert.getDest();
  if (!dest.getDefiningOp<tensor::InsertSliceOp>() || dest.hasOneUse() ||
      !kernel::isFresh(getBase(dest)))
    return;
  OpBuilder b(insert);
  insert.getDestMutable().assign(makeAgain(b, dest));
}

/// Makes every operand of `insert` but its source available at `place`, moving views, fresh memory
/// and index arithmetic up where needed; false, and nothing moved, where that cannot be.
bool moveBefore(tensor::InsertSliceOp insert, Operation *place) {
  llvm::SmallSetVector<Operation *, 8> moved;
  SmallVector<Value> needed(insert->getOperands().drop_front());
  while (!needed.empty()) {
    Value value = needed.pop_back_val();
    Operation *definition = value.getDefiningOp();
    if (!definition || definition->getBlock() != place->getBlock() ||
        definition->isBeforeInBlock(place))
      continue;
    bool movable = kernel::isFresh(value) || value.getType().isIndex() ||
                   isa<tensor::InsertSliceOp, tensor::ExtractSliceOp>(definition);
    if (!movable || !isMemoryEffectFree(definition) || definition == place)
      return false;
    moved.insert(definition);
    llvm::append_range(needed, definition->getOperands());
  }
  SmallVector<Operation *> inOrder(moved.begin(), moved.end());
  llvm::sort(inOrder, [](Operation *a, Operation *b) { return a->isBeforeInBlock(b); });
  for (Operation *op : inOrder)
    op->moveBefore(place);
  return true;
}

/// True if the source was written into this very slice already.
bool isWrittenInPlace(tensor::InsertSliceOp insert, Value init) {
  auto slice = init.getDefiningOp<tensor::ExtractSliceOp>();
  return slice && slice.getSource() == insert.getDest() &&
         slice.getMixedOffsets() == insert.getMixedOffsets() &&
         slice.getMixedSizes() == insert.getMixedSizes() &&
         slice.getMixedStrides() == insert.getMixedStrides();
}

/// The op that writes all of `value`; null where it was put together or made elsewhere.
DestinationStyleOpInterface getMaker(Value value) {
  if (value.getDefiningOp<tensor::InsertSliceOp>())
    return nullptr;
  return value.getDefiningOp<DestinationStyleOpInterface>();
}

/// The maker of the source writes the slice itself, if the slice is there before it runs.
bool placeMaker(tensor::InsertSliceOp insert) {
  DestinationStyleOpInterface maker = getMaker(insert.getSource());
  if (!maker || !insert.getSource().hasOneUse() || maker->getBlock() != insert->getBlock())
    return false;
  OpOperand *init = maker.getTiedOpOperand(cast<OpResult>(insert.getSource()));
  if (!kernel::isFresh(init->get()))
    return isWrittenInPlace(insert, init->get());
  if (!moveBefore(insert, maker))
    return false;
  OpBuilder b(maker);
  init->set(extractTarget(b, insert));
  return true;
}

/// A source that is itself put together in fresh memory, and read by nobody else, is put together
/// in the slice.
bool placeChain(tensor::InsertSliceOp insert) {
  Value base = getBase(insert.getSource());
  Operation *definition = base.getDefiningOp();
  if (!insert.getSource().hasOneUse() || base == insert.getSource() || !kernel::isFresh(base) ||
      definition->getBlock() != insert->getBlock() || !moveBefore(insert, definition))
    return false;
  OpBuilder b(definition);
  base.replaceAllUsesWith(extractTarget(b, insert));
  return true;
}

void copySource(tensor::InsertSliceOp insert) {
  OpBuilder b(insert);
  Value target = extractTarget(b, insert);
  insert.getSourceMutable().assign(copyInto(b, insert.getLoc(), insert.getSource(), target));
}

/// True if `value` is `start`, or what ops wrote over it.
bool isWrittenOver(Value value, Value start) {
  while (value != start) {
    Operation *definition = value.getDefiningOp();
    if (auto insert = dyn_cast_or_null<tensor::InsertSliceOp>(definition)) {
      value = insert.getDest();
    } else if (auto maker = dyn_cast_or_null<DestinationStyleOpInterface>(definition)) {
      value = maker.getTiedOpOperand(cast<OpResult>(value))->get();
    } else if (auto loop = dyn_cast_or_null<LoopLikeOpInterface>(definition)) {
      value = loop.getTiedLoopInit(cast<OpResult>(value))->get();
    } else {
      return false;
    }
  }
  return true;
}

/// What a loop carries stays where it is: values made elsewhere are copied there, last of all.
void keepCarried(scf::ForOp loop) {
  Operation *yield = loop.getBody()->getTerminator();
  OpBuilder b(yield);
  for (auto [yielded, carried] : llvm::zip_equal(yield->getOpOperands(), loop.getRegionIterArgs()))
    if (isa<RankedTensorType>(carried.getType()) && !isWrittenOver(yielded.get(), carried))
      yielded.set(copyInto(b, yielded.get().getLoc(), yielded.get(), carried));
}

/// True if somebody reads `value` again when `loop`, in the same block as its maker, is done.
bool isReadAfter(Value value, scf::ForOp loop) {
  Operation *maker = value.getDefiningOp();
  return maker && maker->getBlock() == loop->getBlock() &&
         llvm::any_of(value.getUsers(), [&](Operation *user) {
           Operation *ancestor = loop->getBlock()->findAncestorOpInBlock(*user);
           return ancestor && loop->isBeforeInBlock(ancestor);
         });
}

/// Lets `loop` go on in place: what it starts from is copied first where it must last.
void separateStart(scf::ForOp loop) {
  OpBuilder b(loop);
  for (OpOperand &start : loop.getInitArgsMutable()) {
    if (!isa<RankedTensorType>(start.get().getType()) || !isReadAfter(start.get(), loop))
      continue;
    Value space = createFresh(b, loop.getLoc(), start.get());
    start.set(copyInto(b, loop.getLoc(), start.get(), space));
  }
}

struct PlaceResultsPass : vitc::impl::PlaceResultsPassBase<PlaceResultsPass> {
  void runOnOperation() override {
    getOperation().walk(separateStart);
    getOperation().walk([](DestinationStyleOpInterface op) { separate(op); });
    getOperation().walk(separateChain);
    SmallVector<tensor::InsertSliceOp> worklist;
    getOperation().walk([&](tensor::InsertSliceOp insert) { worklist.push_back(insert); });
    for (tensor::InsertSliceOp insert : worklist) {
      if (placeMaker(insert) || placeChain(insert))
        ++numPlaced;
      else
        copySource(insert);
    }
    getOperation().walk(keepCarried);
    if (getOperation()->hasAttr("vitc.entry") && !getOperation().isExternal() &&
        failed(placeReturned()))
      signalPassFailure();
  }

private:
  /// The k-th result of an entry belongs into the k-th destination that the caller gave.
  LogicalResult placeReturned() {
    SmallVector<BlockArgument> destinations;
    for (BlockArgument argument : getOperation().getArguments()) {
      auto writable = getOperation().getArgAttrOfType<BoolAttr>(argument.getArgNumber(),
                                                                "bufferization.writable");
      if (writable && writable.getValue())
        destinations.push_back(argument);
    }
    auto terminator = cast<func::ReturnOp>(getOperation().front().getTerminator());
    if (terminator.getNumOperands() != destinations.size())
      return terminator.emitError("found ")
             << terminator.getNumOperands() << " results and " << destinations.size()
             << " destinations (`bufferization.writable`), expected one for each result";
    for (auto [result, destination] : llvm::zip_equal(terminator->getOpOperands(), destinations)) {
      DestinationStyleOpInterface maker = getMaker(result.get());
      Value base = getBase(result.get());
      OpOperand *init = maker && result.get().hasOneUse()
                            ? maker.getTiedOpOperand(cast<OpResult>(result.get()))
                            : nullptr;
      if (init && kernel::isFresh(init->get())) {
        init->set(destination);
        ++numPlaced;
      } else if (base != result.get() && kernel::isFresh(base) && result.get().hasOneUse()) {
        base.replaceAllUsesWith(destination);
        ++numPlaced;
      } else if (destination.use_empty()) {
        OpBuilder b(terminator);
        result.set(copyInto(b, result.get().getLoc(), result.get(), destination));
      }
    }
    return success();
  }
};

} // namespace
