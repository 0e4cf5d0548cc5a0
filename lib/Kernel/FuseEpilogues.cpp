//===- FuseEpilogues.cpp - activations and sums move into products --------===//

#include "vitc/Analysis/InputDependence.h"
#include "vitc/Kernel/Passes.h"

#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

namespace vitc {
#define GEN_PASS_DEF_FUSEEPILOGUESPASS
#include "vitc/Kernel/Passes.h.inc"
} // namespace vitc

using namespace mlir;
using namespace vitc;

namespace {

/// The product that makes `value` for `reader` alone, as often as `reader` runs.
kernel::GemmOp producer(Value value, Operation *reader) {
  auto gemm = value.getDefiningOp<kernel::GemmOp>();
  bool movable = gemm && gemm->hasOneUse() && gemm->getBlock() == reader->getBlock();
  return movable && !gemm.getResidual() ? gemm : kernel::GemmOp();
}

/// `gemm` again at the builder's place with this epilogue and destination.
Value rebuild(OpBuilder &b, Location loc, kernel::GemmOp gemm, kernel::ActivationAttr activation,
              Value residual, Value init) {
  auto fused = kernel::GemmOp::create(b, b.getFusedLoc({gemm.getLoc(), loc}), init.getType(),
                                      gemm.getLhs(), gemm.getPanels(), gemm.getBias(), residual,
                                      init, activation, gemm.getScheduleAttr());
  fused->setDiscardableAttrs(gemm->getDiscardableAttrDictionary());
  return fused.getResult();
}

struct FuseActivation : OpRewritePattern<kernel::ActivateOp> {
  FuseActivation(MLIRContext *context, Pass::Statistic &count)
      : OpRewritePattern(context), count(count) {}

  LogicalResult matchAndRewrite(kernel::ActivateOp op, PatternRewriter &rewriter) const override {
    kernel::GemmOp gemm = producer(op.getInput(), op);
    if (!gemm || op.getGated() || gemm.getActivation())
      return failure();
    rewriter.replaceOp(
        op, rebuild(rewriter, op.getLoc(), gemm, op.getKindAttr(), Value(), op.getInit()));
    ++count;
    return success();
  }

  Pass::Statistic &count;
};

struct FuseResidual : OpRewritePattern<linalg::AddOp> {
  FuseResidual(MLIRContext *context, Pass::Statistic &count)
      : OpRewritePattern(context), count(count) {}

  LogicalResult matchAndRewrite(linalg::AddOp op, PatternRewriter &rewriter) const override {
    Value left = op.getInputs()[0], right = op.getInputs()[1];
    kernel::GemmOp gemm = producer(right, op);
    Value other = left;
    if (!gemm)
      gemm = producer(left, op), other = right;
    if (!gemm || other == gemm.getResult())
      return failure();
    Value residual = shrinkToBatchOne(rewriter, other);
    Value init = op.getOutputs()[0];
    if (residual == other && isReadLastBy(other, op) && isScratch(other, op))
      init = other;
    rewriter.replaceOp(
        op, rebuild(rewriter, op.getLoc(), gemm, gemm.getActivationAttr(), residual, init));
    ++count;
    return success();
  }

private:
  /// A broadcast along the batch is not made: the kernel reads the one it repeats.
  static Value shrinkToBatchOne(OpBuilder &b, Value value) {
    auto broadcast = value.getDefiningOp<linalg::BroadcastOp>();
    if (!broadcast || broadcast.getDimensions() != ArrayRef<int64_t>{0})
      return value;
    Value input = broadcast.getInput();
    auto type = cast<RankedTensorType>(input.getType());
    if (type.getRank() != 2)
      return value;
    return tensor::ExpandShapeOp::create(b, broadcast.getLoc(),
                                         type.clone({1, type.getDimSize(0), type.getDimSize(1)}),
                                         input, SmallVector<ReassociationIndices>{{0, 1}, {2}});
  }

  /// True if `value` lies in memory that a call may overwrite: neither a caller's nor weights,
  /// which the next call reads again.
  static bool isScratch(Value value, Operation *reader) {
    auto function = reader->getParentOfType<func::FuncOp>();
    Value memory = value;
    while (auto view = memory.getDefiningOp<tensor::ExtractSliceOp>())
      memory = view.getSource();
    auto argument = dyn_cast<BlockArgument>(memory);
    return !(argument && argument.getOwner()->getParentOp() == function) &&
           InputDependence(function).dependsOnInputs(value);
  }

  static bool isReadLastBy(Value value, Operation *reader) {
    return llvm::all_of(value.getUsers(), [&](Operation *user) {
      Operation *ancestor = reader->getBlock()->findAncestorOpInBlock(*user);
      return ancestor && (ancestor == reader || ancestor->isBeforeInBlock(reader));
    });
  }

  Pass::Statistic &count;
};

struct FuseEpiloguesPass : vitc::impl::FuseEpiloguesPassBase<FuseEpiloguesPass> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    patterns.add<FuseActivation, FuseResidual>(&getContext(), numFused);
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      signalPassFailure();
  }
};

} // namespace
