//===- Attention.cpp - reference form of scaled dot-product attention -----===//

#include "Normalise.h"

#include "vitc/Conversion/ViTToLinalg/Patterns.h"
#include "vitc/Dialect/ViT/ViT.h"

#include "mlir/IR/PatternMatch.h"

#include <limits>

using namespace mlir;
using namespace vitc;

namespace {

struct ConvertSplitHeads : OpRewritePattern<vit::SplitHeadsOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(vit::SplitHeadsOp op, PatternRewriter &rewriter) const override {
    LinalgForm form(rewriter, op.getLoc());
    ArrayRef<int64_t> shape = shapeOf(op.getResult()); // [B, heads, N, D]
    Value cut =
        form.expand(op.getInput(), {shape[0], shape[2], shape[1], shape[3]}, {{0}, {1}, {2, 3}});
    rewriter.replaceOp(op, form.transpose(cut, {0, 2, 1, 3}));
    return success();
  }
};

struct ConvertMergeHeads : OpRewritePattern<vit::MergeHeadsOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(vit::MergeHeadsOp op, PatternRewriter &rewriter) const override {
    LinalgForm form(rewriter, op.getLoc());
    Value tokensFirst = form.transpose(op.getInput(), {0, 2, 1, 3});
    rewriter.replaceOp(op, form.collapse(tokensFirst, {{0}, {1}, {2, 3}}));
    return success();
  }
};

/// Loops of both products, in this order: batch, head, row, summed axis, column.
enum Loop : unsigned { Batch, Head, Row, Summed, Column, NumLoops };

struct ConvertSdpa : OpRewritePattern<vit::SdpaOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(vit::SdpaOp op, PatternRewriter &rewriter) const override {
    LinalgForm form(rewriter, op.getLoc());
    ArrayRef<int64_t> query = shapeOf(op.getQuery()), key = shapeOf(op.getKey());
    Value transposed = form.transpose(op.getKey(), {0, 1, 3, 2});
    Value scores =
        multiply(form, op.getQuery(), transposed, {query[0], query[1], query[2], key[2]});
    Value weights = buildSoftmax(rewriter, op.getLoc(), maskScores(form, op, scores));
    rewriter.replaceOp(op, multiply(form, weights, op.getValue(), shapeOf(op.getResult())));
    return success();
  }

private:
  static Value multiply(LinalgForm &form, Value lhs, Value rhs, ArrayRef<int64_t> shape) {
    return form.contract({lhs, form.select(NumLoops, {Batch, Head, Row, Summed})},
                         {rhs, form.select(NumLoops, {Batch, Head, Summed, Column})}, shape,
                         form.select(NumLoops, {Batch, Head, Row, Column}));
  }

  /// scale · scores + mask, −∞ for keys after the query where causal.
  static Value maskScores(LinalgForm &form, vit::SdpaOp op, Value scores) {
    Type type = elementTypeOf(scores);
    Value scale = form.number(op.getScale().convertToDouble(), type);
    Value hidden = form.number(-std::numeric_limits<double>::infinity(), type);
    SmallVector<IndexedOperand> operands = {form.whole(scores)};
    if (op.getMask())
      operands.push_back({op.getMask(), broadcastOnes(op.getMask())});
    return form.compute(
        shapeOf(scores), type, operands, [&](OpBuilder &b, Location at, ValueRange scalars) {
          Value score = arith::MulFOp::create(b, at, scalars[0], scale);
          if (scalars.size() == 2)
            score = arith::AddFOp::create(b, at, score, scalars[1]);
          if (!op.getCausal())
            return score;
          Value row = linalg::IndexOp::create(b, at, 2), column = linalg::IndexOp::create(b, at, 3);
          Value after = arith::CmpIOp::create(b, at, arith::CmpIPredicate::ugt, column, row);
          return arith::SelectOp::create(b, at, after, hidden, score).getResult();
        });
  }

  /// The map of the loops over [B, H, N, M] to a mask whose batch or head axis may have size 1.
  static AffineMap broadcastOnes(Value mask) {
    MLIRContext *context = mask.getContext();
    SmallVector<AffineExpr> indices;
    for (auto [axis, size] : llvm::enumerate(shapeOf(mask)))
      indices.push_back(size == 1 ? getAffineConstantExpr(0, context)
                                  : getAffineDimExpr(axis, context));
    return AffineMap::get(4, 0, indices, context);
  }
};

} // namespace

void vitc::populateAttentionToLinalgPatterns(RewritePatternSet &patterns) {
  patterns.add<ConvertSplitHeads, ConvertMergeHeads, ConvertSdpa>(patterns.getContext());
}
