//===- RandomWeights.cpp - weights for a configuration without a checkpoint ===//
//
// The sum of four 16-bit uniform numbers is near enough to a normal distribution for timing and
// for tests, and is exact in integers: no libm function, hence no difference between hosts.
//
//===----------------------------------------------------------------------===//

#include "vitc/Import/Files/RandomWeights.h"

#include "vitc/Import/Files/Safetensors.h"
#include "vitc/Support/AtomicFile.h"
#include "vitc/Support/CheckedSize.h"
#include "vitc/Support/Errors.h"
#include "vitc/Support/Progress.h"

#include "llvm/Support/xxhash.h"

#include <algorithm>
#include <cstring>

using namespace llvm;

namespace vitc {

/// Steele, Lea and Flood's SplitMix64: the finaliser of a Weyl sequence.
static uint64_t mix(uint64_t state) {
  state = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9u;
  state = (state ^ (state >> 27)) * 0x94d049bb133111ebu;
  return state ^ (state >> 31);
}

void randomValues(StringRef name, uint64_t seed, double spread, double constant, uint64_t first,
                  MutableArrayRef<float> values) {
#pragma clang fp contract(off) // a fused multiply-add would differ between hosts
  constexpr uint64_t weyl = 0x9e3779b97f4a7c15u;
  // Mean and standard deviation of the sum of four numbers uniform in 0 … 65535.
  constexpr int32_t mean = 131070;
  constexpr double deviation = 37837.226901141; // sqrt(4 (65536² − 1) / 12)
  const double scale = spread / deviation;
  const uint64_t key = mix(seed ^ mix(xxh3_64bits(name)));
  for (size_t i = 0; i < values.size(); ++i) {
    uint64_t bits = mix(key + (first + i + 1) * weyl);
    int32_t sum = static_cast<int32_t>((bits & 0xffff) + ((bits >> 16) & 0xffff) +
                                       ((bits >> 32) & 0xffff) + (bits >> 48));
    values[i] = static_cast<float>((sum - mean) * scale + constant);
  }
}

static Error checkSizes(ArrayRef<RandomTensor> tensors) {
  constexpr uint64_t most = uint64_t(1) << 40; // 1 TiB: beyond any model this is meant for
  CheckedSize total = 0;
  for (const RandomTensor &tensor : tensors) {
    CheckedSize bytes = sizeof(float);
    for (int64_t size : tensor.shape)
      bytes *= CheckedSize::fromSigned(size);
    total += bytes;
  }
  if (total.fits(most))
    return Error::success();
  return foundExpected({"config.json"}, "a configuration with more than 1 TiB of weights",
                       "a smaller one", "check hidden_size and num_hidden_layers");
}

Error writeRandomWeights(StringRef path, ArrayRef<RandomTensor> tensors, uint64_t seed) {
  if (Error error = checkSizes(tensors))
    return error;
  std::vector<TensorToWrite> list;
  for (const RandomTensor &tensor : tensors)
    list.push_back(
        {tensor.name, Dtype::F32, {tensor.shape.begin(), tensor.shape.end()}, /*bytes=*/{}});
  SafetensorsLayout layout = layoutSafetensors(list);

  Expected<AtomicFile> file = AtomicFile::create(path);
  if (!file)
    return file.takeError();
  file->os() << layout.header;
  Progress progress("making random weights", layout.fileSize);
  for (const SafetensorsLayout::Slot &slot : layout.slots) {
    const RandomTensor &tensor = tensors[slot.index];
    Expected<MutableMap> map = file->mutableMap(slot.offset, slot.size);
    if (!map)
      return map.takeError();
    constexpr uint64_t block = 1 << 16;
    std::vector<float> values;
    for (uint64_t at = 0, count = slot.size / sizeof(float); at < count; at += block) {
      values.resize(std::min(block, count - at));
      randomValues(tensor.name, seed, tensor.spread, tensor.constant, at, values);
      std::memcpy(map->bytes().data() + at * sizeof(float), values.data(),
                  values.size() * sizeof(float));
      progress.update(slot.offset + at * sizeof(float));
    }
  }
  return file->commit();
}

} // namespace vitc
