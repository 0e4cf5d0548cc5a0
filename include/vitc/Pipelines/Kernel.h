//===- Kernel.h - the pipeline of Conversion and the Kernel phase *- C++ -*-===//

#ifndef VITC_PIPELINES_KERNEL_H
#define VITC_PIPELINES_KERNEL_H

namespace mlir {
class OpPassManager;
} // namespace mlir

namespace vitc {

/// vit → kernels on tensors, forward and prepare apart: `--emit=kernel`. The same for every target.
void buildKernelPipeline(mlir::OpPassManager &pm);

/// Kernels on tensors → scheduled kernels on one arena. Reads the module's `kernel.target`.
void buildKernelMemoryPipeline(mlir::OpPassManager &pm);

/// Makes them known by name: `vitc-kernel-pipeline`, `vitc-kernel-memory-pipeline`.
void registerKernelPipelines();

} // namespace vitc

#endif // VITC_PIPELINES_KERNEL_H
