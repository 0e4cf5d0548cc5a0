//===- RollLayers.cpp - equal blocks become one loop over layers ----------===//

#include "BlockRun.h"
#include "vitc/Dialect/ViT/ViT.h"
#include "vitc/Graph/Passes.h"

#include "mlir/IR/IRMapping.h"
#include "llvm/ADT/StringExtras.h"

namespace vitc {
#define GEN_PASS_DEF_ROLLLAYERSPASS
#include "vitc/Graph/Passes.h.inc"
} // namespace vitc

using namespace mlir;
using namespace vitc;

namespace {

/// What collects the whole stream of a run: a `vit.stack`, or the insertions that one became when
/// another run was rolled. Value `first` + i of what is collected is `stream[i + 1]`.
struct Collection {
  vit::StackOp stack;                            // none where insertions collect
  SmallVector<tensor::InsertSliceOp> insertions; // in order, each the next one's destination
  size_t first;

  Value value(size_t index) {
    return stack ? stack.getInputs()[index] : insertions[index].getSource();
  }
  size_t size() { return stack ? stack.getInputs().size() : insertions.size(); }
};

/// The insertions that write one tensor, of which `member` is one.
SmallVector<tensor::InsertSliceOp> findInsertions(tensor::InsertSliceOp member) {
  while (auto before = member.getDest().getDefiningOp<tensor::InsertSliceOp>())
    member = before;
  SmallVector<tensor::InsertSliceOp> insertions{member};
  while (insertions.back()->hasOneUse()) {
    auto next = dyn_cast<tensor::InsertSliceOp>(*insertions.back()->user_begin());
    if (!next || next.getDest() != insertions.back())
      break;
    insertions.push_back(next);
  }
  return insertions;
}

/// The entry of a stack that `insertion` writes; none if it does something else.
std::optional<int64_t> entryOf(tensor::InsertSliceOp insertion) {
  RankedTensorType part = insertion.getSourceType(), stack = insertion.getType();
  if (stack.getRank() != part.getRank() + 1 || !insertion.hasUnitStride() ||
      ShapedType::isDynamicShape(insertion.getStaticOffsets()) ||
      ShapedType::isDynamicShape(insertion.getStaticSizes()))
    return std::nullopt;
  SmallVector<int64_t> sizes(part.getShape()), offsets(stack.getRank(), 0);
  sizes.insert(sizes.begin() + 1, 1);
  int64_t entry = insertion.getStaticOffsets()[1];
  offsets[1] = entry;
  bool whole = ArrayRef(sizes) == insertion.getStaticSizes() &&
               ArrayRef(offsets) == insertion.getStaticOffsets();
  return whole ? std::optional(entry) : std::nullopt;
}

/// `a.b.0.c` and `a.b.1.c` have the name `a.b.*.c`.
Location commonLocation(Location first, Location second) {
  auto a = dyn_cast<NameLoc>(first), b = dyn_cast<NameLoc>(second);
  if (!a || !b)
    return first;
  SmallVector<StringRef> partsA, partsB;
  a.getName().getValue().split(partsA, '.');
  b.getName().getValue().split(partsB, '.');
  if (partsA.size() != partsB.size())
    return first;
  for (auto [x, y] : llvm::zip_equal(partsA, partsB))
    if (x != y)
      x = "*";
  return NameLoc::get(StringAttr::get(first.getContext(), llvm::join(partsA, ".")));
}

class Roller {
public:
  explicit Roller(const BlockRun &run) : run(run) {
    for (ArrayRef<Operation *> block : run.blocks)
      inside.insert(block.begin(), block.end());
  }

  /// What the run gives, from a loop; null, and nothing changed, where a value inside the run is
  /// used in a way a loop cannot serve.
  Value roll();

private:
  bool findCollections();
  bool isKnown(Operation *collector) const;
  bool matchStream(Collection &collection) const;
  bool isServed(Collection &collection) const;
  Operation *place() const { return run.blocks.back().back(); }
  scf::ForOp createLoop(OpBuilder &b, ValueRange stacks);
  void buildBody(OpBuilder &b, scf::ForOp loop);
  Value createWeight(OpBuilder &b, size_t op, unsigned operand, Value layer);
  void joinMeasurements(size_t op, Operation *clone) const;
  static Value insert(OpBuilder &b, Location loc, Value part, Value stack, OpFoldResult place);
  static void expand(Collection &collection);
  Value startStack(OpBuilder &b, Collection &collection) const;

