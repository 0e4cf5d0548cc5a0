//===- FuzzTensors.cpp - fuzzes the runtime's safetensors reader ----------===//

#include "FuzzedFile.h"

extern "C" {
#include "Runtime/Program/Tensors.h"
}

using namespace vitc;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static fuzz::FuzzedFile input;
  input.write(data, size);
  vitc_tensor_file file;
  vitc_message error = {};
  if (!vitc_tensors_read(input.path().c_str(), &file, &error)) {
    if (file.bytes || !*error.text)
      abort();
    return 0;
  }
  uint64_t bytes = size - (file.data - file.bytes);
  uint8_t sum = 0;
  for (size_t i = 0; i < file.count; ++i) {
    const vitc_file_tensor &tensor = file.tensors[i];
    if (tensor.begin > tensor.end || tensor.end > bytes ||
        vitc_tensors_find(&file, tensor.name) != &tensor)
      abort();
    for (uint64_t at = tensor.begin; at < tensor.end; ++at)
      sum += file.data[at];
  }
  [[maybe_unused]] volatile uint8_t kept = sum;
  vitc_tensors_free(&file);
  return 0;
}
