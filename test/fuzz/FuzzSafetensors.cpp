//===- FuzzSafetensors.cpp - fuzzes the compiler's safetensors reader -----===//

#include "FuzzedFile.h"

#include "vitc/Import/Files/Safetensors.h"

using namespace vitc;

/// What an accepted file promises: data in the file, one behind the other, of their shape's size.
static void checkEntries(const SafetensorsFile &file) {
  uint64_t end = 0;
  for (const SafetensorsEntry &entry : file.entries()) {
    if (entry.offset > file.file().size() || entry.size > file.file().size() - entry.offset ||
        (end && entry.offset != end) || !file.find(entry.name))
      abort();
    end = entry.offset + entry.size;
    unsigned __int128 bits = dtypeBits(entry.dtype);
    for (int64_t size : entry.shape)
      bits = size == 0 ? 0 : bits * size;
    if (bits != static_cast<unsigned __int128>(entry.size) * 8)
      abort();
    uint8_t sum = 0;
    for (uint8_t byte : file.bytes(entry)) // the sanitizer sees what is not there
      sum += byte;
    [[maybe_unused]] volatile uint8_t kept = sum;
  }
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static fuzz::FuzzedFile input;
  input.write(data, size);
  llvm::Expected<SafetensorsFile> file = SafetensorsFile::open(input.path());
  if (file)
    checkEntries(*file);
  else
    fuzz::checkRefusal(file.takeError());
  return 0;
}