  const BlockRun &run;
  llvm::SmallPtrSet<Operation *, 32> inside; // all ops of the run
  SmallVector<Collection> collections;
  DenseMap<std::pair<Attribute, Type>, Value> parameters; // of the loop's body, by weights
};

/// Finds the stream among the values of `collection`, which lie one behind the other.
bool Roller::matchStream(Collection &collection) const {
  ArrayRef<Value> wanted = ArrayRef<Value>(run.stream).drop_front();
  auto isHere = [&](size_t first) {
    for (auto [index, value] : llvm::enumerate(wanted)) {
      if (collection.value(first + index) != value)
        return false;
      if (collection.stack)
        continue;
      std::optional<int64_t> start = entryOf(collection.insertions[first]);
      std::optional<int64_t> entry = entryOf(collection.insertions[first + index]);
      if (!start || !entry || *entry != *start + static_cast<int64_t>(index))
        return false;
    }
    return true;
  };
  for (size_t first = 0; first + wanted.size() <= collection.size(); ++first)
    if (isHere(first)) {
      collection.first = first;
      return true;
    }
  return false;
}

/// True if what `collection` takes from elsewhere is there when the loop starts, or after it.
bool Roller::isServed(Collection &collection) const {
  size_t end = collection.first + run.blocks.size();
  if (!collection.stack) { // what is written first may be the result of a loop behind this run
    Operation *maker = collection.insertions.front().getDest().getDefiningOp();
    if (maker && !isa<tensor::EmptyOp>(maker) && !maker->isBeforeInBlock(place()))
      return false;
  }
  for (size_t index = 0; index < collection.size(); ++index) {
    if (index >= collection.first && index < end)
      continue;
    Value value = collection.value(index);
    Operation *maker = value.getDefiningOp();
    if (maker && inside.contains(maker) && (index < end || value != run.stream.back()))
      return false;
    if (index < collection.first && maker && maker->getBlock() == place()->getBlock() &&
        !maker->isBeforeInBlock(place()))
      return false;
  }
  return true;
}

bool Roller::isKnown(Operation *collector) const {
  return llvm::any_of(collections, [&](const Collection &known) {
    return known.stack ? known.stack == collector : llvm::is_contained(known.insertions, collector);
  });
}

/// Values inside the run may be used inside it and by collections of the whole stream.
bool Roller::findCollections() {
  SmallVector<Operation *> users;
  for (ArrayRef<Operation *> block : run.blocks)
    for (Operation *op : block)
      for (OpOperand &use : op->getUses())
        if (!inside.contains(use.getOwner()) && use.get() != run.stream.back())
          users.push_back(use.getOwner());
  for (Operation *user : users) {
    if (isKnown(user))
      continue;
    Collection collection = {};
    collection.stack = dyn_cast<vit::StackOp>(user);
    if (auto insertion = dyn_cast<tensor::InsertSliceOp>(user))
      collection.insertions = findInsertions(insertion);
    if (!matchStream(collection) || !isServed(collection))
      return false;
    collections.push_back(collection);
  }
  return true;
}

/// `part [B, …]` becomes entry `place` of `stack [B, I, …]`.
Value Roller::insert(OpBuilder &b, Location loc, Value part, Value stack, OpFoldResult place) {
  ArrayRef<int64_t> shape = cast<ShapedType>(part.getType()).getShape();
  SmallVector<OpFoldResult> sizes = getAsIndexOpFoldResult(b.getContext(), shape);
  sizes.insert(sizes.begin() + 1, b.getIndexAttr(1));
  SmallVector<OpFoldResult> offsets(sizes.size(), b.getIndexAttr(0));
  offsets[1] = place;
  SmallVector<OpFoldResult> strides(sizes.size(), b.getIndexAttr(1));
  return tensor::InsertSliceOp::create(b, loc, part, stack, offsets, sizes, strides);
}

/// A `vit.stack` becomes the insertions that do the same.
void Roller::expand(Collection &collection) {
  vit::StackOp op = collection.stack;
  if (!op)
    return;
  OpBuilder b(op);
  auto type = cast<RankedTensorType>(op.getType());
  Value stack =
      tensor::EmptyOp::create(b, op.getLoc(), type.getShape(), type.getElementType()).getResult();
  for (auto [place, part] : llvm::enumerate(op.getInputs())) {
    stack = insert(b, op.getLoc(), part, stack, b.getIndexAttr(place));
    collection.insertions.push_back(stack.getDefiningOp<tensor::InsertSliceOp>());
  }
  op.replaceAllUsesWith(stack);
  op.erase();
  collection.stack = nullptr;
}

/// The stack with what comes before the run: what writes it moves in front of the loop.
Value Roller::startStack(OpBuilder &b, Collection &collection) const {
  auto moveUp = [&](Operation *op) {
    if (op && op->getBlock() == b.getInsertionBlock() &&
        !op->isBeforeInBlock(&*b.getInsertionPoint()))
      op->moveBefore(b.getInsertionBlock(), b.getInsertionPoint());
  };
  moveUp(collection.insertions.front().getDest().getDefiningOp());
  for (tensor::InsertSliceOp insertion :
       ArrayRef(collection.insertions).take_front(collection.first))
    moveUp(insertion);
  return collection.insertions[collection.first].getDest();
}

/// What op number `op` reads as `operand` in layer `layer`, where that is a weight: the same value
/// in every block, or the weights of all blocks, chosen by `layer`.
Value Roller::createWeight(OpBuilder &b, size_t op, unsigned operand, Value layer) {
  SmallVector<Value> values;
  for (ArrayRef<Operation *> block : run.blocks)
    values.push_back(block[op]->getOperand(operand));
  if (llvm::all_equal(values))
    return values.front();
  SmallVector<Attribute> names;
  for (Value value : values)
    names.push_back(value.getDefiningOp<vit::ParameterOp>().getWeightAttr());
  if (llvm::all_equal(names))
    return values.front();
  ArrayAttr weights = b.getArrayAttr(names);
  Value &parameter = parameters[{weights, values[0].getType()}];
  if (!parameter)
    parameter =
        vit::LayerParameterOp::create(b, commonLocation(values[0].getLoc(), values[1].getLoc()),
                                      values[0].getType(), layer, weights);
  return parameter;
}

/// What was measured of op number `op` in each block, one behind the other, stands on its `clone`.
void Roller::joinMeasurements(size_t op, Operation *clone) const {
  SmallVector<Attribute> joined;
  for (ArrayRef<Operation *> block : run.blocks) {
    auto measured = block[op]->getAttrOfType<ArrayAttr>(measuredInput);
    if (!measured || measured.size() != 1) {
      clone->removeAttr(measuredInput);
      return;
    }
    joined.push_back(measured[0]);
  }
  clone->setAttr(measuredInput, ArrayAttr::get(clone->getContext(), joined));
}

void Roller::buildBody(OpBuilder &b, scf::ForOp loop) {
  Value layer = loop.getInductionVar();
  IRMapping mapping;
  mapping.map(run.stream.front(), loop.getRegionIterArg(0));
  for (auto [index, op] : llvm::enumerate(run.blocks[0])) {
    SmallVector<Value> operands;
    for (auto [number, operand] : llvm::enumerate(op->getOperands()))
      operands.push_back(mapping.contains(operand) ? mapping.lookup(operand)
                                                   : createWeight(b, index, number, layer));
    Operation *clone = b.clone(*op, mapping);
    clone->setOperands(operands);
    clone->setLoc(commonLocation(op->getLoc(), run.blocks[1][index]->getLoc()));
    joinMeasurements(index, clone);
  }
  Value output = mapping.lookup(run.stream[1]);
  SmallVector<Value> yielded{output};
  for (auto [index, collection] : llvm::enumerate(collections)) {
    tensor::InsertSliceOp first = collection.insertions[collection.first];
    Location loc = first.getLoc();
    Value offset = arith::ConstantIndexOp::create(b, loc, *entryOf(first));
    Value place = arith::AddIOp::create(b, loc, layer, offset);
    yielded.push_back(insert(b, loc, output, loop.getRegionIterArg(index + 1), place));
  }
  scf::YieldOp::create(b, loop.getLoc(), yielded);
}

scf::ForOp Roller::createLoop(OpBuilder &b, ValueRange stacks) {
  Location loc = commonLocation(run.blocks[0].front()->getLoc(), run.blocks[1].front()->getLoc());
  Value zero = arith::ConstantIndexOp::create(b, loc, 0);
  Value one = arith::ConstantIndexOp::create(b, loc, 1);
  Value layers = arith::ConstantIndexOp::create(b, loc, run.blocks.size());
  SmallVector<Value> carried{run.stream.front()};
  llvm::append_range(carried, stacks);
  return scf::ForOp::create(b, loc, zero, layers, one, carried);
}

Value Roller::roll() {
  if (!findCollections())
    return {};
  // Where the last block ends every weight of the run is there, wherever in it it was made.
  OpBuilder b(place());
  SmallVector<Value> stacks;
  for (Collection &collection : collections) {
    expand(collection);
    stacks.push_back(startStack(b, collection));
  }
  scf::ForOp loop = createLoop(b, stacks);
  OpBuilder body = OpBuilder::atBlockBegin(loop.getBody());
  buildBody(body, loop);
  for (auto [index, collection] : llvm::enumerate(collections)) {
    MutableArrayRef<tensor::InsertSliceOp> done(collection.insertions);
    done = done.slice(collection.first, run.blocks.size());
    done.back().getResult().replaceAllUsesWith(loop.getResult(index + 1));
    for (tensor::InsertSliceOp insertion : llvm::reverse(done))
      insertion.erase();
  }
  Value last = run.stream.back();
  last.replaceAllUsesWith(loop.getResult(0));
  for (ArrayRef<Operation *> block : llvm::reverse(run.blocks))
    for (Operation *op : llvm::reverse(block))
      op->erase();
  return loop.getResult(0);
}

struct RollLayersPass : vitc::impl::RollLayersPassBase<RollLayersPass> {
  void runOnOperation() override {
    SmallVector<BlockRun> runs = findBlockRuns(getOperation());
    for (BlockRun &run : runs) {
      Value rolled = Roller(run).roll();
      if (!rolled)
        continue;
      numRolled += run.blocks.size();
      for (BlockRun &other : runs) // it may start where this one ended
        if (&other != &run && other.stream.front() == run.stream.back())
          other.stream.front() = rolled;
    }
  }
};

} // namespace
