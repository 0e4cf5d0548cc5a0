//===- Lowering.cpp - from the vit dialect to the llvm dialect ------------===//

#include "Lowering.h"

#include "vitc/Dialect/Kernel/Kernel.h"
#include "vitc/Pipelines/CPU.h"
#include "vitc/Pipelines/Graph.h"
#include "vitc/Pipelines/Kernel.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Pass/PassManager.h"

using namespace mlir;

namespace vitc::driver {

Error lowerToKernel(ModuleOp module, Phases &phases, StringRef precision, StringRef gemm) {
  if (Error error = phases.run(module, "graph", buildGraphPipeline))
    return error;
  return phases.run(module, "kernel", [&](OpPassManager &pm) {
    KernelOptions options;
    options.precision = precision.str();
    options.gemm = gemm.str();
    buildKernelPipeline(pm, options);
  });
}

static void setTarget(ModuleOp module, const target::TargetInfo &target) {
  bool bf16 = target.isa == target::Isa::X86_64_V4_BF16;
  auto isa = static_cast<kernel::Isa>(target.vectorLevel());
  // AVX_VNNI alone has no vectors of 512 bits.
  bool vnni = isa == kernel::Isa::X86_64_V4 && target.vnni;
  module->setAttr("kernel.target", kernel::TargetAttr::get(module.getContext(), isa, target.l1Bytes,
                                                           target.l2Bytes, bf16, vnni));
}

/// Notes on every function how much memory a worker of its loops needs: below, launches are calls
/// like any other.
static void recordScratch(ModuleOp module) {
  OpBuilder b(module.getContext());
  for (auto function : module.getOps<func::FuncOp>()) {
    int64_t bytes = 0;
    function.walk([&](kernel::LaunchOp launch) {
      auto body = module.lookupSymbol<func::FuncOp>(launch.getCallee());
      bytes = std::max(bytes, cast<MemRefType>(body.getArgumentTypes().back()).getNumElements());
    });
    if (function->hasAttr("vitc.entry"))
      function->setAttr("vitc.scratch", b.getI64IntegerAttr(llvm::alignTo(bytes, 64)));
  }
}

Error lowerToLoops(ModuleOp module, const target::TargetInfo &target, StringRef label,
                   Phases &phases) {
  setTarget(module, target);
  KernelMemoryOptions memory;
  memory.copies = module->hasAttr("vitc.copies");
  if (Error error = phases.run(module, ("memory" + label).str(),
                               [&](OpPassManager &pm) { buildKernelMemoryPipeline(pm, memory); }))
    return error;
  Error error = phases.run(module, ("loops" + label).str(),
                           [](OpPassManager &pm) { buildCPULoopsPipeline(pm, CPUOptions()); });
  if (!error)
    recordScratch(module);
  return error;
}

Error lowerToLLVM(ModuleOp module, StringRef label, Phases &phases) {
  return phases.run(module, ("llvm" + label).str(), buildLoopsToLLVMPipeline, Verified::AtEnd);
}

} // namespace vitc::driver
