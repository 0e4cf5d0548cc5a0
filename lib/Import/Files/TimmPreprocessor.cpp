//===- TimmPreprocessor.cpp - the preprocessing of timm's config.json ------===//
//
// timm 1.0: resolve_data_config reads `pretrained_cfg`, transforms_imagenet_eval makes of it
// Resize(floor(size / crop_pct)), CenterCrop, ToTensor and Normalize on a Pillow image. ToTensor
// divides by 255 in f32; for all 256 bytes that is the f32 of the product with 1/255 in f64.
//
//===----------------------------------------------------------------------===//

#include "ConfigLimits.h"
#include "PreprocessorFields.h"
#include "TimmConfig.h"
#include "vitc/Support/Format.h"
#include "vitc/Support/Spelling.h"

using namespace llvm;

namespace vitc {

/// In the order of ResizeFilter.
static constexpr StringRef filterNames[] = {"nearest", "lanczos", "bilinear",
                                            "bicubic", "box",     "hamming"};

static void readFilter(FieldReader &fields, Preprocessor &recipe) {
  std::string name = fields.text("interpolation", "bicubic");
  for (auto [index, each] : enumerate(filterNames))
    if (each == name) {
      recipe.filter = static_cast<ResizeFilter>(index);
      return;
    }
  fields.fault("interpolation", inQuotes(name), "a filter of Pillow",
               spellingHint(name, filterNames));
}

static void readCrop(FieldReader &fields, const ModelConfig &model, Preprocessor &recipe) {
  ImageSize size = model.encoder().imageSize;
  double fraction = fields.real("crop_pct", 0.875, 0.01, 1.0);
  std::string mode = fields.text("crop_mode", "center");
  recipe.centerCrop = recipe.cropRounds = true;
  recipe.cropTo = size;
  recipe.cropFraction = fraction;
  recipe.resizeTo = {static_cast<int64_t>(size.height / fraction),
                     static_cast<int64_t>(size.width / fraction)};
  recipe.resizeShortest = recipe.resizeTo.height;
  recipe.resize = mode == "squash" ? ResizeMode::Exact : ResizeMode::Shortest;
  if (mode != "squash" && mode != "center")
    fields.fault("crop_mode", inQuotes(mode), "'center' or 'squash'",
                 "give preprocessed tensors with --input, or a preprocessor_config.json");
  else if (mode == "center" && size.height != size.width)
    fields.fault("crop_mode", formatted("'center' for pictures of {}x{}", size.height, size.width),
                 "square pictures, or 'squash'", "write a preprocessor_config.json");
}

Expected<Preprocessor> Preprocessor::parseTimm(StringRef text, StringRef file,
                                               const ModelConfig &model, PreprocessChoice choice) {
  Expected<JsonDocument> document = JsonDocument::parse(text, file);
  if (!document)
    return document.takeError();
  Preprocessor recipe;
  recipe.file = file.str();
  recipe.processorType = "timm's transform";
  recipe.arithmetic =
      choice == PreprocessChoice::Torchvision ? PixelArithmetic::Torchvision : PixelArithmetic::Pil;
  FieldReader root(document->root());
  // Without the object every field takes its default, from the root that has none of them.
  std::optional<FieldReader> inner = readObject(root, "pretrained_cfg");
  FieldReader &fields = inner ? *inner : root;
  readCrop(fields, model, recipe);
  readFilter(fields, recipe);
  if (model.encoder().channels == 3) { // pictures are for no others
    readChannels(fields, "mean", imageNetMean, /*divisor=*/false, recipe.mean);
    readChannels(fields, "std", imageNetStd, /*divisor=*/true, recipe.std);
  }
  if (inner)
    root.fault(inner->takeFaults());
  if (Error faults = root.takeFaults())
    return std::move(faults);
  recipe.defaulted = fields.takeDefaulted();
  return recipe;
}

} // namespace vitc
