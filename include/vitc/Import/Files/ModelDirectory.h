//===- ModelDirectory.h - everything a Hugging Face directory says ---------===//
#ifndef VITC_IMPORT_FILES_MODELDIRECTORY_H
#define VITC_IMPORT_FILES_MODELDIRECTORY_H

#include "vitc/Import/Files/Checkpoint.h"
#include "vitc/Import/Files/ModelConfig.h"
#include "vitc/Import/Files/Preprocessor.h"

#include <optional>

namespace vitc {

/// A model on disk, read and checked: what the importer builds IR from.
struct ModelDirectory {
  std::string path; ///< The directory, or the configuration file given alone.
  ModelConfig config;
  Preprocessor preprocessor;
  /// Absent when a configuration was given alone: see Checkpoint::random.
  std::optional<Checkpoint> checkpoint;

  /// Opens `model`: a directory with config.json and weights, a configuration file alone
  /// (`….json`), or a repository id (`google/vit-base-patch16-224`) of the local Hugging Face
  /// cache. Never touches the network. Errors: whatever is wrong with any of the files.
  static Expected<ModelDirectory> open(StringRef model,
                                       PreprocessChoice choice = PreprocessChoice::Auto);

  /// Every file that was read, as it was opened: configuration, preprocessing, index, shards. For
  /// build tools: whoever changes one of them gets another model.
  std::vector<std::string> sourceFiles() const;
};

/// The snapshot directory of `owner/name` in the local Hugging Face cache ($HF_HUB_CACHE,
/// $HF_HOME/hub, ~/.cache/huggingface/hub), revision `main`. Errors: not there, with the command
/// that downloads it.
Expected<std::string> findCachedRepository(StringRef id);

/// Whether `text` has the form of a repository id.
bool isRepositoryId(StringRef text);

} // namespace vitc

#endif // VITC_IMPORT_FILES_MODELDIRECTORY_H
