//===- ViTFold.cpp - what vit ops simplify to -----------------------------===//
//
// Only rewrites that change no digit of any finite result.
//
//===----------------------------------------------------------------------===//

#include "vitc/Dialect/ViT/ViT.h"

#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/IR/PatternMatch.h"

using namespace mlir;
using namespace vitc::vit;

OpFoldResult SplitHeadsOp::fold(FoldAdaptor) {
  auto merge = getInput().getDefiningOp<MergeHeadsOp>();
  // With another number of heads the two are a reshape, not the identity.
  return merge && merge.getInput().getType() == getType() ? merge.getInput() : Value();
}

OpFoldResult MergeHeadsOp::fold(FoldAdaptor) {
  auto split = getInput().getDefiningOp<SplitHeadsOp>();
  return split ? split.getInput() : Value();
}

OpFoldResult ActivationOp::fold(FoldAdaptor) {
  auto inner = getInput().getDefiningOp<ActivationOp>();
  bool idempotent = getKind() == Activation::ReLU;
  return inner && idempotent && inner.getKind() == getKind() ? inner.getResult() : Value();
}

OpFoldResult InterpolatePositionOp::fold(FoldAdaptor) {
  // All modes interpolate: at the source's own places their weights are 1 and 0.
  return getSource() == getTarget() ? getPositions() : Value();
}

OpFoldResult AverageOp::fold(FoldAdaptor) { return getLhs() == getRhs() ? getLhs() : Value(); }

/// The weight is known where the layer's number is, or where all layers share it.
LogicalResult LayerParameterOp::canonicalize(LayerParameterOp op, PatternRewriter &rewriter) {
  ArrayAttr weights = op.getWeights();
  std::optional<int64_t> layer = getConstantIntValue(op.getLayer());
  if (!layer && llvm::all_equal(weights))
    layer = 0;
  if (!layer || *layer < 0 || *layer >= static_cast<int64_t>(weights.size()))
    return failure();
  rewriter.replaceOpWithNewOp<ParameterOp>(op, op.getType(),
                                           cast<FlatSymbolRefAttr>(weights[*layer]));
  return success();
}

/// Pooling that does not read the tokens which were put in does without putting them in.
LogicalResult PoolOp::canonicalize(PoolOp op, PatternRewriter &rewriter) {
  auto prepend = op.getTokens().getDefiningOp<PrependTokenOp>();
  if (!prepend || op.getKind() == Pooling::TokenMean)
    return failure();
  auto first = static_cast<int64_t>(op.getFirst()), at = static_cast<int64_t>(prepend.getAt());
  int64_t learned = prepend.getLearned().getType().getDimSize(1);
  if (first >= at + learned)
    first -= learned;
  else if (first >= at || op.getKind() != Pooling::Token)
    return failure();
  rewriter.replaceOpWithNewOp<PoolOp>(op, op.getKind(), prepend.getTokens(), first);
  return success();
}
