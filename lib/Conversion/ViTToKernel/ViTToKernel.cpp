//===- ViTToKernel.cpp - from what is computed to how ---------------------===//

#include "Patterns.h"
#include "RowLayout.h"
#include "vitc/Conversion/Passes.h"
#include "vitc/Conversion/ViTToLinalg/Patterns.h"
#include "vitc/Dialect/Kernel/Kernel.h"
#include "vitc/Dialect/ViT/ViT.h"

#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Transforms/DialectConversion.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

namespace vitc {
#define GEN_PASS_DEF_CONVERTVITTOKERNELPASS
#include "vitc/Conversion/Passes.h.inc"
} // namespace vitc

using namespace mlir;
using namespace vitc;

namespace {

/// An entry gets destinations from its caller, one for each result, behind the inputs. What is
/// returned is put there by kernel-place-results.
void addDestinations(func::FuncOp function) {
  if (!function->hasAttr("vitc.entry") || function.isExternal())
    return;
  OpBuilder b(function.getContext());
  for (unsigned i = 0; i < function.getNumArguments(); ++i)
    function.setArgAttr(i, "bufferization.writable", b.getBoolAttr(false));
  for (unsigned i = 0; i < function.getNumResults(); ++i) {
    NamedAttrList attributes(function.getResultAttrDict(i));
    attributes.set("bufferization.writable", b.getBoolAttr(true));
    (void)function.insertArgument(function.getNumArguments(), function.getResultTypes()[i],
                                  attributes.getDictionary(b.getContext()), function.getLoc());
    function.setResultAttrs(i, DictionaryAttr::get(b.getContext()));
  }
}

struct ConvertViTToKernelPass : vitc::impl::ConvertViTToKernelPassBase<ConvertViTToKernelPass> {
  void runOnOperation() override {
    RewritePatternSet attention(&getContext());
    populateAttentionToKernelPatterns(attention);
    if (failed(applyPatternsGreedily(getOperation(), std::move(attention))))
      return signalPassFailure();

    // Benefits decide: a kernel where there is one, else the reference form.
    RewritePatternSet patterns(&getContext());
    populateBlockToKernelPatterns(patterns);
    populateEmbeddingToKernelPatterns(patterns);
    populateWeightToKernelPatterns(patterns);
    populateViTToLinalgPatterns(patterns);
    ConversionTarget target(getContext());
    target.addIllegalDialect<vit::ViTDialect>();
    target.markUnknownOpDynamicallyLegal([](Operation *) { return true; });
    getOperation().walk(
        [&](Operation *op) { numConverted += isa<vit::ViTDialect>(op->getDialect()); });
    if (failed(applyPartialConversion(getOperation(), target, std::move(patterns))))
      return signalPassFailure();
    for (auto function : getOperation().getOps<func::FuncOp>())
      addDestinations(function);
  }
};

} // namespace
