//===- BlockRun.cpp - equal blocks along the residual stream --------------===//
//
// Cuts the function where exactly one value is alive (the residual stream between two sublayers),
// gives equal segments one number, and looks for the period that covers most ops, again and again
// in what is left.
//
//===----------------------------------------------------------------------===//

#include "BlockRun.h"

#include "vitc/Analysis/InputDependence.h"
#include "vitc/Dialect/ViT/ViT.h"

#include <optional>

using namespace mlir;
using namespace vitc;

namespace {

/// Ops between two cuts; `input` enters, `output` leaves.
struct Segment {
  SmallVector<Operation *> ops;
  Value input, output;
  unsigned kind = 0;
};

/// `repeats` times `period` segments, from segment `start` on.
struct Repetition {
  size_t start, period;
  unsigned repeats;
  size_t ops;
  size_t end() const { return start + period * repeats; }
};

/// Attributes that say what an op does: what was measured of it does not.
NamedAttrList meaningOf(Operation *op) {
  NamedAttrList attributes(op->getAttrDictionary());
  attributes.erase(measuredInput);
  return attributes;
}

class RunFinder {
public:
  explicit RunFinder(func::FuncOp function) : function(function), dependence(function) {}

  SmallVector<BlockRun> find();

private:
  void cut();
  bool isOnlyLiveValue(Value value, ArrayRef<Operation *> ops, size_t position) const;
  void classify();
  bool areEqual(const Segment &a, const Segment &b) const;
  bool areEqualOperands(const Segment &a, Value x, const Segment &b, Value y) const;
  std::optional<Repetition> findLongest(size_t begin, size_t end) const;
  void findBetween(size_t begin, size_t end, SmallVectorImpl<Repetition> &found) const;
  unsigned countRepeats(size_t start, size_t period, size_t end) const;
  BlockRun makeRun(const Repetition &repetition) const;

