//===- ProgramHarness.h - vit programs in GoogleTest ----------------------===//
#ifndef VITC_TEST_UNIT_PROGRAMS_PROGRAMHARNESS_H
#define VITC_TEST_UNIT_PROGRAMS_PROGRAMHARNESS_H

#include "../Support/ScratchDirectory.h"

#include "CompiledProgram.h"

#include "vitc/Support/Errors.h"

namespace vitc::test {

/// The value, or a failure of the test that ends the process.
template <typename T>
T unwrap(Expected<T> value) {
  if (!value) {
    ADD_FAILURE() << errorText(value.takeError());
    std::abort();
  }
  return std::move(*value);
}

/// A program in a directory of its own.
struct WrittenProgram {
  explicit WrittenProgram(const Program &program)
      : parsed(unwrap(ParsedProgram::open(unwrap(program.write(scratch.path()))))) {}

  ScratchDirectory scratch;
  std::unique_ptr<ParsedProgram> parsed;
};

/// Row `row` of the leading dimension, as bytes.
inline ArrayRef<uint8_t> rowBytes(const HostTensor &tensor, int64_t row) {
  size_t size = tensor.bytes.size() / tensor.info.shape[0];
  return ArrayRef<uint8_t>(tensor.bytes).slice(row * size, size);
}

} // namespace vitc::test

#endif // VITC_TEST_UNIT_PROGRAMS_PROGRAMHARNESS_H
