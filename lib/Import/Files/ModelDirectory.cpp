//===- ModelDirectory.cpp - everything a Hugging Face directory says -------===//

#include "vitc/Import/Files/ModelDirectory.h"

#include "vitc/Support/Errors.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace llvm;

namespace vitc {

static constexpr StringLiteral configName = "config.json";
static constexpr StringLiteral preprocessorName = "preprocessor_config.json";

/// What the configuration says of pictures, or what is usual for its family.
static Expected<Preprocessor> withoutPreprocessorFile(const MappedFile &file,
                                                      const ModelConfig &config,
                                                      PreprocessChoice choice) {
  if (config.timm)
    return Preprocessor::parseTimm(file.text(), file.path(), config, choice);
  return Preprocessor::usual(config, choice);
}

static Expected<ModelDirectory> openConfigAlone(StringRef path, PreprocessChoice choice) {
  Expected<MappedFile> file = MappedFile::open(path);
  if (!file)
    return file.takeError();
  Expected<ModelConfig> config = ModelConfig::parse(file->text(), path);
  if (!config)
    return config.takeError();
  Expected<Preprocessor> preprocessor = withoutPreprocessorFile(*file, *config, choice);
  if (!preprocessor)
    return preprocessor.takeError();
  return ModelDirectory{path.str(), std::move(*config), std::move(*preprocessor), std::nullopt};
}

static Expected<Preprocessor> openPreprocessor(StringRef directory, const MappedFile &configFile,
                                               const ModelConfig &config, PreprocessChoice choice) {
  if (!hasEntry(directory, preprocessorName))
    return withoutPreprocessorFile(configFile, config, choice);
  Expected<MappedFile> file = MappedFile::openInside(directory, preprocessorName);
  if (!file)
    return file.takeError();
  return Preprocessor::parse(file->text(), file->path(), config, choice);
}

static Expected<ModelDirectory> openDirectory(StringRef directory, PreprocessChoice choice) {
  if (!hasEntry(directory, configName))
    return foundExpected({directory.str()}, "a directory without config.json",
                         "a Hugging Face model directory");
  Expected<MappedFile> file = MappedFile::openInside(directory, configName);
  if (!file)
    return file.takeError();
  Expected<ModelConfig> config = ModelConfig::parse(file->text(), file->path());
  if (!config)
    return config.takeError();
  Expected<Preprocessor> preprocessor = openPreprocessor(directory, *file, *config, choice);
  if (!preprocessor)
    return preprocessor.takeError();
  Expected<Checkpoint> checkpoint = Checkpoint::open(directory);
  if (!checkpoint)
    return checkpoint.takeError();
  return ModelDirectory{directory.str(), std::move(*config), std::move(*preprocessor),
                        std::move(*checkpoint)};
}

Expected<ModelDirectory> ModelDirectory::open(StringRef model, PreprocessChoice choice) {
  if (sys::fs::is_directory(model))
    return openDirectory(model, choice);
  if (!sys::fs::exists(model) && isRepositoryId(model)) {
    Expected<std::string> snapshot = findCachedRepository(model);
    if (!snapshot)
      return snapshot.takeError();
    return openDirectory(*snapshot, choice);
  }
  if (model.ends_with(".json") || !sys::fs::exists(model))
    return openConfigAlone(model, choice);
  return foundExpected({model.str()}, "a file that is no configuration",
                       "a model directory, a config.json or an .mlir file",
                       model.ends_with(".safetensors")
                           ? "name the directory that holds the file and its config.json"
                           : "");
}

std::vector<std::string> ModelDirectory::sourceFiles() const {
  std::vector<std::string> names = {config.file};
  if (path == config.file) // a configuration alone; random weights are nobody's file
    return names;
  if (hasEntry(path, preprocessorName)) {
    SmallString<256> preprocessorFile(path);
    sys::path::append(preprocessorFile, preprocessorName);
    names.push_back(preprocessorFile.str().str());
  }
  if (!checkpoint)
    return names;
  names.push_back(checkpoint->path().str());
  for (const auto &shard : checkpoint->files())
    if (shard->file().path() != checkpoint->path())
      names.push_back(shard->file().path().str());
  return names;
}

} // namespace vitc
