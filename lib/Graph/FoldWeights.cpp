//===- FoldWeights.cpp - scales and shifts move into weights --------------===//

#include "WeightMath.h"
#include "vitc/Analysis/InputDependence.h"
#include "vitc/Dialect/ViT/ViT.h"
#include "vitc/Graph/Passes.h"

#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

namespace vitc {
#define GEN_PASS_DEF_FOLDWEIGHTSPASS
#include "vitc/Graph/Passes.h.inc"
} // namespace vitc

using namespace mlir;
using namespace vitc;

namespace {

/// A linear with other weights, rounded to the element type it had; `weight`, `bias` in f64. What
/// was decided or measured of it stays.
vit::LinearOp rebuild(PatternRewriter &rewriter, vit::LinearOp linear, Value input, Value weight,
                      Value bias) {
  Type element = cast<ShapedType>(linear.getWeight().getType()).getElementType();
  Location loc = linear.getLoc();
  Value narrowBias = bias ? narrow(rewriter, loc, bias, element) : Value();
  auto folded = vit::LinearOp::create(rewriter, loc, linear.getType(), input,
                                      narrow(rewriter, loc, weight, element), narrowBias);
  folded->setDiscardableAttrs(linear->getDiscardableAttrDictionary());
  return folded;
}

/// linear(layer_norm(x, γ, β), W, b) = linear(layer_norm(x), W diag(γ), b + W β).
struct FoldLayerNorm : OpRewritePattern<vit::LinearOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(vit::LinearOp linear, PatternRewriter &rewriter) const override {
    auto norm = linear.getInput().getDefiningOp<vit::LayerNormOp>();
    if (!norm || !norm.getGamma() || !isReadByLinearsOnly(norm))
      return failure();
    Location loc = linear.getLoc();
    Value plain = vit::LayerNormOp::create(rewriter, norm.getLoc(), norm.getType(), norm.getInput(),
                                           Value(), Value(), norm.getEpsAttr());
    Value weight = widen(rewriter, loc, linear.getWeight());
    Value bias = linear.getBias() ? widen(rewriter, loc, linear.getBias()) : Value();
    bias = addMatrixVector(rewriter, loc, bias, weight, widen(rewriter, loc, norm.getBeta()));
    weight = scaleColumns(rewriter, loc, weight, widen(rewriter, loc, norm.getGamma()));
    rewriter.replaceOp(linear, rebuild(rewriter, linear, plain, weight, bias));
    return success();
  }

private:
  static bool isReadByLinearsOnly(vit::LayerNormOp norm) {
    return llvm::all_of(norm->getUses(), [](OpOperand &use) {
      auto linear = dyn_cast<vit::LinearOp>(use.getOwner());
      return linear && &linear.getInputMutable() == &use;
    });
  }
};

/// sdpa(split_heads(linear(x, W, b)), …) scale s = sdpa(split_heads(linear(x, sW, sb)), …) scale 1.
struct FoldAttentionScale : OpRewritePattern<vit::SdpaOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(vit::SdpaOp sdpa, PatternRewriter &rewriter) const override {
    double scale = sdpa.getScale().convertToDouble();
    auto split = sdpa.getQuery().getDefiningOp<vit::SplitHeadsOp>();
    auto linear = split ? split.getInput().getDefiningOp<vit::LinearOp>() : vit::LinearOp();
    if (scale == 1.0 || !linear || !split->hasOneUse() || !linear->hasOneUse())
      return failure();
    rewriter.setInsertionPoint(linear);
    auto scaled = [&](Value value) {
      Value wide = widen(rewriter, linear.getLoc(), value);
      Value factor = splat(rewriter, linear.getLoc(), wide.getType(), scale);
      return arith::MulFOp::create(rewriter, linear.getLoc(), wide, factor).getResult();
    };
    Value bias = linear.getBias() ? scaled(linear.getBias()) : Value();
    rewriter.replaceOp(
        linear, rebuild(rewriter, linear, linear.getInput(), scaled(linear.getWeight()), bias));
    rewriter.modifyOpInPlace(sdpa, [&] { sdpa.setScale(APFloat(1.0)); });
    return success();
  }
};

/// residual(x, linear(y, W, b), λ) = residual(x, linear(y, diag(λ) W, λ ⊙ b)).
struct FoldLayerScale : OpRewritePattern<vit::ResidualOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(vit::ResidualOp residual,
                                PatternRewriter &rewriter) const override {
    auto linear = residual.getBranch().getDefiningOp<vit::LinearOp>();
    if (!residual.getScale() || !linear || !linear->hasOneUse())
      return failure();
    Location loc = linear.getLoc();
    Value scale = widen(rewriter, loc, residual.getScale());
    Value weight = scaleRows(rewriter, loc, widen(rewriter, loc, linear.getWeight()), scale);
    Value bias = linear.getBias();
    if (bias)
      bias = arith::MulFOp::create(rewriter, loc, widen(rewriter, loc, bias), scale);
    Value branch = rebuild(rewriter, linear, linear.getInput(), weight, bias);
    rewriter.replaceOpWithNewOp<vit::ResidualOp>(residual, residual.getSkip(), branch, Value());
    rewriter.eraseOp(linear);
    return success();
  }
};

/// Counts what the patterns did and keeps them from weights that depend on an argument.
struct FoldWeightsPass : vitc::impl::FoldWeightsPassBase<FoldWeightsPass> {
  void runOnOperation() override {
    if (!weightsAreConstant())
      return;
    RewritePatternSet patterns(&getContext());
    patterns.add<FoldLayerNorm, FoldAttentionScale, FoldLayerScale>(&getContext());
    unsigned before = countFoldable();
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      return signalPassFailure();
    numFolded += before - countFoldable();
  }

private:
  bool weightsAreConstant() {
    InputDependence dependence(getOperation());
    WalkResult result = getOperation().walk([&](vit::LinearOp linear) {
      return dependence.dependsOnInputs(linear.getWeight()) ? WalkResult::interrupt()
                                                            : WalkResult::advance();
    });
    return !result.wasInterrupted();
  }

  unsigned countFoldable() {
    unsigned count = 0;
    getOperation().walk([&](Operation *op) {
      if (auto norm = dyn_cast<vit::LayerNormOp>(op))
        count += norm.getGamma() != nullptr;
      if (auto sdpa = dyn_cast<vit::SdpaOp>(op))
        count += sdpa.getScale().convertToDouble() != 1.0;
      if (auto residual = dyn_cast<vit::ResidualOp>(op))
        count += residual.getScale() != nullptr;
    });
    return count;
  }
};

} // namespace
