//===- LoopWork.cpp - what the parallel loops of a model compute ----------===//

#include "LoopWork.h"

#include "vitc/Dialect/Kernel/Kernel.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;

namespace vitc::driver {

int64_t countRuns(Operation *op) {
  int64_t runs = 1;
  for (auto loop = op->getParentOfType<scf::ForOp>(); loop;
       loop = loop->getParentOfType<scf::ForOp>())
    if (std::optional<APInt> trips = loop.getStaticTripCount())
      runs *= trips->getSExtValue();
  return runs;
}

std::vector<LoopWork> listLoops(ModuleOp module) {
  std::vector<LoopWork> list;
  auto main = module.lookupSymbol<func::FuncOp>("main");
  if (!main)
    return list;
  main.walk<WalkOrder::PreOrder>([&](kernel::LaunchOp launch) {
    LoopWork &work = list.emplace_back();
    StringRef name = launch.getCallee();
    name.consume_front("main.");
    work.name = name.str();
    work.kernel = "loop";
    work.runs = countRuns(launch);
    auto label = launch->getAttrOfType<DictionaryAttr>("kernel.work");
    if (!label)
      return;
    work.kernel = label.getAs<StringAttr>("kernel").str();
    work.shape = label.getAs<StringAttr>("shape").str();
    work.flops = label.getAs<IntegerAttr>("flops").getInt();
    work.bytes = label.getAs<IntegerAttr>("bytes").getInt();
  });
  return list;
}

} // namespace vitc::driver
