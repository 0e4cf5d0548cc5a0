//===- KernelFile.h - a file of kernels to measure --------------------------===//
#ifndef VITC_TEST_BENCHMARK_KERNELFILE_H
#define VITC_TEST_BENCHMARK_KERNELFILE_H

#include "Code/LoopWork.h"

#include "vitc/Execution/JitModule.h"
#include "vitc/Runtime/Run.h"
#include "vitc/Target/Info/TargetInfo.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"

#include <memory>
#include <string>
#include <vector>

namespace vitc::benchmarks {

/// One function of a file, compiled, with memory for its arguments.
class Kernel {
public:
  /// Everything random numbers of [-1, 1), the arguments in a run of their own.
  void run(unsigned threads);

  /// Of all its loops.
  int64_t flops() const;
  int64_t bytes() const;

private:
  friend class KernelFile;
  std::unique_ptr<execution::JitModule> code;
  execution::EntryFunction entry = nullptr;
  std::vector<driver::LoopWork> loops;
  int64_t scratchBytes = 0;
  std::vector<std::unique_ptr<void, decltype(&std::free)>> memory;
  std::vector<void *> args; ///< Without the run.
  std::unique_ptr<vitc_run, decltype(&vitc_run_destroy)> state{nullptr, vitc_run_destroy};
  unsigned threads = 0; ///< Of `state`.
};

/// An .mlir file of functions that take memrefs; each holds unscheduled kernel ops.
class KernelFile {
public:
  static llvm::Expected<std::unique_ptr<KernelFile>> open(llvm::StringRef path);

  /// The names of its functions.
  std::vector<std::string> names();

  /// Schedules and compiles one of them for `target`.
  llvm::Expected<std::unique_ptr<Kernel>> compile(llvm::StringRef name,
                                                  const target::TargetInfo &target);

private:
  KernelFile();
  mlir::MLIRContext context;
  mlir::OwningOpRef<mlir::ModuleOp> module;
};

} // namespace vitc::benchmarks

#endif // VITC_TEST_BENCHMARK_KERNELFILE_H
