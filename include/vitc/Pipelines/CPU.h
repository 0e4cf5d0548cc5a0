//===- CPU.h - the pipeline of the CPU phase --------------------*- C++ -*-===//
//
// kernel on memrefs → loops → llvm.
//
//===----------------------------------------------------------------------===//

#ifndef VITC_PIPELINES_CPU_H
#define VITC_PIPELINES_CPU_H

namespace mlir {
class OpPassManager;
} // namespace mlir

namespace vitc {

/// Scheduled kernel ops on memrefs → scf, vector and memref in outlined functions: `--emit=loops`.
/// Target and schedules are attributes of the module: nothing is left to choose here.
void buildCPULoopsPipeline(mlir::OpPassManager &pm);

/// What buildCPULoopsPipeline leaves → the llvm dialect: the second half of buildCPUPipeline.
void buildLoopsToLLVMPipeline(mlir::OpPassManager &pm);

/// Scheduled kernel ops on memrefs → the llvm dialect. A function with `vitc.entry` becomes
/// `void name(void **)` (see convert-func-to-entry). Needs `vitc_parallel_for` and the C math
/// library.
void buildCPUPipeline(mlir::OpPassManager &pm);

/// Makes them known by name: `vitc-cpu-loops-pipeline`, `vitc-loops-to-llvm-pipeline`,
/// `vitc-cpu-pipeline`.
void registerCPUPipelines();

} // namespace vitc

#endif // VITC_PIPELINES_CPU_H
