//===- ViTToLinalg.cpp - convert-vit-to-linalg ----------------------------===//

#include "ElementTypes.h"

#include "vitc/Conversion/Passes.h"
#include "vitc/Conversion/ViTToLinalg/Patterns.h"
#include "vitc/Dialect/ViT/ViT.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Transforms/DialectConversion.h"

namespace vitc {
#define GEN_PASS_DEF_CONVERTVITTOLINALGPASS
#include "vitc/Conversion/Passes.h.inc"
} // namespace vitc

using namespace mlir;
using namespace vitc;

namespace {
struct Decompose : OpInterfaceRewritePattern<vit::DecomposableOpInterface> {
  using OpInterfaceRewritePattern::OpInterfaceRewritePattern;

  LogicalResult matchAndRewrite(vit::DecomposableOpInterface op,
                                PatternRewriter &rewriter) const override {
    rewriter.replaceOp(op, op.decompose(rewriter));
    return success();
  }
};
} // namespace

void vitc::populateDecomposePatterns(RewritePatternSet &patterns) {
  patterns.add<Decompose>(patterns.getContext());
}

void vitc::populateViTToLinalgPatterns(RewritePatternSet &patterns) {
  populateDecomposePatterns(patterns);
  populateEmbeddingToLinalgPatterns(patterns);
  populatePositionToLinalgPatterns(patterns);
  populateNormToLinalgPatterns(patterns);
  populateLinearToLinalgPatterns(patterns);
  populateActivationToLinalgPatterns(patterns);
  populateAttentionToLinalgPatterns(patterns);
  populateHeadToLinalgPatterns(patterns);
}

namespace {
struct ConvertViTToLinalg : vitc::impl::ConvertViTToLinalgPassBase<ConvertViTToLinalg> {
  using ConvertViTToLinalgPassBase::ConvertViTToLinalgPassBase;

  void runOnOperation() override {
    FailureOr<FloatType> type = parseElementType();
    if (failed(type) || failed(changeElementTypes(getOperation(), *type)))
      return signalPassFailure();

    ConversionTarget target(getContext());
    target.markUnknownOpDynamicallyLegal([](Operation *) { return true; });
    target.addIllegalDialect<vit::ViTDialect>();
    target.addLegalOp<vit::WeightOp, vit::ParameterOp, vit::LayerParameterOp>();
    getOperation().walk([&](Operation *op) { numConverted += target.isIllegal(op); });

    RewritePatternSet patterns(&getContext());
    populateViTToLinalgPatterns(patterns);
    if (failed(applyFullConversion(getOperation(), target, std::move(patterns))))
      signalPassFailure();
  }

private:
  FailureOr<FloatType> parseElementType() {
    if (elementType == "f32")
      return FloatType(Float32Type::get(&getContext()));
    if (elementType == "f64")
      return FloatType(Float64Type::get(&getContext()));
    return getOperation().emitError("found element-type=")
           << elementType.getValue() << ", expected f32 or f64";
  }
};
} // namespace
