//===- CPU.cpp - the pipeline of the CPU phase ----------------------------===//

#include "vitc/Pipelines/CPU.h"

#include "vitc/CPU/Passes.h"
#include "vitc/Conversion/Passes.h"

#include "mlir/Conversion/Passes.h"
#include "mlir/Dialect/MemRef/Transforms/Passes.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;
using namespace vitc;

void vitc::buildCPULoopsPipeline(OpPassManager &pm) {
  pm.addNestedPass<func::FuncOp>(createBuildKernelsPass());
  pm.addNestedPass<func::FuncOp>(createLowerLinalgPass());
  pm.addPass(createOutlineParallelPass());
  // Builders repeat constants and address arithmetic freely.
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
  pm.addPass(createVerifyCPUPhasePass());
}

void vitc::buildLoopsToLLVMPipeline(OpPassManager &pm) {
  pm.addPass(createUnrollLoopsPass());
  pm.addPass(createCSEPass()); // turns repeat addresses
  pm.addPass(createLowerParametersPass());
  pm.addPass(createConvertFuncToEntryPass()); // after outlining: bodies have arguments of their own
  pm.addPass(memref::createExpandStridedMetadataPass());
  pm.addPass(createLowerAffinePass()); // strided metadata leaves affine.apply
  pm.addPass(createSCFToControlFlowPass());
  pm.addPass(createCPUToLLVMPass());
  pm.addPass(createReconcileUnrealizedCastsPass()); // between a pointer and its view
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
}

void vitc::buildCPUPipeline(OpPassManager &pm) {
  buildCPULoopsPipeline(pm);
  buildLoopsToLLVMPipeline(pm);
}

void vitc::registerCPUPipelines() {
  PassPipelineRegistration<>("vitc-cpu-loops-pipeline",
                             "lower scheduled kernels to loops over vectors",
                             buildCPULoopsPipeline);
  PassPipelineRegistration<>("vitc-loops-to-llvm-pipeline",
                             "lower loops over vectors to the llvm dialect",
                             buildLoopsToLLVMPipeline);
  PassPipelineRegistration<>("vitc-cpu-pipeline", "lower scheduled kernels to the llvm dialect",
                             buildCPUPipeline);
}
