//===- Kernel.h - the pipeline of Conversion and the Kernel phase *- C++ -*-===//

#ifndef VITC_PIPELINES_KERNEL_H
#define VITC_PIPELINES_KERNEL_H

#include "mlir/Pass/PassOptions.h"

namespace mlir {
class OpPassManager;
} // namespace mlir

namespace vitc {

struct KernelOptions : mlir::PassPipelineOptions<KernelOptions> {
  Option<std::string> precision{*this, "precision",
                                llvm::cl::desc("What products read: f32, bf16 or int8"),
                                llvm::cl::init("f32")};
  Option<std::string> gemm{*this, "gemm",
                           llvm::cl::desc("How f32 products are made: classical or strassen"),
                           llvm::cl::init("classical")};
};

/// vit → kernels on tensors, forward and prepare apart: `--emit=kernel`. The same for every target.
void buildKernelPipeline(mlir::OpPassManager &pm, const KernelOptions &options);

/// The same with the default options.
void buildKernelPipeline(mlir::OpPassManager &pm);

struct KernelMemoryOptions : mlir::PassPipelineOptions<KernelMemoryOptions> {
  Option<bool> copies{*this, "copies",
                      llvm::cl::desc("Make loops of copies that bufferisation needs, and remark on "
                                     "them; else they are errors"),
                      llvm::cl::init(false)};
};

/// Kernels on tensors → scheduled kernels on one arena. Reads the module's `kernel.target`.
void buildKernelMemoryPipeline(mlir::OpPassManager &pm, const KernelMemoryOptions &options);

/// The same with the default options.
void buildKernelMemoryPipeline(mlir::OpPassManager &pm);

/// Makes them known by name: `vitc-kernel-pipeline`, `vitc-kernel-memory-pipeline`.
void registerKernelPipelines();

} // namespace vitc

#endif // VITC_PIPELINES_KERNEL_H
