//===- UnrollLoops.cpp - marked loops to straight code --------------------===//

#include "Emitter.h"

#include "vitc/CPU/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Utils/IndexingUtils.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

namespace vitc {
#define GEN_PASS_DEF_UNROLLLOOPSPASS
#include "vitc/CPU/Passes.h.inc"
} // namespace vitc

using namespace mlir;
using namespace vitc;
using namespace vitc::cpu;

//===----------------------------------------------------------------------===//
// Turns
//===----------------------------------------------------------------------===//

/// Clones `op`; what it folds to, now that the turn's number is known, stands for it.
static void cloneFolded(OpBuilder &b, Operation &op, IRMapping &mapping) {
  Operation *copy = b.clone(op, mapping);
  SmallVector<Value> folded;
  while (succeeded(b.tryFold(copy, folded))) { // in place: a known place may lead on to a vector
    if (folded.empty())
      continue;
    mapping.map(op.getResults(), folded);
    copy->erase();
    return;
  }
}

static LogicalResult unroll(scf::ForOp loop) {
  std::optional<APInt> turns = loop.getStaticTripCount();
  std::optional<int64_t> first = getConstantIntValue(loop.getLowerBound());
  std::optional<int64_t> step = getConstantIntValue(loop.getStep());
  if (!turns || !first || !step)
    return loop.emitOpError("is marked `")
           << kUnrollAttrName << "`: found bounds that are not constant, expected constants";
  OpBuilder b(loop);
  SmallVector<Value> carried(loop.getInitArgs());
  for (int64_t turn = 0, end = turns->getSExtValue(); turn < end; ++turn) {
    IRMapping mapping;
    mapping.map(loop.getInductionVar(),
                arith::ConstantIndexOp::create(b, loop.getLoc(), *first + turn * *step));
    mapping.map(loop.getRegionIterArgs(), carried);
    for (Operation &op : loop.getBody()->without_terminator())
      cloneFolded(b, op, mapping);
    for (auto [value, yielded] : llvm::zip_equal(carried, loop.getYieldedValues()))
      value = mapping.lookupOrDefault(yielded);
  }
  loop.replaceAllUsesWith(carried);
  loop.erase();
  return success();
}

//===----------------------------------------------------------------------===//
// Carried blocks
//===----------------------------------------------------------------------===//

/// The places of the vectors in a block, a vector of two or more dimensions; none for other types.
static SmallVector<SmallVector<int64_t>> placesIn(Type type) {
  auto block = dyn_cast<VectorType>(type);
  SmallVector<SmallVector<int64_t>> places;
  if (!block || block.getRank() < 2)
    return places;
  auto shape = block.getShape().drop_back();
  SmallVector<int64_t> tile(shape.size(), 1);
  for (SmallVector<int64_t> place : StaticTileOffsetRange(shape, tile))
    places.push_back(place);
  return places;
}

/// `values` with the vectors of blocks instead of blocks.
static SmallVector<Value> split(OpBuilder &b, Location loc, ValueRange values) {
  SmallVector<Value> parts;
  for (Value value : values) {
    SmallVector<SmallVector<int64_t>> places = placesIn(value.getType());
    if (places.empty())
      parts.push_back(value);
    for (ArrayRef<int64_t> place : places)
      parts.push_back(b.createOrFold<vector::ExtractOp>(loc, value, place));
  }
  return parts;
}

/// What `split` made `parts` of, given its types.
static SmallVector<Value> join(OpBuilder &b, Location loc, TypeRange types, ValueRange parts) {
  SmallVector<Value> values;
  size_t next = 0;
  for (Type type : types) {
    SmallVector<SmallVector<int64_t>> places = placesIn(type);
    if (places.empty()) {
      values.push_back(parts[next++]);
      continue;
    }
    Value block = arith::ConstantOp::create(b, loc, cast<TypedAttr>(b.getZeroAttr(type)));
    for (ArrayRef<int64_t> place : places)
      block = vector::InsertOp::create(b, loc, parts[next++], block, place);
    values.push_back(block);
  }
  return values;
}

/// A loop that carries blocks around carries their vectors: registers.
static void splitCarried(scf::ForOp loop) {
  TypeRange types = loop.getResultTypes();
  if (llvm::all_of(types, [](Type type) { return placesIn(type).empty(); }))
    return;
  Location loc = loop.getLoc();
  OpBuilder b(loop);
  auto registers = scf::ForOp::create(b, loc, loop.getLowerBound(), loop.getUpperBound(),
                                      loop.getStep(), split(b, loc, loop.getInitArgs()));
  registers->setDiscardableAttrs(loop->getDiscardableAttrDictionary());
  Block *before = loop.getBody(), *after = registers.getBody();
  b.setInsertionPointToStart(after);
  before->getArgument(0).replaceAllUsesWith(registers.getInductionVar());
  for (auto [block, joined] : llvm::zip_equal(loop.getRegionIterArgs(),
                                              join(b, loc, types, registers.getRegionIterArgs())))
    block.replaceAllUsesWith(joined);
  after->getOperations().splice(after->end(), before->getOperations());
  Operation *yield = after->getTerminator();
  b.setInsertionPoint(yield);
  yield->setOperands(split(b, loc, yield->getOperands()));
  b.setInsertionPointAfter(registers);
  loop.replaceAllUsesWith(join(b, loc, types, registers.getResults()));
  loop.erase();
}

namespace {
class UnrollLoops : public vitc::impl::UnrollLoopsPassBase<UnrollLoops> {
  using UnrollLoopsPassBase::UnrollLoopsPassBase;

  void runOnOperation() override {
    SmallVector<scf::ForOp> loops, others; // inner ones first
    getOperation()->walk<WalkOrder::PostOrder>([&](scf::ForOp loop) {
      (loop->hasAttr(kUnrollAttrName) ? loops : others).push_back(loop);
    });
    for (scf::ForOp loop : others)
      splitCarried(loop);
    for (scf::ForOp loop : loops) {
      if (failed(unroll(loop)))
        return signalPassFailure();
      ++numUnrolled;
    }
    // Vectors taken out of what they were put into, and a turn's number added to another constant.
    RewritePatternSet patterns(&getContext());
    arith::AddIOp::getCanonicalizationPatterns(patterns, &getContext());
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      signalPassFailure();
  }
};
} // namespace
