//===- FuzzConfig.cpp - fuzzes config.json --------------------------------===//

#include "FuzzedFile.h"

#include "vitc/Import/Files/ModelConfig.h"

using namespace vitc;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  llvm::StringRef text(reinterpret_cast<const char *>(data), size);
  llvm::Expected<ModelConfig> config = ModelConfig::parse(text, "config.json");
  if (!config) {
    fuzz::checkRefusal(config.takeError());
    return 0;
  }
  // What the importer relies on.
  const EncoderConfig &encoder = config->encoder();
  ImageSize grid = encoder.grid(encoder.imageSize);
  if (encoder.headSize() * encoder.heads != encoder.hiddenSize || encoder.layers < 1 ||
      grid.height < 1 || grid.width < 1)
    abort();
  return 0;
}
