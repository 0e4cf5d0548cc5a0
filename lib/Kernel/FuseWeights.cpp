//===- FuseWeights.cpp - weight arithmetic in one loop nest each ----------===//

#include "vitc/Kernel/Passes.h"

#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/Tensor/Transforms/Transforms.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

namespace vitc {
#define GEN_PASS_DEF_FUSEWEIGHTSPASS
#include "vitc/Kernel/Passes.h.inc"
} // namespace vitc

using namespace mlir;
using namespace vitc;

namespace {

/// Pointwise producers are recomputed wherever they are read.
bool isCheapProducer(OpOperand *operand) {
  auto producer = operand->get().getDefiningOp<linalg::LinalgOp>();
  return producer && producer.getNumReductionLoops() == 0;
}

struct FuseWeightsPass : vitc::impl::FuseWeightsPassBase<FuseWeightsPass> {
  void runOnOperation() override {
    if (!getOperation().getName().ends_with(".prepare"))
      return;
    RewritePatternSet patterns(&getContext());
    linalg::populateElementwiseToLinalgConversionPatterns(patterns);
    linalg::populateLinalgNamedOpsGeneralizationPatterns(patterns);
    linalg::populateElementwiseOpsFusionPatterns(patterns, isCheapProducer);
    tensor::populateDecomposeTensorConcatPatterns(patterns);
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      return signalPassFailure();
    getOperation().walk([&](linalg::GenericOp) { ++numGeneric; });
  }
};

} // namespace
