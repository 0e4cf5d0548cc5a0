//===- Lowering.cpp - from the vit dialect to the llvm dialect ------------===//

#include "Lowering.h"

#include "Failure.h"

#include "vitc/Pipelines/CPU.h"
#include "vitc/Pipelines/Graph.h"
#include "vitc/Pipelines/Kernel.h"

#include "mlir/Pass/PassManager.h"

using namespace mlir;

namespace vitc::driver {

Error lowerToKernel(ModuleOp module, Phases &phases, StringRef precision, StringRef gemm) {
  KernelOptions options;
  if (failed(options.parseFromString(("precision=" + precision + " gemm=" + gemm).str())))
    return internalError("found products of " + precision + ", " + gemm +
                         ", expected what vitc-kernel-pipeline knows");
  if (Error error = phases.run(module, "graph", buildGraphPipeline))
    return error;
  return phases.run(module, "kernel", [&](OpPassManager &pm) { buildKernelPipeline(pm, options); });
}

Error lowerToLoops(ModuleOp module, const target::TargetInfo &target, StringRef label,
                   Phases &phases) {
  setTarget(module, target);
  KernelMemoryOptions memory;
  memory.copies = module->hasAttr("vitc.copies");
  if (Error error = phases.run(module, ("memory" + label).str(),
                               [&](OpPassManager &pm) { buildKernelMemoryPipeline(pm, memory); }))
    return error;
  return phases.run(module, ("loops" + label).str(), buildCPULoopsPipeline);
}

Error lowerToLLVM(ModuleOp module, StringRef label, Phases &phases) {
  return phases.run(module, ("llvm" + label).str(), buildLoopsToLLVMPipeline, Verified::AtEnd);
}

} // namespace vitc::driver
