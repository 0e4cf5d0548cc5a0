//===- Checkpoint.h - the weights of a model, in one file or several -------===//
#ifndef VITC_IMPORT_FILES_CHECKPOINT_H
#define VITC_IMPORT_FILES_CHECKPOINT_H

#include "vitc/Import/Files/RandomWeights.h"
#include "vitc/Import/Files/Safetensors.h"
#include "vitc/Support/AtomicFile.h"

#include "llvm/ADT/StringMap.h"

#include <memory>
#include <string>
#include <vector>

namespace vitc {

/// Whose names a checkpoint gives to the tensors of a vision transformer.
enum class TensorNames {
  Transformers,
  Timm,       ///< `blocks.0.attn.qkv.weight`; query, key and value are one tensor.
  Torchvision ///< `encoder.layers.encoder_layer_0.self_attention.in_proj_weight`; likewise.
};

/// `transformers`, `timm`, `torchvision`.
StringRef tensorNamesText(TensorNames names);

/// A tensor found in a checkpoint, or an equal share of the rows of one. Valid while the checkpoint
/// lives.
struct TensorSource {
  const SafetensorsFile *file = nullptr;
  const SafetensorsEntry *entry = nullptr;
  unsigned part = 0, parts = 1; ///< Rows [part / parts, (part + 1) / parts).

  explicit operator bool() const { return entry; }
  Dtype dtype() const { return entry->dtype; }
  SmallVector<int64_t, 4> shape() const {
    SmallVector<int64_t, 4> result(entry->shape);
    if (parts > 1)
      result[0] /= parts;
    return result;
  }
  /// Of the first byte in the file at path().
  uint64_t offset() const { return entry->offset + part * size(); }
  uint64_t size() const { return entry->size / parts; }
  StringRef path() const { return file->file().path(); }
  /// Little endian, row-major, maybe not aligned to the element.
  ArrayRef<uint8_t> bytes() const { return file->bytes(*entry).slice(part * size(), size()); }
};

/// A tensor a model needs, by its name in a checkpoint with a head (`vit.embeddings.cls_token`).
struct WantedTensor {
  std::string name;
  SmallVector<int64_t, 4> shape;
  bool optional = false; ///< Absence is no error.
};

/// The answer to a list of wanted tensors.
struct BoundTensors {
  std::vector<TensorSource> sources;   ///< In the order asked; empty for absent optional ones.
  std::vector<std::string> unexpected; ///< Names in the files that nobody asked for, sorted.
};

/// All tensors of a model, mapped and checked.
class Checkpoint {
public:
  /// The checkpoint of a directory: `model.safetensors`, else `model.safetensors.index.json` and
  /// the shards it names. Pickle files are refused with the command that converts them.
  static Expected<Checkpoint> open(StringRef directory);

  /// One safetensors file the user named.
  static Expected<Checkpoint> openFile(StringRef path);

  /// Random weights (RandomWeights.h) in a temporary file that lives as long as the checkpoint.
  static Expected<Checkpoint> random(ArrayRef<RandomTensor> tensors, uint64_t seed);

  /// The file or index that stands for the whole: what messages about missing tensors name.
  StringRef path() const { return mainPath; }
  /// Number of tensors, and of their bytes.
  size_t tensorCount() const { return sources.size(); }
  uint64_t byteCount() const;
  /// All names, sorted.
  std::vector<StringRef> names() const;
  /// Files in the order of first mention.
  ArrayRef<std::unique_ptr<SafetensorsFile>> files() const { return shards; }

  /// A tensor by its exact name; empty when absent.
  TensorSource find(StringRef name) const;

  /// Whose names these are, by the tensors that are there.
  TensorNames tensorNames() const;

  /// Finds every wanted tensor. Names differ between checkpoints in three ways that are allowed
  /// for: the base prefix (`basePrefix` = `vit.`) is on all of them or on none, old files write
  /// `gamma`, `beta` for `weight`, `bias`, and tensorNames() may be another project's. Errors, all
  /// of them at once: missing tensors (one list), other shapes, dtypes that are no weights, tensors
  /// that say that timm or torchvision compute more than is asked for.
  Expected<BoundTensors> bind(ArrayRef<WantedTensor> wanted, StringRef basePrefix) const;

private:
  Checkpoint() = default;
  static Expected<Checkpoint> openIndex(StringRef directory);
  void addShard(SafetensorsFile file);
  TensorSource findSpelled(StringRef name, StringRef basePrefix, bool prefixed,
                           std::string &spelling) const;
  TensorSource findForeign(TensorNames names, StringRef name, WantedTensor &wanted) const;
  Error checkUnexpected(ArrayRef<std::string> unexpected) const;

  std::string mainPath;
  std::vector<std::unique_ptr<SafetensorsFile>> shards;
  llvm::StringMap<TensorSource> sources;
  std::shared_ptr<TemporaryFile> temporary; ///< Of random weights.
};

} // namespace vitc

#endif // VITC_IMPORT_FILES_CHECKPOINT_H
