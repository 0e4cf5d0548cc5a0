//===- Attention.cpp - vit.sdpa to kernel.attention -----------------------===//

#include "Patterns.h"
#include "RowLayout.h"
#include "vitc/Dialect/Kernel/Kernel.h"
#include "vitc/Dialect/ViT/ViT.h"

using namespace mlir;
using namespace vitc;

namespace {

/// The kernel reads heads as column ranges of row-major tokens, so heads are never moved.
struct LowerSdpa : OpRewritePattern<vit::SdpaOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(vit::SdpaOp op, PatternRewriter &rewriter) const override {
    if (op.getValue().getType() != op.getKey().getType())
      return failure(); // another head_dim for values: left to the reference form
    Location loc = op.getLoc();
    auto merge = [&](Value heads) -> Value {
      return vit::MergeHeadsOp::create(rewriter, loc, heads).getResult();
    };
    Value query = merge(op.getQuery()), key = merge(op.getKey()), value = merge(op.getValue());
    auto type = cast<RankedTensorType>(query.getType());
    int64_t heads = cast<ShapedType>(op.getQuery().getType()).getDimSize(1);
    Value init = createRows(rewriter, loc, type.getShape(), type.getElementType());
    auto attention = kernel::AttentionOp::create(
        rewriter, loc, type, query, key, value, op.getMask(), init,
        rewriter.getI64IntegerAttr(heads), op.getScaleAttr(), op.getCausalAttr(),
        /*schedule=*/kernel::ScheduleAttr());
    attention->setDiscardableAttrs(op->getDiscardableAttrDictionary());
    rewriter.replaceOpWithNewOp<vit::SplitHeadsOp>(op, attention.getResult(),
                                                   rewriter.getI64IntegerAttr(heads));
    return success();
  }
};

/// merge_heads(split_heads(x)) = x.
struct CancelHeads : OpRewritePattern<vit::MergeHeadsOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(vit::MergeHeadsOp op, PatternRewriter &rewriter) const override {
    auto split = op.getInput().getDefiningOp<vit::SplitHeadsOp>();
    if (!split)
      return failure();
    rewriter.replaceOp(op, split.getInput());
    return success();
  }
};

} // namespace

void vitc::populateAttentionToKernelPatterns(RewritePatternSet &patterns) {
  patterns.add<LowerSdpa, CancelHeads>(patterns.getContext());
}
