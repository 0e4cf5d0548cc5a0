//===- Embedding.cpp - reference form of patches and learned tokens -------===//

#include "LinalgForm.h"

#include "vitc/Conversion/ViTToLinalg/Patterns.h"
#include "vitc/Dialect/ViT/ViT.h"

#include "mlir/IR/PatternMatch.h"

using namespace mlir;
using namespace vitc;

static Value addScalars(OpBuilder &b, Location at, ValueRange scalars) {
  return arith::AddFOp::create(b, at, scalars[0], scalars[1]);
}

namespace {

/// A convolution as one loop nest over (batch, y, x, channel, i, j, feature), with the filter
/// transposed to [C, P₀, P₁, F] so that the innermost loop runs over features in rows.
struct ConvertPatchEmbed : OpRewritePattern<vit::PatchEmbedOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(vit::PatchEmbedOp op, PatternRewriter &rewriter) const override {
    enum Loop : unsigned { Batch, Y, X, Channel, I, J, Feature, NumLoops };
    LinalgForm form(rewriter, op.getLoc());
    ArrayRef<int64_t> pixels = shapeOf(op.getPixels()), filter = shapeOf(op.getFilter());
    ArrayRef<int64_t> strides = op.getStrides();
    auto loop = [&](Loop which) { return rewriter.getAffineDimExpr(which); };
    auto reads = AffineMap::get(NumLoops, 0,
                                {loop(Batch), loop(Channel), loop(Y) * strides[0] + loop(I),
                                 loop(X) * strides[1] + loop(J)},
                                rewriter.getContext());
    int64_t height = (pixels[2] - filter[2]) / strides[0] + 1;
    int64_t width = (pixels[3] - filter[3]) / strides[1] + 1;
    Value result = form.contract({op.getPixels(), reads},
                                 {form.transpose(op.getFilter(), {1, 2, 3, 0}),
                                  form.select(NumLoops, {Channel, I, J, Feature})},
                                 {pixels[0], height, width, filter[0]},
                                 form.select(NumLoops, {Batch, Y, X, Feature}));
    result = form.collapse(result, {{0}, {1, 2}, {3}});
    if (op.getBias())
      result =
          form.compute(shapeOf(result), elementTypeOf(result),
                       {form.whole(result), {op.getBias(), form.selectLast(3, 1)}}, addScalars);
    rewriter.replaceOp(op, result);
    return success();
  }
};

struct ConvertPrependToken : OpRewritePattern<vit::PrependTokenOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(vit::PrependTokenOp op, PatternRewriter &rewriter) const override {
    LinalgForm form(rewriter, op.getLoc());
    ArrayRef<int64_t> tokens = shapeOf(op.getTokens()), learned = shapeOf(op.getLearned());
    Type type = elementTypeOf(op.getTokens());
    int64_t at = op.getAt();
    Value repeated = form.compute(
        {tokens[0], learned[1], learned[2]}, type, {{op.getLearned(), firstBatch(rewriter)}},
        [](OpBuilder &, Location, ValueRange scalars) -> Value { return scalars[0]; });
    Value result = form.empty(shapeOf(op.getResult()), type);
    if (at > 0)
      result = form.insert(form.slice(op.getTokens(), 1, 0, at), result, 1, 0);
    result = form.insert(repeated, result, 1, at);
    if (at < tokens[1])
      result = form.insert(form.slice(op.getTokens(), 1, at, tokens[1] - at), result, 1,
                           at + learned[1]);
    rewriter.replaceOp(op, result);
    return success();
  }

  /// The map of the loops over [B, N, F] to an operand [1, N, F].
  static AffineMap firstBatch(OpBuilder &builder) {
    return AffineMap::get(3, 0,
                          {builder.getAffineConstantExpr(0), builder.getAffineDimExpr(1),
                           builder.getAffineDimExpr(2)},
                          builder.getContext());
  }
};

struct ConvertAddPosition : OpRewritePattern<vit::AddPositionOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(vit::AddPositionOp op, PatternRewriter &rewriter) const override {
    LinalgForm form(rewriter, op.getLoc());
    rewriter.replaceOp(
        op, form.compute(shapeOf(op.getTokens()), elementTypeOf(op.getTokens()),
                         {form.whole(op.getTokens()),
                          {op.getPositions(), ConvertPrependToken::firstBatch(rewriter)}},
                         addScalars));
    return success();
  }
};

} // namespace

void vitc::populateEmbeddingToLinalgPatterns(RewritePatternSet &patterns) {
  patterns.add<ConvertPatchEmbed, ConvertPrependToken, ConvertAddPosition>(patterns.getContext());
}
