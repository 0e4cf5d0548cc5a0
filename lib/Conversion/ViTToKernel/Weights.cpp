//===- Weights.cpp - weight declarations and values to kernel -------------===//

#include "Patterns.h"
#include "vitc/Dialect/Kernel/Kernel.h"
#include "vitc/Dialect/ViT/ViT.h"

#include "mlir/Transforms/DialectConversion.h"

using namespace mlir;
using namespace vitc;

namespace {

struct LowerWeight : OpConversionPattern<vit::WeightOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(vit::WeightOp op, OpAdaptor,
                                ConversionPatternRewriter &rewriter) const override {
    rewriter.replaceOpWithNewOp<kernel::WeightOp>(op, op.getSymNameAttr(), op.getTypeAttr(),
                                                  op.getFileAttr(), op.getOffsetAttr());
    return success();
  }
};

/// The stored type of the weight `name`, declared by either dialect: the declaration may have been
/// converted already.
RankedTensorType storedType(Operation *user, FlatSymbolRefAttr name) {
  Operation *symbol = SymbolTable::lookupNearestSymbolFrom(user, name);
  if (auto weight = dyn_cast_or_null<vit::WeightOp>(symbol))
    return cast<RankedTensorType>(weight.getType());
  return cast<RankedTensorType>(cast<kernel::WeightOp>(symbol).getType());
}

/// The raw value, extended exactly where the value is of a wider type.
LogicalResult replace(Operation *op, ArrayAttr names, Value layer,
                      ConversionPatternRewriter &rewriter) {
  RankedTensorType stored = storedType(op, cast<FlatSymbolRefAttr>(names[0]));
  Value raw = kernel::ParameterOp::create(rewriter, op->getLoc(), stored, names, layer);
  Type type = op->getResult(0).getType();
  if (type != stored)
    raw = arith::ExtFOp::create(rewriter, op->getLoc(), type, raw);
  rewriter.replaceOp(op, raw);
  return success();
}

struct LowerParameter : OpConversionPattern<vit::ParameterOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(vit::ParameterOp op, OpAdaptor,
                                ConversionPatternRewriter &rewriter) const override {
    return replace(op, rewriter.getArrayAttr({op.getWeightAttr()}), Value(), rewriter);
  }
};

struct LowerLayerParameter : OpConversionPattern<vit::LayerParameterOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(vit::LayerParameterOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    return replace(op, op.getWeights(), adaptor.getLayer(), rewriter);
  }
};

} // namespace

void vitc::populateWeightToKernelPatterns(RewritePatternSet &patterns) {
  patterns.add<LowerWeight, LowerParameter, LowerLayerParameter>(patterns.getContext(),
                                                                 /*benefit=*/2);
}
