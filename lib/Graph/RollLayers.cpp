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

/// A `vit.stack` that collects the whole stream of a run: operand `first` + i is `stream[i +
/// skip]`.
struct Collection {
  vit::StackOp op;
  size_t first; // operand that is the first collected value of the stream
  size_t skip;  // 1 where what enters the run is not collected, else 0
};

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

  /// False, and nothing changed, where a value inside the run is used in a way a loop cannot serve.
  bool roll();

private:
  bool findCollections();
  std::optional<Collection> matchCollection(vit::StackOp stack) const;
  bool isServed(const Collection &collection) const;
  Operation *place() const { return run.blocks.back().back(); }
  scf::ForOp createLoop(OpBuilder &b, ValueRange stacks);
  void buildBody(OpBuilder &b, scf::ForOp loop);
  Value createWeight(OpBuilder &b, size_t op, unsigned operand, Value layer);
  static Value insert(OpBuilder &b, Location loc, Value part, Value stack, OpFoldResult place);
  Value startStack(OpBuilder &b, const Collection &collection) const;
  Value finishStack(const Collection &collection, Value stack) const;

  const BlockRun &run;
  llvm::SmallPtrSet<Operation *, 32> inside; // all ops of the run
  SmallVector<Collection> collections;
  DenseMap<std::pair<Attribute, Type>, Value> parameters; // of the loop's body, by weights
};

std::optional<Collection> Roller::matchCollection(vit::StackOp stack) const {
  OperandRange inputs = stack.getInputs();
  for (size_t skip : {0, 1}) {
    ArrayRef<Value> wanted = ArrayRef<Value>(run.stream).drop_front(skip);
    for (size_t first = 0; first + wanted.size() <= inputs.size(); ++first)
      if (llvm::equal(inputs.slice(first, wanted.size()), wanted))
        return Collection{stack, first, skip};
  }
  return std::nullopt;
}

/// True if what `collection` takes from elsewhere is there when the loop starts, or after it.
bool Roller::isServed(const Collection &collection) const {
  size_t end = collection.first + run.stream.size() - collection.skip;
  for (auto [index, value] : llvm::enumerate(collection.op->getOperands())) {
    if (index >= collection.first && index < end)
      continue;
    Operation *maker = value.getDefiningOp();
    if (maker && inside.contains(maker) && (index < end || value != run.stream.back()))
      return false;
    if (index < collection.first && maker && maker->getBlock() == place()->getBlock() &&
        !maker->isBeforeInBlock(place()))
      return false;
  }
  return true;
}

/// Values inside the run may be used inside it and by collections of the whole stream.
bool Roller::findCollections() {
  SmallVector<OpOperand *> uses;
  for (ArrayRef<Operation *> block : run.blocks)
    for (Operation *op : block)
      for (OpOperand &use : op->getUses())
        if (!inside.contains(use.getOwner()) && use.get() != run.stream.back())
          uses.push_back(&use);
  for (OpOperand *use : uses) {
    auto stack = dyn_cast<vit::StackOp>(use->getOwner());
    if (stack && llvm::any_of(collections, [&](auto &known) { return known.op == stack; }))
      continue;
    std::optional<Collection> collection = stack ? matchCollection(stack) : std::nullopt;
    if (!collection || !isServed(*collection))
      return false;
    collections.push_back(*collection);
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

/// The stack with what comes before the run, and what enters it.
Value Roller::startStack(OpBuilder &b, const Collection &collection) const {
  vit::StackOp op = collection.op;
  auto type = cast<RankedTensorType>(op.getType());
  Value stack = tensor::EmptyOp::create(b, op.getLoc(), type.getShape(), type.getElementType());
  size_t outside = collection.first + (collection.skip ? 0 : 1);
  for (auto [place, part] : llvm::enumerate(op.getInputs().take_front(outside)))
    stack = insert(b, op.getLoc(), part, stack, b.getIndexAttr(place));
  return stack;
}

/// The stack with what comes after the run, where the `vit.stack` stood.
Value Roller::finishStack(const Collection &collection, Value stack) const {
  vit::StackOp op = collection.op;
  OpBuilder b(op);
  size_t done = collection.first + run.stream.size() - collection.skip;
  for (auto [index, part] : llvm::enumerate(op.getInputs().drop_front(done)))
    stack = insert(b, op.getLoc(), part, stack, b.getIndexAttr(done + index));
  return stack;
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
  }
  Value output = mapping.lookup(run.stream[1]);
  SmallVector<Value> yielded{output};
  for (auto [index, collection] : llvm::enumerate(collections)) {
    Location loc = collection.op.getLoc();
    Value offset =
        arith::ConstantIndexOp::create(b, loc, collection.first + (collection.skip ? 0 : 1));
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

bool Roller::roll() {
  if (!findCollections())
    return false;
  // Where the last block ends every weight of the run is there, wherever in it it was made.
  OpBuilder b(place());
  SmallVector<Value> stacks;
  for (const Collection &collection : collections)
    stacks.push_back(startStack(b, collection));
  scf::ForOp loop = createLoop(b, stacks);
  OpBuilder body = OpBuilder::atBlockBegin(loop.getBody());
  buildBody(body, loop);
  for (auto [index, collection] : llvm::enumerate(collections)) {
    collection.op.replaceAllUsesWith(finishStack(collection, loop.getResult(index + 1)));
    collection.op.erase();
  }
  Value last = run.stream.back();
  last.replaceAllUsesWith(loop.getResult(0));
  for (ArrayRef<Operation *> block : llvm::reverse(run.blocks))
    for (Operation *op : llvm::reverse(block))
      op->erase();
  return true;
}

struct RollLayersPass : vitc::impl::RollLayersPassBase<RollLayersPass> {
  void runOnOperation() override {
    std::optional<BlockRun> run = findBlockRun(getOperation());
    if (run && Roller(*run).roll())
      numRolled += run->blocks.size();
  }
};

} // namespace
