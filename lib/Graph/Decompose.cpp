//===- Decompose.cpp - composite ops become smaller ones ------------------===//

#include "vitc/Dialect/ViT/ViT.h"
#include "vitc/Graph/Passes.h"

namespace vitc {
#define GEN_PASS_DEF_DECOMPOSEPASS
#include "vitc/Graph/Passes.h.inc"
} // namespace vitc

using namespace mlir;
using namespace vitc;

namespace {

struct DecomposePass : vitc::impl::DecomposePassBase<DecomposePass> {
  void runOnOperation() override {
    SmallVector<vit::DecomposableOpInterface> worklist;
    getOperation().walk([&](vit::DecomposableOpInterface op) { worklist.push_back(op); });
    for (vit::DecomposableOpInterface op : worklist) {
      vit::replaceByParts(op);
      ++numDecomposed;
    }
  }
};

} // namespace
