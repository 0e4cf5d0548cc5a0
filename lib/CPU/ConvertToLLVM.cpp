//===- ConvertToLLVM.cpp - the last step of the CPU phase -----------------===//

#include "LowerLaunch.h"
#include "Transpose.h"

#include "vitc/CPU/Passes.h"
#include "vitc/Dialect/Kernel/Kernel.h"

#include "mlir/Conversion/ArithToLLVM/ArithToLLVM.h"
#include "mlir/Conversion/ControlFlowToLLVM/ControlFlowToLLVM.h"
#include "mlir/Conversion/FuncToLLVM/ConvertFuncToLLVM.h"
#include "mlir/Conversion/IndexToLLVM/IndexToLLVM.h"
#include "mlir/Conversion/LLVMCommon/ConversionTarget.h"
#include "mlir/Conversion/LLVMCommon/TypeConverter.h"
#include "mlir/Conversion/MathToLLVM/MathToLLVM.h"
#include "mlir/Conversion/MathToLibm/MathToLibm.h"
#include "mlir/Conversion/MemRefToLLVM/MemRefToLLVM.h"
#include "mlir/Conversion/ReconcileUnrealizedCasts/ReconcileUnrealizedCasts.h"
#include "mlir/Conversion/UBToLLVM/UBToLLVM.h"
#include "mlir/Conversion/VectorToLLVM/ConvertVectorToLLVM.h"
#include "mlir/Dialect/LLVMIR/FunctionCallUtils.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Vector/Transforms/LoweringPatterns.h"
#include "mlir/Dialect/X86Vector/Transforms.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

namespace vitc {
#define GEN_PASS_DEF_CPUTOLLVMPASS
#include "vitc/CPU/Passes.h.inc"
} // namespace vitc

using namespace mlir;
using namespace vitc;

/// Bodies of parallel loops are seen by profilers under their own names, and know that their
/// buffers are apart. Inputs and outputs belong to the caller, who may pass one buffer as both.
static void markBodies(ModuleOp module) {
  OpBuilder b(module.getContext());
  module.walk([&](kernel::LaunchOp launch) {
    auto body = module.lookupSymbol<func::FuncOp>(launch.getCallee());
    body->setAttr("llvm.linkage", LLVM::LinkageAttr::get(b.getContext(), LLVM::Linkage::Internal));
    body->setAttr("passthrough", b.getStrArrayAttr({"noinline"}));
    unsigned scratch = body.getNumArguments() - 1;
    for (unsigned n = 0; n <= scratch; ++n)
      if (n == scratch || body.getArgAttr(n, "vitc.arena") || body.getArgAttr(n, "vitc.weights"))
        body.setArgAttr(n, LLVM::LLVMDialect::getNoAliasAttrName(), b.getUnitAttr());
  });
}

static LogicalResult declareRuntime(ModuleOp module) {
  OpBuilder b(module.getBodyRegion());
  auto pointer = LLVM::LLVMPointerType::get(module.getContext());
  return LLVM::lookupOrCreateFn(b, module, "vitc_parallel_for",
                                {pointer, pointer, pointer, b.getI64Type()},
                                LLVM::LLVMVoidType::get(module.getContext()));
}

static void populatePatterns(LLVMTypeConverter &converter, SymbolTableCollection &symbols,
                             RewritePatternSet &patterns) {
  arith::populateArithToLLVMConversionPatterns(converter, patterns);
  cf::populateControlFlowToLLVMConversionPatterns(converter, patterns);
  cf::populateAssertToLLVMConversionPattern(converter, patterns);
  index::populateIndexToLLVMConversionPatterns(converter, patterns);
  populateFinalizeMemRefToLLVMConversionPatterns(converter, patterns, &symbols);
  populateFuncToLLVMConversionPatterns(converter, patterns, &symbols);
  populateMathToLLVMConversionPatterns(converter, patterns);
  populateMathToLibmConversionPatterns(patterns, /*benefit=*/0); // where LLVM has no intrinsic
  populateVectorToLLVMConversionPatterns(converter, patterns);
  populateX86VectorLegalizeForLLVMExportPatterns(converter, patterns);
  ub::populateUBToLLVMConversionPatterns(converter, patterns);
  cpu::populateLaunchPatterns(converter, patterns);
}

namespace {
class CPUToLLVM : public vitc::impl::CPUToLLVMPassBase<CPUToLLVM> {
  using CPUToLLVMPassBase::CPUToLLVMPassBase;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    LowerToLLVMOptions options(&getContext());
    options.useBarePtrCallConv = true;
    LLVMTypeConverter converter(&getContext(), options);
    if (failed(lowerVectors(module)))
      return signalPassFailure();
    bool launches = false;
    module.walk([&](kernel::LaunchOp) {
      launches = true;
      ++numLaunches;
    });
    if (launches && failed(declareRuntime(module)))
      return signalPassFailure();
    markBodies(module);

    SymbolTableCollection symbols;
    RewritePatternSet patterns(&getContext());
    populatePatterns(converter, symbols, patterns);
    LLVMConversionTarget target(getContext());
    configureX86VectorLegalizeForExportTarget(target);
    target.addLegalOp<ModuleOp, UnrealizedConversionCastOp>();
    ConversionConfig config;
    config.allowPatternRollback = false;
    if (failed(applyFullConversion(module, target, std::move(patterns), config)))
      return signalPassFailure();
    module->removeAttr("kernel.target"); // an attribute of a dialect that is gone
  }

  /// What the conversion has no pattern for.
  static LogicalResult lowerVectors(ModuleOp module) {
    RewritePatternSet patterns(module.getContext());
    vector::populateVectorStepLoweringPatterns(patterns);
    cpu::populateTransposePatterns(patterns);
    return applyPatternsGreedily(module, std::move(patterns));
  }
};
} // namespace
