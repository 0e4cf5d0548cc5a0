//===- Entry.h - what a compiled function takes and needs -----------------===//
//
// The pipelines fill these structs; emission, linking and execution read them. No MLIR types.
//
// An entry is a function `void name(void **args)`. Its arguments are base pointers of contiguous
// tensors, in this order:
//   Forward    every input, every output, packed weights, arena, vitc_run *
//   Prepare    a table with a pointer to every raw weight, packed weights (written), arena,
//              vitc_run *
//   Reference  every input, every output, every raw weight (no arena: it allocates)
//
//===----------------------------------------------------------------------===//
#ifndef VITC_TARGET_ENTRY_H
#define VITC_TARGET_ENTRY_H

#include "vitc/Target/Info/TargetInfo.h"

#include <cstdint>
#include <string>
#include <vector>

namespace vitc::target {

/// Element types of tensors at the boundary; the first four have vitc_dtype's numbers.
enum class ElementType : uint32_t { F32 = 0, F64 = 1, I64 = 2, I32 = 3, F16 = 16, BF16 = 17 };

/// Bytes of one element.
uint64_t elementBytes(ElementType type);

/// `f32`, `f64`, …
llvm::StringRef elementName(ElementType type);

/// One input or output: contiguous, row major.
struct TensorInfo {
  std::string name; ///< As the reference implementation names it: pixel_values, logits, …
  ElementType type = ElementType::F32;
  std::vector<int64_t> shape; ///< shape[0] is the batch; see batchShape.

  /// Bytes of the whole tensor.
  uint64_t bytes() const;
};

/// The shape for any batch: `[batch, 3, 224, 224]`, or `[2*batch, 5]` when one run of the function
/// takes two rows of the tensor.
std::string batchShape(const TensorInfo &tensor);

/// A tensor of a checkpoint, where it lies: `bytes` bytes from `offset` on in `file`.
struct RawWeight {
  std::string symbol; ///< Of the `vit.weight`; for messages.
  std::string file;   ///< Path as the importer opened it.
  uint64_t offset = 0;
  uint64_t bytes = 0;
  ElementType type = ElementType::F32;
};

/// One compiled function.
struct EntryDesc {
  enum class Role { Forward, Prepare, Reference };

  Role role = Role::Forward;
  std::string symbol; ///< Of the emitted function, suffix included.
  Isa isa = Isa::X86_64;
  int64_t batch = 1; ///< Forward and Reference: images of one call.
  std::vector<TensorInfo> inputs;
  std::vector<TensorInfo> outputs;
  std::vector<RawWeight> rawWeights; ///< Prepare and Reference.
  uint64_t packedBytes = 0;          ///< Of the packed weights, a multiple of 64.
  uint64_t arenaBytes = 0;           ///< Shared by all workers.
  uint64_t scratchBytes = 0;         ///< Of each worker, a multiple of 64.
};

} // namespace vitc::target

#endif // VITC_TARGET_ENTRY_H
