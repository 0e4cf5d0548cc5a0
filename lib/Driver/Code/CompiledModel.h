//===- CompiledModel.h - a model as code for targets and batches ----------===//
//
// The one way a model travels: SourceModel → vit module → variants in the llvm dialect → objects,
// with the packed weights and the description beside them.
//
//===----------------------------------------------------------------------===//
#ifndef VITC_LIB_DRIVER_CODE_COMPILEDMODEL_H
#define VITC_LIB_DRIVER_CODE_COMPILEDMODEL_H

#include "LoopWork.h"
#include "Phases.h"
#include "Source/SourceModel.h"
#include "Source/Tensors.h"

#include "vitc/Execution/LoadedModel.h"
#include "vitc/Target/Object/Object.h"

#include <memory>
#include <optional>

namespace vitc::driver {

/// What to compile a model for.
struct CompileRequest {
  SmallVector<target::TargetInfo> targets; ///< Highest level first.
  std::vector<int64_t> batches;            ///< Sizes with code of their own; 1 is added.
  std::string prefix = "vitc";             ///< Of symbols: a C identifier.
  std::string precision = "f32";           ///< What products read.
  std::string gemm = "classical";          ///< How f32 products are made, or strassen.
  bool objects = true; ///< Emit object code beside lowering; false: modules are all that is read.
};

/// The request that the flags of `invocation` make; `defaultCpu` when there is no --cpu. Errors:
/// targets that are unknown or that no code can be made for.
Expected<CompileRequest> requestOf(const Invocation &invocation, StringRef defaultCpu);

class CompiledModel {
public:
  static Expected<std::unique_ptr<CompiledModel>>
  compile(SourceModel &source, const CompileRequest &request, Phases &phases);

  /// Everything but where the weights are.
  const target::ModelInfo &info() const { return modelInfo; }

  /// Forward code: one job for each target and batch.
  std::vector<target::EmitJob> jobs() const;

  /// Waits for the object code of all jobs and of prepare; once, however often it is called.
  Error emitCode();

  /// Object code, in the order of jobs. After `emitCode`.
  ArrayRef<std::unique_ptr<llvm::MemoryBuffer>> objects() const {
    return ArrayRef(code).take_back(variants.size());
  }

  /// Runs prepare on this machine: info().weightsBytes bytes. After `emitCode`.
  Error pack(MutableArrayRef<uint8_t> weights, unsigned threads) const;

  /// Emits code, packs, and loads all into this process, where code may call `hostSymbols` in place
  /// of the runtime.
  Expected<std::unique_ptr<execution::LoadedModel>>
  load(unsigned threads, ArrayRef<execution::HostSymbol> hostSymbols = {});

  /// The parallel loops of the first target's code for `batch`, in the order they first run in.
  ArrayRef<LoopWork> loops(int64_t batch) const;

private:
  struct Variant {
    OwningOpRef<ModuleOp> module;
    target::TargetInfo target;
    std::string suffix; ///< Of symbols.
    target::EntryDesc forward;
    std::vector<LoopWork> loops;
  };

  CompiledModel(SourceModel &source, const CompileRequest &request)
      : source(source), request(request) {}
  Error build(Phases &phases);
  Error addVariant(ModuleOp kernels, const target::TargetInfo &target, int64_t batch,
                   Phases &phases);
  Error addPrepare(ModuleOp kernels, Phases &phases);
  Error startEmission(const target::EmitJob &job);
  Expected<target::EntryDesc> findEntry(ModuleOp module, StringRef name) const;
  target::EmitJob jobOf(const Variant &variant) const;

  SourceModel &source;
  CompileRequest request;
  target::ModelInfo modelInfo;
  std::vector<Variant> variants;
  std::optional<target::EntryDesc> prepare;              ///< None: a model without weights.
  std::optional<target::Emission> emission;              ///< Until emitCode has its results.
  std::vector<std::unique_ptr<llvm::MemoryBuffer>> code; ///< Of prepare, then of variants.
};

/// Runs a loaded model on a batch of any size.
Expected<std::vector<HostTensor>> runLoaded(const execution::LoadedModel &model,
                                            const target::ModelInfo &info,
                                            ArrayRef<HostTensor> inputs);

} // namespace vitc::driver

#endif // VITC_LIB_DRIVER_CODE_COMPILEDMODEL_H
