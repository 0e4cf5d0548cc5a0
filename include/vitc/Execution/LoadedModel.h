//===- LoadedModel.h - a model that lives in this process -----------------===//
#ifndef VITC_EXECUTION_LOADEDMODEL_H
#define VITC_EXECUTION_LOADEDMODEL_H

#include "vitc/Execution/JitModule.h"
#include "vitc/Runtime/Model.h"
#include "vitc/Target/ModelInfo.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"

#include <cstdint>
#include <memory>

namespace vitc::execution {

/// Zeroed memory for packed weights, aligned to pages. Costs nothing until it is written.
class PackedWeights {
public:
  static llvm::Expected<PackedWeights> allocate(uint64_t bytes);

  PackedWeights(PackedWeights &&other) noexcept;
  PackedWeights &operator=(PackedWeights &&other) noexcept;
  ~PackedWeights();

  llvm::MutableArrayRef<uint8_t> bytes() const { return {data, byteCount}; }

private:
  PackedWeights(uint8_t *data, uint64_t byteCount) : data(data), byteCount(byteCount) {}
  uint8_t *data;
  uint64_t byteCount;
};

/// What `vitc run` runs: the descriptor that an output would hold, made in memory, and the handle
/// that the runtime makes of it. So the same runtime code runs as in an executable.
class LoadedModel {
public:
  /// `threads` 0: one for each processor. `info.weightsFile` is ignored: the weights are here.
  static llvm::Expected<std::unique_ptr<LoadedModel>> create(target::ModelInfo info,
                                                             std::unique_ptr<JitModule> code,
                                                             PackedWeights weights,
                                                             unsigned threads = 0);

  ~LoadedModel();

  const vitc_model_desc &descriptor() const;
  vitc_model *handle() const { return model; }

  /// Runs `batch` images; sizes are the caller's business, as with vitc_model_run.
  llvm::Error run(int64_t batch, llvm::ArrayRef<const void *> inputs,
                  llvm::ArrayRef<void *> outputs) const;

private:
  struct Descriptor;
  LoadedModel(std::unique_ptr<JitModule> code, PackedWeights weights);

  std::unique_ptr<JitModule> code;
  PackedWeights weights;
  std::unique_ptr<Descriptor> desc;
  vitc_model *model = nullptr;
};

} // namespace vitc::execution

#endif // VITC_EXECUTION_LOADEDMODEL_H
