//===- Work.cpp - arithmetic and parameters of a vit module ---------------===//

#include "Work.h"

#include "vitc/Dialect/ViT/ViT.h"
#include "vitc/Pipelines/Graph.h"

#include "mlir/IR/OwningOpRef.h"
#include "mlir/Pass/PassManager.h"
#include "llvm/Support/ErrorHandling.h"

using namespace mlir;

namespace vitc::driver {

void pruneTokens(ModuleOp module) {
  PassManager manager(module.getContext());
  buildGraphPruningPipeline(manager);
  if (failed(manager.run(module)))
    llvm::report_fatal_error("tokens of a valid module cannot be pruned");
}

int64_t countFlops(ModuleOp module) {
  OwningOpRef<ModuleOp> pruned = module.clone();
  pruneTokens(*pruned);
  int64_t flops = 0;
  pruned->walk([&](vit::WorkOpInterface op) { flops += op.getFlops(); });
  return flops;
}

int64_t countParameters(ModuleOp module) {
  int64_t count = 0;
  for (auto weight : module.getOps<vit::WeightOp>())
    count += cast<ShapedType>(weight.getType()).getNumElements();
  return count;
}

} // namespace vitc::driver
