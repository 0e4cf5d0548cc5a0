//===- SourceModel.h - what MODEL on a command line stands for ------------===//
#ifndef VITC_LIB_DRIVER_SOURCE_SOURCEMODEL_H
#define VITC_LIB_DRIVER_SOURCE_SOURCEMODEL_H

#include "Entries.h"
#include "Products.h"

#include "vitc/Driver/Invocation.h"
#include "vitc/Import/Model/ImportModel.h"
#include "vitc/Target/ModelInfo.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"

#include <functional>
#include <memory>
#include <optional>

namespace vitc::driver {

/// A model opened and checked; gives vit modules for any batch.
class SourceModel {
public:
  /// Opens `invocation.model`. Errors: whatever is wrong with its files.
  static Expected<std::unique_ptr<SourceModel>> open(const Invocation &invocation);

  MLIRContext &context() { return *mlirContext; }
  StringRef name() const { return modelName; }

  /// The files of a Hugging Face model; none for an .mlir file.
  const ModelDirectory *directory() const { return files ? &*files : nullptr; }

  /// Whether an .mlir file holds a program of checks: a function without arguments and results.
  bool isProgram() const;
  /// An error for such a program, for commands that cannot do anything with it.
  Error checkHasTensors() const;

  /// The vit module for a batch; 0: of its own choice. The function of an .mlir file has the shapes
  /// that its types say, whatever `batch` is: more is more runs.
  Expected<OwningOpRef<ModuleOp>> build(int64_t batch);

  /// Every module that is built from now on goes through `change` (none: as it is).
  void changeModules(std::function<void(ModuleOp)> change) { moduleChange = std::move(change); }

  /// Every module that is built from now on bears `made` on its products, before any other change.
  void setDecisions(Decisions made) { decisions = std::move(made); }
  const Decisions &decided() const { return decisions; }

  /// The pictures of --calibrate, in the order of their names.
  ArrayRef<std::string> calibrationPictures() const { return pictures; }

  /// Where the weights of the modules lie. Valid after the first `build`.
  const WeightTable &weights() const { return weightTable; }
  /// Tensors of the checkpoint that the model does not use. Valid after the first `build`.
  ArrayRef<std::string> unexpected() const { return unexpectedTensors; }
  /// Every file the model was read from, for build tools. Valid after the first `build`.
  std::vector<std::string> sourceFiles() const;

  /// Name, labels, answer, configuration; the recipe where pictures can be prepared. Tensors and
  /// entries are the caller's.
  target::ModelInfo describe() const;

  /// Why pictures cannot be given to this model; success when they can.
  Error checkPictures() const;
  /// Why the preprocessing does not make what the model takes; success when it does.
  Error checkPictureSize() const;
  /// Says on stderr how pictures are prepared where no file of the model does.
  void warnOfUsualRecipe() const;

private:
  SourceModel(const Invocation &invocation);
  Error openFiles();
  Error openModule();
  Error prepareEntry();
  Expected<OwningOpRef<ModuleOp>> import(int64_t batch);
  void warnOfUnexpected();
  Error locateWeights(ModuleOp module);
  std::optional<vitc_image_recipe> recipe() const;

  const Invocation &invocation;
  std::unique_ptr<MLIRContext> mlirContext;
  std::string modelName;
  std::optional<ModelDirectory> files;
  OwningOpRef<ModuleOp> parsed; ///< Of an .mlir file: its entry alone, as @main.
  std::string weightsDirectory;
  WeightTable weightTable;
  std::function<void(ModuleOp)> moduleChange;
  Decisions decisions;
  std::vector<std::string> pictures;
  std::vector<std::string> unexpectedTensors;
  bool warned = false; ///< Of these.
  ImageSize pixels;    ///< Of pixel_values; 0 × 0 for an .mlir file.
};

/// Finds every `vit.weight` of `module` in its file below `directory`: offsets that the module
/// leaves out are looked up by name, and written into it; shapes, types and ranges are checked.
Expected<WeightTable> locateWeights(ModuleOp module, StringRef directory);

/// Inputs or outputs of @main in a vit module: names, types, shapes.
Expected<std::vector<target::TensorInfo>> mainInputs(ModuleOp module);
Expected<std::vector<target::TensorInfo>> mainOutputs(ModuleOp module);

/// What a vit module and its source say of themselves; no entries.
Expected<target::ModelInfo> describeModule(const SourceModel &source, ModuleOp module);

} // namespace vitc::driver

#endif // VITC_LIB_DRIVER_SOURCE_SOURCEMODEL_H
