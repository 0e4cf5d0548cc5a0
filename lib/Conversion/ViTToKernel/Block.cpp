//===- Block.cpp - the layers of a block to kernels -----------------------===//

#include "Patterns.h"
#include "RowLayout.h"
#include "vitc/Dialect/Kernel/Kernel.h"
#include "vitc/Dialect/ViT/ViT.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Transforms/DialectConversion.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace vitc;

namespace {

RankedTensorType tensorType(Value value) { return cast<RankedTensorType>(value.getType()); }

kernel::ActivationAttr asKernel(vit::ActivationAttr kind) {
  return kernel::ActivationAttr::get(kind.getContext(),
                                     static_cast<kernel::Activation>(kind.getValue()));
}

struct LowerLinear : OpConversionPattern<vit::LinearOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(vit::LinearOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    Value lhs = asRows(rewriter, loc, adaptor.getInput());
    RankedTensorType weight = tensorType(adaptor.getWeight());
    int64_t columns = weight.getDimSize(0), width = panelWidth(columns);
    int64_t panels = llvm::divideCeil(columns, width);
    Type element = weight.getElementType();
    Value space = tensor::EmptyOp::create(
        rewriter, loc, ArrayRef<int64_t>{panels, weight.getDimSize(1), width}, element);
    Value packed =
        kernel::PackOp::create(rewriter, loc, space.getType(), adaptor.getWeight(), space)
            .getResult();
    Value bias =
        adaptor.getBias() ? padBias(rewriter, loc, adaptor.getBias(), panels * width) : Value();
    SmallVector<int64_t> shape(tensorType(lhs).getShape());
    shape.back() = columns;
    Value init = createRows(rewriter, loc, shape, element);
    auto gemm = kernel::GemmOp::create(rewriter, loc, init.getType(), lhs, packed, bias,
                                       /*residual=*/Value(), init, kernel::ActivationAttr(),
                                       kernel::ScheduleAttr(),
                                       kernel::isRowPerImage(tensorType(adaptor.getInput())));
    gemm->setDiscardableAttrs(op->getDiscardableAttrDictionary());
    rewriter.replaceOp(
        op, fromRows(rewriter, loc, gemm.getResult(), cast<RankedTensorType>(op.getType())));
    return success();
  }

private:
  /// `bias` with zeros behind it, as many elements as the panels have columns.
  static Value padBias(OpBuilder &b, Location loc, Value bias, int64_t size) {
    RankedTensorType type = tensorType(bias);
    if (type.getDimSize(0) == size)
      return bias;
    Type element = type.getElementType();
    Value zero = arith::ConstantOp::create(b, loc, b.getZeroAttr(element));
    Value space = tensor::EmptyOp::create(b, loc, ArrayRef<int64_t>{size}, element);
    Value zeros = linalg::FillOp::create(b, loc, ValueRange{zero}, ValueRange{space}).getResult(0);
    return tensor::InsertSliceOp::create(b, loc, bias, zeros,
                                         ArrayRef<OpFoldResult>{b.getIndexAttr(0)},
                                         ArrayRef<OpFoldResult>{b.getIndexAttr(type.getDimSize(0))},
                                         ArrayRef<OpFoldResult>{b.getIndexAttr(1)});
  }
};

struct LowerLayerNorm : OpConversionPattern<vit::LayerNormOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(vit::LayerNormOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    Value input = asRows(rewriter, loc, adaptor.getInput());
    RankedTensorType type = tensorType(input);
    Value init = createRows(rewriter, loc, type.getShape(), type.getElementType());
    Value rows = kernel::NormalizeOp::create(rewriter, loc, type, input, adaptor.getGamma(),
                                             adaptor.getBeta(), init, op.getEpsAttr(),
                                             kernel::ScheduleAttr())
                     .getResult();
    rewriter.replaceOp(op, fromRows(rewriter, loc, rows, cast<RankedTensorType>(op.getType())));
    return success();
  }
};

/// `vit.activation` and, with `gated`, `vit.gate` on rows.
template <typename OpTy, bool gated>
struct LowerActivation : OpConversionPattern<OpTy> {
  using OpConversionPattern<OpTy>::OpConversionPattern;

  LogicalResult matchAndRewrite(OpTy op, typename OpTy::Adaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    auto type = cast<RankedTensorType>(op.getType());
    if (type.getRank() != 2 && type.getRank() != 3)
      return failure(); // left to the reference form
    Location loc = op.getLoc();
    Value input = asRows(rewriter, loc, adaptor.getInput());
    SmallVector<int64_t> shape(tensorType(input).getShape());
    shape.back() = type.getShape().back();
    Value init = createRows(rewriter, loc, shape, type.getElementType());
    Value rows =
        kernel::ActivateOp::create(rewriter, loc, init.getType(), asKernel(op.getKindAttr()), input,
                                   init, gated ? rewriter.getUnitAttr() : UnitAttr())
            .getResult();
    rewriter.replaceOp(op, fromRows(rewriter, loc, rows, type));
    return success();
  }
};

/// A plain sum; with a scale that no fold took, the reference form.
struct LowerResidual : OpConversionPattern<vit::ResidualOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(vit::ResidualOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    if (adaptor.getScale())
      return failure();
    RankedTensorType type = tensorType(adaptor.getSkip());
    Value init = createRows(rewriter, op.getLoc(), type.getShape(), type.getElementType());
    rewriter.replaceOpWithNewOp<linalg::AddOp>(
        op, ValueRange{adaptor.getSkip(), adaptor.getBranch()}, ValueRange{init});
    return success();
  }
};

struct LowerSoftmax : OpConversionPattern<vit::SoftmaxOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(vit::SoftmaxOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    auto type = cast<RankedTensorType>(op.getType());
    if (type.getRank() != 2 && type.getRank() != 3)
      return failure(); // left to the reference form
    Value input = asRows(rewriter, op.getLoc(), adaptor.getInput());
    ArrayRef<int64_t> shape = tensorType(input).getShape();
    Value init = createRows(rewriter, op.getLoc(), shape, type.getElementType());
    Value rows =
        kernel::SoftmaxOp::create(rewriter, op.getLoc(), init.getType(), input, init).getResult();
    rewriter.replaceOp(op, fromRows(rewriter, op.getLoc(), rows, type));
    return success();
  }
};

} // namespace

void vitc::populateBlockToKernelPatterns(RewritePatternSet &patterns) {
  patterns.add<LowerLinear, LowerLayerNorm, LowerActivation<vit::ActivationOp, false>,
               LowerActivation<vit::GateOp, true>, LowerResidual, LowerSoftmax>(
      patterns.getContext(), /*benefit=*/2);
}
