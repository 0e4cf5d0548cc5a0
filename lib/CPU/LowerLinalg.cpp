//===- LowerLinalg.cpp - remaining linalg and copies to loops -------------===//

#include "vitc/CPU/Passes.h"
#include "vitc/Dialect/Kernel/Kernel.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

namespace vitc {
#define GEN_PASS_DEF_LOWERLINALGPASS
#include "vitc/CPU/Passes.h.inc"
} // namespace vitc

using namespace mlir;
using namespace vitc;

/// Steps of the whole nest; 0 when a dimension is dynamic.
static int64_t workOf(linalg::LinalgOp op) {
  int64_t work = 1;
  for (int64_t range : op.getStaticLoopRanges())
    work = ShapedType::isDynamic(range) ? 0 : work * range;
  return work;
}

/// Makes the outermost loop of a nest the items of a parallel loop.
static void runInParallel(scf::ForOp loop, int64_t count) {
  OpBuilder b(loop);
  b.setInsertionPointAfter(loop); // the loop itself moves into the new op
  kernel::ParallelOp::create(b, loop.getLoc(), count, /*scratchBytes=*/0,
                             [&](OpBuilder &, Location, Value begin, Value end, Value) {
                               loop->moveBefore(b.getInsertionBlock(), b.getInsertionPoint());
                               loop.setLowerBound(begin);
                               loop.setUpperBound(end);
                             });
}

/// LLVM would make straight code of loops with few steps, and of a nest tens of thousands of
/// instructions for a sum that runs once. On its way to a branch the attribute keeps its name,
/// which is that of the branch's own.
static void keepRolled(Operation *loop) {
  MLIRContext *context = loop->getContext();
  auto unroll = LLVM::LoopUnrollAttr::get(context, /*disable=*/BoolAttr::get(context, true), {}, {},
                                          {}, {}, {}, {});
  loop->setAttr("loop_annotation",
                LLVM::LoopAnnotationAttr::get(context, {}, {}, {}, unroll, {}, {}, {}, {}, {}, {},
                                              {}, {}, {}, {}, {}));
}

static LogicalResult lower(IRRewriter &rewriter, linalg::LinalgOp op, int64_t minWork) {
  int64_t work = workOf(op);
  SmallVector<utils::IteratorType> iterators = op.getIteratorTypesArray();
  SmallVector<int64_t> ranges = op.getStaticLoopRanges();
  bool pays = work >= minWork && !iterators.empty() && linalg::isParallelIterator(iterators[0]) &&
              !op->getParentOfType<kernel::ParallelOp>();
  rewriter.setInsertionPoint(op);
  FailureOr<linalg::LinalgLoops> loops = linalg::linalgOpToLoops(rewriter, op);
  if (failed(loops))
    return op.emitOpError("cannot become loops");
  rewriter.eraseOp(op);
  llvm::for_each(*loops, keepRolled);
  if (pays)
    runInParallel(cast<scf::ForOp>(loops->front()), ranges[0]);
  return success();
}

namespace {
class LowerLinalg : public vitc::impl::LowerLinalgPassBase<LowerLinalg> {
  using LowerLinalgPassBase::LowerLinalgPassBase;

  void runOnOperation() override {
    IRRewriter rewriter(&getContext());
    getOperation().walk([&](memref::CopyOp copy) {
      rewriter.setInsertionPoint(copy);
      rewriter.replaceOpWithNewOp<linalg::CopyOp>(copy, copy.getSource(), copy.getTarget());
    });
    SmallVector<linalg::LinalgOp> ops;
    getOperation().walk([&](linalg::LinalgOp op) { ops.push_back(op); });
    for (linalg::LinalgOp op : ops) {
      if (!op.hasPureBufferSemantics()) {
        op.emitOpError("is on tensors, expected memrefs: bufferise first");
        return signalPassFailure();
      }
      if (failed(lower(rewriter, op, minWork)))
        return signalPassFailure();
      ++numLowered;
    }
  }
};
} // namespace
