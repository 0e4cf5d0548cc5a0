//===- CompiledProgram.h - vit programs compiled and called here ----------===//
#ifndef VITC_TEST_UNIT_PROGRAMS_COMPILEDPROGRAM_H
#define VITC_TEST_UNIT_PROGRAMS_COMPILEDPROGRAM_H

#include "ProgramBuilder.h"

#include "Code/Phases.h"
#include "Code/ReferenceModel.h"
#include "Source/Entries.h"
#include "Source/Tensors.h"

#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"

#include <memory>

namespace vitc::test {

using driver::HostTensor;
using Tensors = std::vector<HostTensor>;

/// Levels that this machine runs, lowest first.
std::vector<std::string> levelsOfHost();

/// Code in memory, and what it takes.
struct Code {
  std::unique_ptr<execution::JitModule> module;
  target::EntryDesc entry;
  std::vector<uint8_t> packed; ///< Weights that prepare made; empty for the reference form.

  /// Runs on one batch. Inputs are converted to what the code takes.
  Expected<Tensors> run(ArrayRef<HostTensor> inputs, ArrayRef<const void *> rawWeights,
                        unsigned threads) const;
};

using Change = function_ref<void(mlir::OpPassManager &)>;

struct CompileOptions {
  /// Weights that are packed already; null: this level's own prepare packs them.
  const std::vector<uint8_t> *packed = nullptr;
  bool hastyPrepare = false; ///< Prepare is emitted without optimisation.
  Change graph = nullptr;    ///< Stands in for the Graph phase.
};

/// A program that lies in a file, parsed.
class ParsedProgram {
public:
  /// Parses the file; its weights lie beside it.
  static Expected<std::unique_ptr<ParsedProgram>> open(StringRef path);

  /// The fast path for a level (`x86-64-v3`).
  Expected<Code> compile(StringRef level, const CompileOptions &options = {});

  /// As kernels, with vitc's `--precision` and `--gemm`.
  Expected<mlir::OwningOpRef<mlir::ModuleOp>> lowerToKernel(StringRef precision, StringRef gemm);

  Expected<Tensors> runReference(driver::ReferenceForm form, ArrayRef<HostTensor> inputs);

  /// From now on modules are not verified between passes.
  void omitVerification() { phases.omitVerification(); }

  /// Inputs filled by `seed`.
  Tensors makeInputs(uint64_t seed);

private:
  ParsedProgram();
  Expected<mlir::OwningOpRef<mlir::ModuleOp>> kernels(Change graph);
  Error dropPrepare(mlir::ModuleOp loops);
  Error pack(mlir::ModuleOp forms, const target::TargetInfo &target, bool hasty,
             std::vector<uint8_t> &packed);

  mlir::MLIRContext context;
  mlir::OwningOpRef<mlir::ModuleOp> module;
  mlir::OwningOpRef<mlir::ModuleOp> lowered; ///< As kernels: the same for every level.
  driver::WeightTable weights;
  driver::Phases phases{""};
};

} // namespace vitc::test

#endif // VITC_TEST_UNIT_PROGRAMS_COMPILEDPROGRAM_H
