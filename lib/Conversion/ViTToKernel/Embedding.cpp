//===- Embedding.cpp - pixels to tokens, tokens to one vector -------------===//

#include "Patterns.h"
#include "RowLayout.h"
#include "vitc/Dialect/Kernel/Kernel.h"
#include "vitc/Dialect/ViT/ViT.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Transforms/DialectConversion.h"

using namespace mlir;
using namespace vitc;

namespace {

RankedTensorType tensorType(Value value) { return cast<RankedTensorType>(value.getType()); }

SmallVector<OpFoldResult> indices(OpBuilder &b, ArrayRef<int64_t> values) {
  return getAsIndexOpFoldResult(b.getContext(), values);
}

/// The convolution as patches times a matrix: a `vit.linear`, which is lowered as all others.
struct LowerPatchEmbed : OpConversionPattern<vit::PatchEmbedOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(vit::PatchEmbedOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    auto type = cast<RankedTensorType>(op.getType());
    RankedTensorType filter = tensorType(adaptor.getFilter());
    int64_t depth = filter.getDimSize(1) * filter.getDimSize(2) * filter.getDimSize(3);
    Value init = createRows(rewriter, loc, {type.getDimSize(0), type.getDimSize(1), depth},
                            type.getElementType());
    Value patches =
        kernel::PatchesOp::create(rewriter, loc, init.getType(), adaptor.getPixels(), init,
                                  ArrayRef<int64_t>{filter.getDimSize(2), filter.getDimSize(3)},
                                  op.getStrides())
            .getResult();
    Value matrix = tensor::CollapseShapeOp::create(
        rewriter, loc, filter.clone({filter.getDimSize(0), depth}), adaptor.getFilter(),
        SmallVector<ReassociationIndices>{{0}, {1, 2, 3}});
    rewriter.replaceOpWithNewOp<vit::LinearOp>(op, type, patches, matrix, adaptor.getBias());
    return success();
  }
};

/// `positions [1, N, F]` as [B, N, F].
Value broadcastToBatch(OpBuilder &b, Location loc, Value positions, int64_t batch) {
  RankedTensorType type = tensorType(positions);
  int64_t rows = type.getDimSize(1), columns = type.getDimSize(2);
  Value matrix = tensor::CollapseShapeOp::create(b, loc, type.clone({rows, columns}), positions,
                                                 SmallVector<ReassociationIndices>{{0, 1}, {2}});
  Value init = createRows(b, loc, {batch, rows, columns}, type.getElementType());
  return linalg::BroadcastOp::create(b, loc, matrix, init, ArrayRef<int64_t>{0}).getResult()[0];
}

struct LowerAddPosition : OpConversionPattern<vit::AddPositionOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(vit::AddPositionOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    RankedTensorType type = tensorType(adaptor.getTokens());
    Value positions = broadcastToBatch(rewriter, loc, adaptor.getPositions(), type.getDimSize(0));
    Value init = createRows(rewriter, loc, type.getShape(), type.getElementType());
    rewriter.replaceOpWithNewOp<linalg::AddOp>(op, ValueRange{positions, adaptor.getTokens()},
                                               ValueRange{init});
    return success();
  }
};

struct LowerPrependToken : OpConversionPattern<vit::PrependTokenOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(vit::PrependTokenOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    auto type = cast<RankedTensorType>(op.getType());
    int64_t batch = type.getDimSize(0), at = op.getAt();
    int64_t learned = tensorType(adaptor.getLearned()).getDimSize(1);
    int64_t tokens = tensorType(adaptor.getTokens()).getDimSize(1);
    Value result = createRows(rewriter, loc, type.getShape(), type.getElementType());
    // The tokens first: whoever makes them can then write them where they belong.
    if (at < tokens) {
      Value behind = slice(rewriter, loc, adaptor.getTokens(), at, tokens - at);
      result = insert(rewriter, loc, behind, result, at + learned);
    }
    if (at > 0)
      result = insert(rewriter, loc, slice(rewriter, loc, adaptor.getTokens(), 0, at), result, 0);
    Value repeated = batch == 1 ? adaptor.getLearned()
                                : broadcastToBatch(rewriter, loc, adaptor.getLearned(), batch);
    rewriter.replaceOp(op, insert(rewriter, loc, repeated, result, at));
    return success();
  }

private:
  static Value slice(OpBuilder &b, Location loc, Value tokens, int64_t first, int64_t count) {
    RankedTensorType type = tensorType(tokens);
    if (count == type.getDimSize(1))
      return tokens;
    SmallVector<int64_t> sizes{type.getDimSize(0), count, type.getDimSize(2)};
    return tensor::ExtractSliceOp::create(b, loc, type.clone(sizes), tokens,
                                          indices(b, {0, first, 0}), indices(b, sizes),
                                          indices(b, {1, 1, 1}));
  }

  static Value insert(OpBuilder &b, Location loc, Value part, Value whole, int64_t first) {
    return tensor::InsertSliceOp::create(b, loc, part, whole, indices(b, {0, first, 0}),
                                         indices(b, tensorType(part).getShape()),
                                         indices(b, {1, 1, 1}));
  }
};

/// One token is a view. Means are left to the reference form.
struct LowerPoolToken : OpConversionPattern<vit::PoolOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(vit::PoolOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    if (op.getKind() != vit::Pooling::Token)
      return failure();
    auto type = cast<RankedTensorType>(op.getType());
    int64_t first = op.getFirst();
    SmallVector<int64_t> sizes{type.getDimSize(0), 1, type.getDimSize(1)};
    Location loc = op.getLoc();
    Value token = tensor::ExtractSliceOp::create(
        rewriter, loc, type, adaptor.getTokens(), indices(rewriter, {0, first, 0}),
        indices(rewriter, sizes), indices(rewriter, {1, 1, 1}));
    // Of two dimensions of size 1 the slice keeps the outer one with its stride: no row for
    // kernels.
    if (type.getDimSize(1) == 1) {
      Value init = tensor::EmptyOp::create(rewriter, loc, type.getShape(), type.getElementType());
      token =
          linalg::CopyOp::create(rewriter, loc, ValueRange{token}, ValueRange{init}).getResult(0);
    }
    rewriter.replaceOp(op, token);
    return success();
  }
};

} // namespace

void vitc::populateEmbeddingToKernelPatterns(RewritePatternSet &patterns) {
  patterns.add<LowerPatchEmbed, LowerAddPosition, LowerPrependToken, LowerPoolToken>(
      patterns.getContext(), /*benefit=*/2);
}
