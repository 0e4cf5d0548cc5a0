//===- ReorderTokens.cpp - positions before joins, pooling before norms ---===//

#include "vitc/Dialect/ViT/ViT.h"
#include "vitc/Graph/Passes.h"

#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

namespace vitc {
#define GEN_PASS_DEF_REORDERTOKENSPASS
#include "vitc/Graph/Passes.h.inc"
} // namespace vitc

using namespace mlir;
using namespace vitc;

namespace {

/// Positions [offset, offset + count) of `positions [1, N, F]`.
Value slicePositions(OpBuilder &b, Location loc, Value positions, int64_t offset, int64_t count) {
  auto type = cast<RankedTensorType>(positions.getType());
  int64_t features = type.getDimSize(2);
  auto attr = [&](ArrayRef<int64_t> values) {
    return getAsIndexOpFoldResult(b.getContext(), values);
  };
  return tensor::ExtractSliceOp::create(b, loc, type.clone({1, count, features}), positions,
                                        attr({0, offset, 0}), attr({1, count, features}),
                                        attr({1, 1, 1}));
}

/// add_position(prepend_token(l, t), p) = prepend_token(l + p[0:R], add_position(t, p[R:])).
struct AddPositionBeforePrepend : OpRewritePattern<vit::AddPositionOp> {
  AddPositionBeforePrepend(MLIRContext *context, Pass::Statistic &count)
      : OpRewritePattern(context), count(count) {}

  LogicalResult matchAndRewrite(vit::AddPositionOp add, PatternRewriter &rewriter) const override {
    auto prepend = add.getTokens().getDefiningOp<vit::PrependTokenOp>();
    if (!prepend || prepend.getAt() != 0 || !prepend->hasOneUse())
      return failure();
    int64_t learned = cast<ShapedType>(prepend.getLearned().getType()).getDimSize(1);
    int64_t tokens = cast<ShapedType>(prepend.getTokens().getType()).getDimSize(1);
    Location loc = add.getLoc();
    Value front = slicePositions(rewriter, loc, add.getPositions(), 0, learned);
    Value back = slicePositions(rewriter, loc, add.getPositions(), learned, tokens);
    Value newLearned = vit::AddPositionOp::create(rewriter, loc, prepend.getLearned().getType(),
                                                  prepend.getLearned(), front);
    Value newTokens = vit::AddPositionOp::create(rewriter, loc, prepend.getTokens().getType(),
                                                 prepend.getTokens(), back);
    rewriter.replaceOpWithNewOp<vit::PrependTokenOp>(add, add.getType(), newLearned, newTokens,
                                                     prepend.getAtAttr());
    ++count;
    return success();
  }

  Pass::Statistic &count;
};

/// pool token (layer_norm x) = layer_norm (pool token x).
struct PoolBeforeLayerNorm : OpRewritePattern<vit::PoolOp> {
  PoolBeforeLayerNorm(MLIRContext *context, Pass::Statistic &count)
      : OpRewritePattern(context), count(count) {}

  LogicalResult matchAndRewrite(vit::PoolOp pool, PatternRewriter &rewriter) const override {
    auto norm = pool.getTokens().getDefiningOp<vit::LayerNormOp>();
    auto poolsToken = [](Operation *user) {
      auto other = dyn_cast<vit::PoolOp>(user);
      return other && other.getKind() == vit::Pooling::Token;
    };
    if (!norm || !llvm::all_of(norm->getUsers(), poolsToken))
      return failure();
    Value token = vit::PoolOp::create(rewriter, pool.getLoc(), pool.getType(), pool.getKindAttr(),
                                      norm.getInput(), pool.getFirstAttr());
    rewriter.replaceOpWithNewOp<vit::LayerNormOp>(pool, pool.getType(), token, norm.getGamma(),
                                                  norm.getBeta(), norm.getEpsAttr());
    ++count;
    return success();
  }

  Pass::Statistic &count;
};

struct ReorderTokensPass : vitc::impl::ReorderTokensPassBase<ReorderTokensPass> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    patterns.add<AddPositionBeforePrepend, PoolBeforeLayerNorm>(&getContext(), numReordered);
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      signalPassFailure();
  }
};

} // namespace
