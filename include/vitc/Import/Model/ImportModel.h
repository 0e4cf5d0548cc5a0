//===- ImportModel.h - a model directory becomes a vit module -------------===//
#ifndef VITC_IMPORT_MODEL_IMPORTMODEL_H
#define VITC_IMPORT_MODEL_IMPORTMODEL_H

#include "vitc/Import/Files/ModelDirectory.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"

#include <optional>

namespace vitc {

struct ImportOptions {
  int64_t batch = 1;                  ///< Pictures of one call.
  std::optional<ImageSize> imageSize; ///< Of pixel_values; absent: what the model expects.
  /// `logits`, `last_hidden_state`, `pooler_output`, `hidden_states`; empty: what the class of the
  /// model returns by default.
  std::vector<std::string> outputs;
  uint64_t seed = 0; ///< Of random weights, for a configuration without a checkpoint.
};

struct ImportedModel {
  /// `vit.weight`s and `func @main` with `vitc.entry`; see docs/Architecture.md, Import.
  mlir::OwningOpRef<mlir::ModuleOp> module;
  std::string weightsDirectory;        ///< The files that `vit.weight`s name are here.
  std::vector<std::string> outputs;    ///< Names of @main's results, in order.
  std::vector<std::string> unexpected; ///< Tensors of the checkpoint that the model does not use.
  std::optional<Checkpoint> randomWeights; ///< Keeps the temporary file alive.
};

/// Size of pixel_values when nobody asks for another: the configuration's image_size; for DINOv2,
/// which resamples its positions to any size, what the preprocessor makes.
ImageSize defaultImageSize(const ModelDirectory &model);

/// Builds the graph of `model` as its class in transformers 4.57 computes it (models of type vit,
/// deit, dinov2). Errors: missing tensors or wrong shapes (all of them), outputs the class does not
/// have, sizes the positions cannot be resampled to.
Expected<ImportedModel> importModel(mlir::MLIRContext &context, const ModelDirectory &model,
                                    const ImportOptions &options);

} // namespace vitc

#endif // VITC_IMPORT_MODEL_IMPORTMODEL_H
