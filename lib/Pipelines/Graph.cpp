//===- Graph.cpp - the pipeline of the Graph phase ------------------------===//

#include "vitc/Pipelines/Graph.h"

#include "vitc/Graph/Passes.h"

#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;
using namespace vitc;

void vitc::buildGraphFoldsPipeline(OpPassManager &pm) {
  pm.addNestedPass<func::FuncOp>(createReorderTokensPass());
  pm.addNestedPass<func::FuncOp>(createFoldWeightsPass());
  // Linears of one LayerNorm got a copy each: one again, or merging would not see a common input.
  pm.addPass(createCSEPass());
}

void vitc::buildGraphPipeline(OpPassManager &pm) {
  // First, so that all that follows sees one block, whatever the depth.
  pm.addNestedPass<func::FuncOp>(createRollLayersPass());
  pm.addNestedPass<func::FuncOp>(createDecomposePass());
  buildGraphFoldsPipeline(pm);
  pm.addNestedPass<func::FuncOp>(createMergeProjectionsPass());
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
}

void vitc::registerGraphPipeline() {
  PassPipelineRegistration<>("vitc-graph-pipeline", "optimise a vit program as mathematics",
                             buildGraphPipeline);
}
