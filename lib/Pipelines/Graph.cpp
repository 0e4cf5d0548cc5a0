//===- Graph.cpp - the pipeline of the Graph phase ------------------------===//

#include "vitc/Pipelines/Graph.h"

#include "vitc/Graph/Passes.h"

#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;
using namespace vitc;

void vitc::buildGraphPruningPipeline(OpPassManager &pm) {
  // Before all others: composite ops say plainly which rows they read.
  pm.addNestedPass<func::FuncOp>(createPruneTokensPass());
}

void vitc::buildGraphFoldsPipeline(OpPassManager &pm) {
  pm.addNestedPass<func::FuncOp>(createReorderTokensPass());
  pm.addNestedPass<func::FuncOp>(createFoldWeightsPass());
  // Linears of one LayerNorm got a copy each: one again, or merging would not see a common input.
  pm.addPass(createCSEPass());
}

void vitc::buildGraphPipeline(OpPassManager &pm) {
  buildGraphPruningPipeline(pm);
  // Early, so that all that follows sees one block, whatever the depth.
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
