//===- WeightsFile.cpp - packed weights beside an output ------------------===//

#include "vitc/Target/Link/Link.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Endian.h"

#include <cstring>

using namespace llvm;

namespace vitc::target {

/// The whole safetensors header for `bytes` of weights: length, JSON, blanks up to a multiple
/// of 64.
static std::string headerText(uint64_t bytes, StringRef digest) {
  std::string size = std::to_string(bytes);
  std::string json = R"({"__metadata__":{"format":"vitc-packed","vitc.blake3":")" + digest.str() +
                     R"("},"packed":{"dtype":"U8","shape":[)" + size + R"(],"data_offsets":[0,)" +
                     size + "]}}";
  json.resize(alignTo(8 + json.size(), 64) - 8, ' ');
  char length[8];
  support::endian::write64le(length, json.size());
  return std::string(length, 8) + json;
}

Expected<WeightsFile> WeightsFile::create(StringRef path, uint64_t bytes) {
  Expected<AtomicFile> file = AtomicFile::create(path);
  if (!file)
    return file.takeError();
  uint64_t headerBytes = headerText(bytes, std::string(64, '0')).size();
  Expected<MutableMap> header = file->mutableMap(0, headerBytes);
  if (!header)
    return header.takeError();
  Expected<MutableMap> map = file->mutableMap(headerBytes, bytes);
  if (!map)
    return map.takeError();
  return WeightsFile(std::move(*file), std::move(*header), std::move(*map));
}

WeightsHash WeightsFile::finish() {
  WeightsHash digest = hashWeights(weights());
  std::string text = headerText(weights().size(), toHex(digest, /*LowerCase=*/true));
  memcpy(header.bytes().data(), text.data(), text.size());
  return digest;
}

} // namespace vitc::target
