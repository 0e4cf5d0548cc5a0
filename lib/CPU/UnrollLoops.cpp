//===- UnrollLoops.cpp - marked loops to straight code --------------------===//

#include "Emitter.h"

#include "vitc/CPU/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/IRMapping.h"

namespace vitc {
#define GEN_PASS_DEF_UNROLLLOOPSPASS
#include "vitc/CPU/Passes.h.inc"
} // namespace vitc

using namespace mlir;
using namespace vitc;
using namespace vitc::cpu;

/// Clones `op`; what it folds to, now that the turn's number is known, stands for it.
static void cloneFolded(OpBuilder &b, Operation &op, IRMapping &mapping) {
  Operation *copy = b.clone(op, mapping);
  SmallVector<Value> folded;
  if (failed(b.tryFold(copy, folded)) || folded.empty())
    return;
  mapping.map(op.getResults(), folded);
  copy->erase();
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

namespace {
class UnrollLoops : public vitc::impl::UnrollLoopsPassBase<UnrollLoops> {
  using UnrollLoopsPassBase::UnrollLoopsPassBase;

  void runOnOperation() override {
    SmallVector<scf::ForOp> loops; // inner ones first
    getOperation()->walk<WalkOrder::PostOrder>([&](scf::ForOp loop) {
      if (loop->hasAttr(kUnrollAttrName))
        loops.push_back(loop);
    });
    for (scf::ForOp loop : loops) {
      if (failed(unroll(loop)))
        return signalPassFailure();
      ++numUnrolled;
    }
  }
};
} // namespace
