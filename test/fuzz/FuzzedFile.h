//===- FuzzedFile.h - an input of the fuzzer as a file --------------------===//
#ifndef VITC_TEST_FUZZ_FUZZEDFILE_H
#define VITC_TEST_FUZZ_FUZZEDFILE_H

#include "vitc/Support/Errors.h"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

namespace vitc::fuzz {

/// A file in memory with a path, written anew for each input.
class FuzzedFile {
public:
  FuzzedFile() : descriptor(memfd_create("fuzzed", MFD_CLOEXEC)) {
    if (descriptor < 0)
      abort();
    name = "/proc/self/fd/" + std::to_string(descriptor);
  }

  void write(const uint8_t *data, size_t size) {
    if (ftruncate(descriptor, 0) != 0 ||
        pwrite(descriptor, data, size, 0) != static_cast<ssize_t>(size))
      abort();
  }

  const std::string &path() const { return name; }

private:
  int descriptor;
  std::string name;
};

/// A refusal is a fine answer when it is one that a person can read: it names the error, and is
/// not as long as the input likes it to be.
inline void checkRefusal(llvm::Error error) {
  std::string text = errorText(std::move(error));
  if (text.find("error: ") == std::string::npos || text.size() > (1 << 20))
    abort();
}

} // namespace vitc::fuzz

#endif // VITC_TEST_FUZZ_FUZZEDFILE_H
