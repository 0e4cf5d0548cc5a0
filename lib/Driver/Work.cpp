//===- Work.cpp - arithmetic and parameters of a vit module ---------------===//

#include "Work.h"

#include "vitc/Dialect/ViT/ViT.h"

using namespace mlir;

namespace vitc::driver {

int64_t countFlops(ModuleOp module) {
  int64_t flops = 0;
  module.walk([&](vit::WorkOpInterface op) { flops += op.getFlops(); });
  return flops;
}

int64_t countParameters(ModuleOp module) {
  int64_t count = 0;
  for (auto weight : module.getOps<vit::WeightOp>())
    count += cast<ShapedType>(weight.getType()).getNumElements();
  return count;
}

} // namespace vitc::driver
