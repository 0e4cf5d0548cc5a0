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

/// `gemm` again at the builder's place, all that it says included, with another destination.
kernel::GemmOp rebuild(OpBuilder &b, Location loc, kernel::GemmOp gemm, Value init) {
  auto fused = cast<kernel::GemmOp>(b.clone(*gemm));
  fused->setLoc(b.getFusedLoc({gemm.getLoc(), loc}));
  fused.getInitMutable().assign(init);
  fused.getResult().setType(cast<RankedTensorType>(init.getType()));
  return fused;
}

struct FuseActivation : OpRewritePattern<kernel::ActivateOp> {
  FuseActivation(MLIRContext *context, Pass::Statistic &count)
      : OpRewritePattern(context), count(count) {}

  LogicalResult matchAndRewrite(kernel::ActivateOp op, PatternRewriter &rewriter) const override {
    kernel::GemmOp gemm = producer(op.getInput(), op);
    if (!gemm || op.getGated() || gemm.getActivation())
      return failure();
    kernel::GemmOp fused = rebuild(rewriter, op.getLoc(), gemm, op.getInit());
    fused.setActivationAttr(op.getKindAttr());
    rewriter.replaceOp(op, fused);
    ++count;
    return success();
  }

  Pass::Statistic &count;
};

struct FuseResidual : OpRewritePattern<linalg::AddOp> {
  FuseResidual(MLIRContext *context, const DenseSet<OpOperand *> &dependent, Pass::Statistic &count)
      : OpRewritePattern(context), dependent(dependent), count(count) {}

  LogicalResult matchAndRewrite(linalg::AddOp op, PatternRewriter &rewriter) const override {
    OpOperand *other = &op->getOpOperand(0);
    kernel::GemmOp gemm = producer(op->getOperand(1), op);
    if (!gemm)
      gemm = producer(op->getOperand(0), op), other = &op->getOpOperand(1);
    if (!gemm || other->get() == gemm.getResult())
      return failure();
    Value residual = shrinkToBatchOne(rewriter, other->get());
    Value init = op.getOutputs()[0];
    if (residual == other->get() && isReadLastBy(residual, op) && isScratch(*other))
      init = residual;
    kernel::GemmOp fused = rebuild(rewriter, op.getLoc(), gemm, init);
    fused.getResidualMutable().assign(residual);
    rewriter.replaceOp(op, fused);
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

  /// True if `operand` lies in memory that a call may overwrite: neither a caller's nor weights,
  /// which the next call reads again.
  bool isScratch(OpOperand &operand) const {
    Value memory = operand.get();
    while (auto view = memory.getDefiningOp<tensor::ExtractSliceOp>())
      memory = view.getSource();
    auto argument = dyn_cast<BlockArgument>(memory);
    return !(argument && isa<func::FuncOp>(argument.getOwner()->getParentOp())) &&
           dependent.contains(&operand);
  }

  static bool isReadLastBy(Value value, Operation *reader) {
    return llvm::all_of(value.getUsers(), [&](Operation *user) {
      Operation *ancestor = reader->getBlock()->findAncestorOpInBlock(*user);
      return ancestor && (ancestor == reader || ancestor->isBeforeInBlock(reader));
    });
  }

  const DenseSet<OpOperand *> &dependent;
  Pass::Statistic &count;
};

/// The operands of sums that depend on inputs. Fusion keeps the sums that it does not replace, and
/// what their operands depend on.
DenseSet<OpOperand *> findDependent(func::FuncOp function) {
  InputDependence dependence(function);
  DenseSet<OpOperand *> dependent;
  function.walk([&](linalg::AddOp op) {
    for (OpOperand &operand : op->getOpOperands())
      if (dependence.dependsOnInputs(operand.get()))
        dependent.insert(&operand);
  });
  return dependent;
}

struct FuseEpiloguesPass : vitc::impl::FuseEpiloguesPassBase<FuseEpiloguesPass> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    DenseSet<OpOperand *> dependent = findDependent(getOperation());
    patterns.add<FuseActivation>(&getContext(), numFused);
    patterns.add<FuseResidual>(&getContext(), dependent, numFused);
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      signalPassFailure();
  }
};

} // namespace
