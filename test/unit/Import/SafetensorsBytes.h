//===- SafetensorsBytes.h - small safetensors files, good and bad ----------===//
#ifndef VITC_TEST_UNIT_IMPORT_SAFETENSORSBYTES_H
#define VITC_TEST_UNIT_IMPORT_SAFETENSORSBYTES_H

#include "vitc/Import/Files/Safetensors.h"

#include "llvm/Support/Endian.h"
#include "llvm/Support/raw_ostream.h"

#include <string>
#include <vector>

namespace vitc {

/// A file with this length word, header and data, whatever they say.
inline std::string rawSafetensors(uint64_t length, llvm::StringRef header,
                                  llvm::StringRef data = "") {
  char word[8];
  llvm::support::endian::write64le(word, length);
  return std::string(word, 8) + header.str() + data.str();
}

/// A file with the right length word.
inline std::string rawSafetensors(llvm::StringRef header, llvm::StringRef data = "") {
  return rawSafetensors(header.size(), header, data);
}

/// A good file of F32 tensors with these names and shapes; all elements are zero.
inline std::string
zeroSafetensors(const std::vector<std::pair<std::string, std::vector<int64_t>>> &tensors,
                Dtype dtype = Dtype::F32) {
  std::vector<std::vector<uint8_t>> data;
  std::vector<TensorToWrite> list;
  for (const auto &[name, shape] : tensors) {
    size_t size = dtypeBits(dtype) / 8;
    for (int64_t each : shape)
      size *= each;
    data.emplace_back(size);
    list.push_back({name, dtype, shape, {}});
  }
  for (size_t i = 0; i < list.size(); ++i)
    list[i].bytes = data[i];
  std::string text;
  llvm::raw_string_ostream os(text);
  writeSafetensors(os, list);
  return text;
}

} // namespace vitc

#endif // VITC_TEST_UNIT_IMPORT_SAFETENSORSBYTES_H
