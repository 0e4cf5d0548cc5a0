//===- Tensors.h - inputs and outputs of a run ----------------------------===//
#ifndef VITC_LIB_DRIVER_SOURCE_TENSORS_H
#define VITC_LIB_DRIVER_SOURCE_TENSORS_H

#include "vitc/Support/LLVM.h"
#include "vitc/Target/Entry.h"
#include "vitc/Target/ModelInfo.h"

#include <string>
#include <vector>

namespace vitc::driver {

/// A tensor in memory: dense, row-major.
struct HostTensor {
  target::TensorInfo info;
  std::vector<uint8_t> bytes;

  explicit HostTensor(target::TensorInfo info);
  uint64_t elements() const;
  double element(uint64_t index) const;
  void setElement(uint64_t index, double value);
  /// The same numbers in another floating-point type.
  HostTensor as(target::ElementType type) const;
};

/// `info`, of a batch of 1, for one of `batch`.
target::TensorInfo withBatch(target::TensorInfo info, int64_t batch);

/// The batch of `inputs`, when those of a batch of 1 are `wanted`.
int64_t batchOf(ArrayRef<HostTensor> inputs, ArrayRef<target::TensorInfo> wanted);

/// Element `index` of a batch of `count`: each tensor's part.
std::vector<HostTensor> partOfBatch(ArrayRef<HostTensor> batch, int64_t index, int64_t count);

/// Reads the inputs that `wanted` lists from a safetensors file; the batch is the file's, equal for
/// all of them and at least 1. Errors name the file, the tensor and what it should be.
Expected<std::vector<HostTensor>> readInputs(StringRef path, ArrayRef<target::TensorInfo> wanted);

/// Reads expected outputs from a safetensors file: F32 or F64 tensors with the names and shapes of
/// `wanted`, hidden_states as `writeOutputs` writes them.
Expected<std::vector<HostTensor>> readOutputs(StringRef path, ArrayRef<target::TensorInfo> wanted);

/// Decodes pictures and runs the recipe: pixel_values [files, 3, H, W].
Expected<HostTensor> readPictures(ArrayRef<std::string> files, const target::TensorInfo &wanted,
                                  const vitc_image_recipe &recipe);

/// Writes a safetensors file, as the reference implementation shapes its outputs: hidden_states
/// [B, L, N, F] become [L, B, N, F].
Error writeOutputs(StringRef path, ArrayRef<HostTensor> outputs);

/// Exchanges the first two dimensions.
HostTensor swapLeadingDimensions(const HostTensor &tensor);

/// Fills with numbers that look like normalised pixels and depend on `seed` and name alone.
void fillRandom(HostTensor &tensor, uint64_t seed);

/// ‖found − expected‖₂² and ‖expected‖₂², summed over elements and tensors.
struct ErrorSquares {
  double difference = 0, norm = 0;

  /// Adds those of elements [begin, end).
  void add(const HostTensor &found, const HostTensor &expected, uint64_t begin, uint64_t end);
  ErrorSquares &operator+=(const ErrorSquares &other);

  /// ‖found − expected‖₂ / ‖expected‖₂; infinite when a number is none.
  double relative() const;
};

/// ‖found − expected‖₂ / ‖expected‖₂ over elements [begin, end); infinite when a number is none.
double relativeError(const HostTensor &found, const HostTensor &expected, uint64_t begin,
                     uint64_t end);
double relativeError(const HostTensor &found, const HostTensor &expected);

} // namespace vitc::driver

#endif // VITC_LIB_DRIVER_SOURCE_TENSORS_H
