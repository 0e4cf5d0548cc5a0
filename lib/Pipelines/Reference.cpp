//===- Reference.cpp - the pipeline of the reference form -----------------===//

#include "vitc/Pipelines/Reference.h"

#include "vitc/Conversion/Passes.h"

#include "mlir/Conversion/Passes.h"
#include "mlir/Dialect/Bufferization/Pipelines/Passes.h"
#include "mlir/Dialect/Bufferization/Transforms/Passes.h"
#include "mlir/Dialect/Linalg/Passes.h"
#include "mlir/Dialect/MemRef/Transforms/Passes.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;
using namespace vitc;

ReferenceOptions::ReferenceOptions()
    : elementType(*this, "element-type", llvm::cl::desc("Type to compute in: f32 or f64"),
                  llvm::cl::init(ConvertViTToLinalgPassOptions().elementType)) {}

void vitc::buildReferenceLinalgPipeline(OpPassManager &pm, const ReferenceOptions &options) {
  ConvertViTToLinalgPassOptions convert;
  convert.elementType = options.elementType;
  pm.addPass(createConvertViTToLinalgPass(convert));
  pm.addPass(createWeightsToArgumentsPass());
  pm.addPass(createConvertElementwiseToLinalgPass()); // arith on tensors, as folds of weights leave
  // On tensors: the checks are then bufferised with all else.
  pm.addPass(createConvertCheckToSCFPass());
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
}

/// Tensors → memrefs, results → trailing arguments, every allocation freed after its last use.
static void addBufferisation(OpPassManager &pm) {
  bufferization::OneShotBufferizePassOptions bufferize;
  bufferize.bufferizeFunctionBoundaries = true;
  // Callers pass dense arrays.
  bufferize.functionBoundaryTypeConversion = bufferization::LayoutMapOption::IdentityLayoutMap;
  pm.addPass(bufferization::createOneShotBufferizePass(bufferize));

  pm.addNestedPass<func::FuncOp>(createCopyRepeatedResultsPass());
  bufferization::BufferResultsToOutParamsPassOptions results;
  results.addResultAttribute = true; // convert-func-to-entry tells outputs by it
  results.hoistStaticAllocs = true;  // write results in place
  results.modifyPublicFunctions = true;
  pm.addPass(bufferization::createBufferResultsToOutParamsPass(results));

  bufferization::buildBufferDeallocationPipeline(pm);
  // The pipeline frees at the end of the function; a model's activations would all live until then.
  pm.addNestedPass<func::FuncOp>(bufferization::createOptimizeAllocationLivenessPass());
  // What deallocation left of bufferization's ops.
  pm.addPass(createConvertBufferizationToMemRefPass());
}

static void addLowering(OpPassManager &pm) {
  pm.addPass(createConvertFuncToEntryPass());
  pm.addPass(createConvertMemRefCopyToLinalgPass());
  // Without it LLVM takes minutes for ViT-B.
  pm.addPass(createConvertLinalgToCallsPass());
  pm.addNestedPass<func::FuncOp>(createConvertLinalgToLoopsPass());
  pm.addPass(memref::createExpandStridedMetadataPass());
  pm.addPass(createLowerAffinePass()); // strided metadata and window maps leave affine.apply
  pm.addPass(createCSEPass());
  pm.addPass(createLoopInvariantCodeMotionPass());
  pm.addPass(createSCFToControlFlowPass());
  pm.addPass(createConvertMathToLLVMPass());
  pm.addPass(createConvertMathToLibmPass()); // erf and tanh have no intrinsic everywhere
  pm.addPass(createArithToLLVMConversionPass());
  pm.addPass(createConvertControlFlowToLLVMPass());
  pm.addPass(createFinalizeMemRefToLLVMConversionPass());
  pm.addPass(createConvertFuncToLLVMPass());
  pm.addPass(createReconcileUnrealizedCastsPass());
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
  pm.addPass(createDropWeightsPass());
}

void vitc::buildReferencePipeline(OpPassManager &pm, const ReferenceOptions &options) {
  buildReferenceLinalgPipeline(pm, options);
  addBufferisation(pm);
  addLowering(pm);
}

void vitc::registerReferencePipelines() {
  PassPipelineRegistration<ReferenceOptions>("vitc-reference-linalg-pipeline",
                                             "lower vit to linalg on tensors, the reference form",
                                             buildReferenceLinalgPipeline);
  PassPipelineRegistration<ReferenceOptions>(
      "vitc-reference-pipeline", "lower vit to the llvm dialect by way of the reference form",
      buildReferencePipeline);
}
