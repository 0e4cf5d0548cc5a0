//===- Kernel.h - the pipeline of Conversion and the Kernel phase *- C++ -*-===//

#ifndef VITC_PIPELINES_KERNEL_H
#define VITC_PIPELINES_KERNEL_H

#include "mlir/Pass/PassOptions.h"

namespace mlir {
class ModuleOp;
class OpPassManager;
} // namespace mlir

namespace vitc::target {
struct TargetInfo;
} // namespace vitc::target

namespace vitc {

/// How products of f32 are made.
enum class GemmMethod { Classical, Strassen };

struct KernelOptions : mlir::PassPipelineOptions<KernelOptions> {
  /// Words that are not f32 go to kernel-set-precision, which knows them.
  Option<std::string> precision{*this, "precision",
                                llvm::cl::desc("What products read: f32, bf16 or int8"),
                                llvm::cl::init("f32")};
  Option<GemmMethod> gemm{
      *this, "gemm", llvm::cl::desc("How f32 products are made"),
      llvm::cl::init(GemmMethod::Classical),
      llvm::cl::values(
          clEnumValN(GemmMethod::Classical, "classical", "with eight products"),
          clEnumValN(GemmMethod::Strassen, "strassen", "with seven, where that pays"))};
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

/// Notes on `module` what schedules depend on: `kernel.target`.
void setTarget(mlir::ModuleOp module, const target::TargetInfo &target);

/// Kernels on tensors → scheduled kernels on one arena. Reads the module's `kernel.target`.
void buildKernelMemoryPipeline(mlir::OpPassManager &pm, const KernelMemoryOptions &options);

/// The same with the default options.
void buildKernelMemoryPipeline(mlir::OpPassManager &pm);

/// Makes them known by name: `vitc-kernel-pipeline`, `vitc-kernel-memory-pipeline`.
void registerKernelPipelines();

} // namespace vitc

#endif // VITC_PIPELINES_KERNEL_H
