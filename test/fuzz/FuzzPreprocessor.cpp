//===- FuzzPreprocessor.cpp - fuzzes preprocessor_config.json -------------===//

#include "FuzzedFile.h"

#include "vitc/Import/Files/Preprocessor.h"

using namespace vitc;

/// A model of the family that the first byte chooses.
static const ModelConfig &model(uint8_t choice) {
  auto parse = [](const char *family) {
    return llvm::cantFail(ModelConfig::parse(std::string("{\"model_type\": \"") + family +
                                                 "\", \"image_size\": 32, \"patch_size\": 8}",
                                             "config.json"));
  };
  static const ModelConfig models[] = {parse("vit"), parse("deit"), parse("dinov2")};
  return models[choice % std::size(models)];
}

static void check(llvm::Expected<Preprocessor> recipe) {
  if (!recipe)
    return fuzz::checkRefusal(recipe.takeError());
  ImageSize size = recipe->outputSize();
  ImageSize other = recipe->withOutputSize({48, 64}).outputSize();
  if (size.height < 0 || size.width < 0 || other.height < 0 || other.width < 0)
    abort();
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size == 0)
    return 0;
  llvm::StringRef text(reinterpret_cast<const char *>(data) + 1, size - 1);
  // '0', '1', '2': a processor's file; '3': the end of timm's config.json.
  if (data[0] % 4 == 3)
    check(Preprocessor::parseTimm(text, "config.json", model(0)));
  else
    check(Preprocessor::parse(text, "preprocessor_config.json", model(data[0])));
  return 0;
}