  func::FuncOp function;
  InputDependence dependence;
  SmallVector<Segment> segments;
};

/// True if no other value made so far is still needed after `ops[position]`.
bool RunFinder::isOnlyLiveValue(Value value, ArrayRef<Operation *> ops, size_t position) const {
  auto isNeededLater = [&](Value candidate) {
    return llvm::any_of(candidate.getUsers(), [&](Operation *user) {
      return !isa<vit::StackOp>(user) && ops[position]->isBeforeInBlock(user);
    });
  };
  for (Operation *op : ops.take_front(position + 1))
    for (Value result : op->getResults())
      if (result != value && isNeededLater(result))
        return false;
  return llvm::none_of(func::FuncOp(function).getArguments(), isNeededLater);
}

void RunFinder::cut() {
  SmallVector<Operation *> ops;
  for (Operation &op : function.front().without_terminator()) {
    bool depends = llvm::any_of(op.getResults(),
                                [&](Value result) { return dependence.dependsOnInputs(result); });
    if (depends && !isa<vit::StackOp>(op))
      ops.push_back(&op);
  }
  Segment segment;
  Value previous;
  for (auto [position, op] : llvm::enumerate(ops)) {
    segment.ops.push_back(op);
    if (op->getNumResults() != 1 || !isOnlyLiveValue(op->getResult(0), ops, position))
      continue;
    segment.input = previous;
    segment.output = previous = op->getResult(0);
    segments.push_back(segment);
    segment = Segment();
  }
}

bool RunFinder::areEqualOperands(const Segment &a, Value x, const Segment &b, Value y) const {
  if (x == y && !dependence.dependsOnInputs(x))
    return true;
  if (x == a.input || y == b.input)
    return x == a.input && y == b.input;
  Operation *producerX = x.getDefiningOp(), *producerY = y.getDefiningOp();
  if (!producerX || !producerY)
    return false;
  auto placeX = llvm::find(a.ops, producerX), placeY = llvm::find(b.ops, producerY);
  if (placeX != a.ops.end() && placeY != b.ops.end())
    return placeX - a.ops.begin() == placeY - b.ops.begin() &&
           cast<OpResult>(x).getResultNumber() == cast<OpResult>(y).getResultNumber();
  auto parameterX = dyn_cast<vit::ParameterOp>(producerX);
  auto parameterY = dyn_cast<vit::ParameterOp>(producerY);
  if (!parameterX || !parameterY || x.getType() != y.getType())
    return false;
  auto stored = [](vit::ParameterOp op) {
    return SymbolTable::lookupNearestSymbolFrom<vit::WeightOp>(op, op.getWeightAttr()).getType();
  };
  return stored(parameterX) == stored(parameterY);
}

bool RunFinder::areEqual(const Segment &a, const Segment &b) const {
  if (a.ops.size() != b.ops.size() || !a.input || !b.input ||
      a.input.getType() != b.input.getType() || a.output.getType() != a.input.getType())
    return false;
  for (auto [x, y] : llvm::zip_equal(a.ops, b.ops)) {
    if (x->getName() != y->getName() || meaningOf(x) != meaningOf(y) ||
        x->getResultTypes() != y->getResultTypes() || x->getNumRegions() != 0 ||
        x->getNumOperands() != y->getNumOperands())
      return false;
    for (auto [left, right] : llvm::zip_equal(x->getOperands(), y->getOperands()))
      if (!areEqualOperands(a, left, b, right))
        return false;
  }
  return true;
}

void RunFinder::classify() {
  for (auto [index, segment] : llvm::enumerate(segments)) {
    segment.kind = index;
    for (const Segment &earlier : ArrayRef<Segment>(segments).take_front(index))
      if (areEqual(earlier, segment)) {
        segment.kind = earlier.kind;
        break;
      }
  }
}

unsigned RunFinder::countRepeats(size_t start, size_t period, size_t end) const {
  unsigned repeats = 1;
  for (size_t block = start + period; block + period <= end; block += period, ++repeats)
    for (size_t i = 0; i < period; ++i)
      if (segments[start + i].kind != segments[block + i].kind)
        return repeats;
  return repeats;
}

BlockRun RunFinder::makeRun(const Repetition &repetition) const {
  auto [start, period, repeats, ops] = repetition;
  BlockRun run;
  run.stream.push_back(segments[start].input);
  for (unsigned repeat = 0; repeat < repeats; ++repeat) {
    SmallVector<Operation *> &block = run.blocks.emplace_back();
    for (size_t i = 0; i < period; ++i)
      llvm::append_range(block, segments[start + repeat * period + i].ops);
    run.stream.push_back(segments[start + (repeat + 1) * period - 1].output);
  }
  return run;
}

/// The repetition among segments [begin, end) that covers most ops.
std::optional<Repetition> RunFinder::findLongest(size_t begin, size_t end) const {
  std::optional<Repetition> best;
  for (size_t period = 1; period <= (end - begin) / 2; ++period) {
    for (size_t start = begin; start + 2 * period <= end; ++start) {
      unsigned repeats = segments[start].input ? countRepeats(start, period, end) : 1;
      size_t ops = 0;
      for (size_t i = 0; i < period; ++i)
        ops += segments[start + i].ops.size();
      if (repeats >= 2 && (!best || ops * repeats > best->ops))
        best = {start, period, repeats, ops * repeats};
    }
  }
  return best;
}

void RunFinder::findBetween(size_t begin, size_t end, SmallVectorImpl<Repetition> &found) const {
  std::optional<Repetition> longest = findLongest(begin, end);
  if (!longest)
    return;
  found.push_back(*longest);
  findBetween(begin, longest->start, found);
  findBetween(longest->end(), end, found);
}

SmallVector<BlockRun> RunFinder::find() {
  cut();
  classify();
  SmallVector<Repetition> found;
  findBetween(0, segments.size(), found);
  return llvm::map_to_vector(found, [&](const Repetition &each) { return makeRun(each); });
}

} // namespace

SmallVector<BlockRun> vitc::findBlockRuns(func::FuncOp function) {
  if (function.isExternal() || !function.getBody().hasOneBlock())
    return {};
  return RunFinder(function).find();
}
