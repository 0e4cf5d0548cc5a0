//===- ModelInfo.h - what an output says of its model ---------------------===//
//
// The compiler's side of vitc_model_desc (vitc/Runtime/Model.h), with owned strings. Descriptor
// writes it into object files; Execution makes one in memory.
//
//===----------------------------------------------------------------------===//
#ifndef VITC_TARGET_MODELINFO_H
#define VITC_TARGET_MODELINFO_H

#include "vitc/Runtime/Image.h"
#include "vitc/Target/Entry.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace vitc::target {

/// How the scores of an answer come from the logits (vitc_answer's numbers).
enum class Answer : uint32_t { None = 0, Softmax = 1, Sigmoid = 2 };

struct ModelInfo {
  std::string name;               ///< As users know it; any text.
  std::vector<TensorInfo> inputs; ///< Of batch 1: shape[0] rows for each run.
  std::vector<TensorInfo> outputs;
  std::vector<EntryDesc> forwards; ///< All levels and batches in any order; batch 1 of each level.
  uint64_t weightsBytes = 0;       ///< Of the packed weights, a multiple of 64.
  std::string weightsFile;         ///< Beside the output; empty when embedded.
  std::array<uint8_t, 32> weightsHash = {}; ///< BLAKE3 of the packed weights.
  std::vector<std::string> labels;
  std::optional<vitc_image_recipe> recipe;
  std::string configJson;
  Answer answer = Answer::None;
};

/// The entries of `info` as the runtime wants them: by level, then by batch, both descending. An
/// internal error when a level lacks batch 1 or an input or output has no vitc_dtype.
llvm::Expected<std::vector<const EntryDesc *>> orderedForwards(const ModelInfo &info);

/// `text` as a C identifier: other characters become `_`, a leading digit or a keyword of C or C++
/// gets `m_` in front.
std::string cIdentifier(llvm::StringRef text);

} // namespace vitc::target

#endif // VITC_TARGET_MODELINFO_H
