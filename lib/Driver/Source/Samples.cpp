//===- Samples.cpp - inputs that stand for those a model will see ---------===//

#include "Samples.h"

#include "Failure.h"

#include "vitc/Support/Format.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace llvm;
using mlir::ModuleOp;
using mlir::OwningOpRef;

namespace vitc::driver {

/// Random inputs are all alike: more of them say nothing more.
static constexpr size_t randomSamples = 8;

static bool isPicture(StringRef path) {
  std::string suffix = sys::path::extension(path).lower();
  return is_contained({".jpg", ".jpeg", ".png", ".webp"}, StringRef(suffix));
}

Expected<std::vector<std::string>> listPictures(StringRef folder) {
  if (!sys::fs::is_directory(folder))
    return foundExpected({folder.str()},
                         sys::fs::exists(folder) ? "a file" : "no folder of this name",
                         "a folder of pictures for --calibrate");
  std::vector<std::string> pictures;
  std::error_code error;
  for (sys::fs::directory_iterator entry(folder, error), end; entry != end && !error;
       entry.increment(error))
    if (isPicture(entry->path()) && !sys::fs::is_directory(entry->path()))
      pictures.push_back(entry->path());
  if (error)
    return systemError({folder.str()}, "read the folder", error.value());
  if (pictures.empty())
    return foundExpected({folder.str()}, "no pictures",
                         "files whose names end in .jpg, .jpeg, .png or .webp");
  sort(pictures); // what the file system lists first must not decide
  return pictures;
}

static Expected<std::vector<Sample>> readSamples(ArrayRef<std::string> pictures,
                                                 SourceModel &source,
                                                 ArrayRef<target::TensorInfo> wanted) {
  if (Error error = source.checkPictures())
    return std::move(error);
  vitc_image_recipe recipe = *source.describe().recipe;
  std::vector<Sample> samples;
  for (const std::string &picture : pictures) {
    Expected<HostTensor> pixels = readPictures(picture, wanted.front(), recipe);
    if (!pixels)
      return pixels.takeError();
    samples.emplace_back().push_back(std::move(*pixels));
  }
  return samples;
}

Expected<std::vector<Sample>> takeSamples(const Invocation &invocation, SourceModel &source,
                                          size_t most) {
  Expected<OwningOpRef<ModuleOp>> module = source.build(1);
  if (!module)
    return module.takeError();
  Expected<std::vector<target::TensorInfo>> wanted = mainInputs(**module);
  if (!wanted)
    return wanted.takeError();
  if (!invocation.calibrate.empty()) {
    ArrayRef<std::string> pictures = source.calibrationPictures();
    return readSamples(pictures.take_front(most), source, *wanted);
  }
  std::vector<Sample> samples(std::min(most, randomSamples));
  for (auto [index, sample] : enumerate(samples))
    for (const target::TensorInfo &info : *wanted)
      fillRandom(sample.emplace_back(info), invocation.seed + index);
  return samples;
}

std::string describeSamples(const Invocation &invocation, size_t count) {
  if (invocation.calibrate.empty())
    return formatted("{} random inputs", count);
  return formatted("{} {} of {}", count, count == 1 ? "picture" : "pictures", invocation.calibrate);
}

} // namespace vitc::driver
