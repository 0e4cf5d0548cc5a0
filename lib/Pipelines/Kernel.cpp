//===- Kernel.cpp - the pipeline of Conversion and the Kernel phase -------===//

#include "vitc/Pipelines/Kernel.h"

#include "vitc/Conversion/Passes.h"
#include "vitc/Dialect/Kernel/Kernel.h"
#include "vitc/Kernel/Passes.h"
#include "vitc/Target/Info/TargetInfo.h"

#include "mlir/Dialect/Bufferization/Transforms/Passes.h"
#include "mlir/Dialect/Linalg/Passes.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;
using namespace vitc;

void vitc::buildKernelPipeline(OpPassManager &pm, const KernelOptions &options) {
  pm.addPass(createConvertViTToKernelPass());
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
  pm.addNestedPass<func::FuncOp>(createFuseEpiloguesPass());
  if (options.precision != "f32")
    pm.addNestedPass<func::FuncOp>(createSetPrecisionPass({options.precision}));
  if (options.gemm == GemmMethod::Strassen)
    pm.addNestedPass<func::FuncOp>(createUseStrassenPass());
  // What no layer changes must not be computed, nor packed, once for each layer.
  pm.addPass(createLoopInvariantCodeMotionPass());
  pm.addPass(createSplitPreparePass());
  pm.addNestedPass<func::FuncOp>(createFuseWeightsPass());
  // A program may use arith on tensors; bufferisation needs destinations.
  pm.addNestedPass<func::FuncOp>(createConvertElementwiseToLinalgPass());
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
  // Last: CSE would make one of the fresh destinations that this pass keeps apart.
  pm.addNestedPass<func::FuncOp>(createPlaceResultsPass());
  pm.addPass(createCanonicalizerPass());
}

void vitc::buildKernelPipeline(OpPassManager &pm) { buildKernelPipeline(pm, KernelOptions()); }

void vitc::setTarget(ModuleOp module, const target::TargetInfo &target) {
  bool bf16 = target.isa == target::Isa::X86_64_V4_BF16;
  auto isa = static_cast<kernel::Isa>(target.vectorLevel());
  // AVX_VNNI alone has no vectors of 512 bits.
  bool vnni = isa == kernel::Isa::X86_64_V4 && target.vnni;
  module->setAttr("kernel.target", kernel::TargetAttr::get(module.getContext(), isa, target.l1Bytes,
                                                           target.l2Bytes, bf16, vnni));
}

void vitc::buildKernelMemoryPipeline(OpPassManager &pm, const KernelMemoryOptions &options) {
  pm.addPass(createSelectSchedulesPass());
  bufferization::OneShotBufferizePassOptions bufferize;
  bufferize.bufferizeFunctionBoundaries = true;
  // Callers pass dense arrays.
  bufferize.functionBoundaryTypeConversion = bufferization::LayoutMapOption::IdentityLayoutMap;
  pm.addPass(bufferization::createOneShotBufferizePass(bufferize));
  // In this order: copies of a slice to itself show only once equal slices are one value.
  pm.addPass(createCSEPass());
  pm.addPass(createCanonicalizerPass());
  // What importers write needs none; a user's slices and sums may.
  if (options.copies)
    pm.addPass(createConvertMemRefCopyToLinalgPass({/*report=*/true}));
  pm.addPass(createPlanMemoryPass());
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
  pm.addPass(createVerifyKernelPhasePass());
}

void vitc::buildKernelMemoryPipeline(OpPassManager &pm) {
  buildKernelMemoryPipeline(pm, KernelMemoryOptions());
}

void vitc::registerKernelPipelines() {
  PassPipelineRegistration<KernelOptions>(
      "vitc-kernel-pipeline", "lower vit to fused kernels on tensors",
      [](OpPassManager &pm, const KernelOptions &options) { buildKernelPipeline(pm, options); });
  PassPipelineRegistration<KernelMemoryOptions>(
      "vitc-kernel-memory-pipeline", "schedule kernels and put them on one arena",
      [](OpPassManager &pm, const KernelMemoryOptions &options) {
        buildKernelMemoryPipeline(pm, options);
      });
}
