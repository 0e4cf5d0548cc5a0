//===- Preprocessor.cpp - preprocessor_config.json as a plain recipe -------===//

#include "vitc/Import/Files/Preprocessor.h"

#include "ConfigLimits.h"
#include "PreprocessorFields.h"
#include "vitc/Support/Format.h"
#include "vitc/Support/Spelling.h"

#include <cmath>
#include <limits>

using namespace llvm;

namespace vitc {

namespace {
/// What a processor class of transformers does where its file is silent.
struct ProcessorClass {
  StringLiteral name;
  bool squareFromInteger; ///< An integer `size` is a square, else the shortest edge.
  ResizeMode resize;
  int64_t size; ///< Of the square or of the shortest edge.
  ResizeFilter filter;
  bool crops; ///< To 224 × 224, and honours do_center_crop at all.
  Channels mean, std;
};
} // namespace

static constexpr Channels half = {0.5, 0.5, 0.5};
static constexpr Channels clipMean = {0.48145466, 0.4578275, 0.40821073};
static constexpr Channels clipStd = {0.26862954, 0.26130258, 0.27577711};
static constexpr int64_t cropEdge = 224;

static constexpr ProcessorClass processorClasses[] = {
    {"ViT", true, ResizeMode::Exact, 224, ResizeFilter::Bilinear, false, half, half},
    {"DeiT", true, ResizeMode::Exact, 256, ResizeFilter::Bicubic, true, half, half},
    {"Beit", true, ResizeMode::Exact, 256, ResizeFilter::Bicubic, true, half, half},
    {"Bit", false, ResizeMode::Shortest, 224, ResizeFilter::Bicubic, true, clipMean, clipStd},
    {"CLIP", false, ResizeMode::Shortest, 224, ResizeFilter::Bicubic, true, clipMean, clipStd}};

static const ProcessorClass &familyClass(const ModelConfig &model) {
  StringRef name = model.modelType == "deit"                            ? "DeiT"
                   : std::holds_alternative<Dinov2Config>(model.family) ? "Bit"
                                                                        : "ViT";
  for (const ProcessorClass &each : processorClasses)
    if (each.name == name)
      return each;
  llvm_unreachable("every family has a class");
}

/// The class that the file names, else the family's; sets arithmetic by the suffix.
static const ProcessorClass &readClass(FieldReader &fields, const ModelConfig &model,
                                       PreprocessChoice choice, Preprocessor &recipe) {
  const ProcessorClass *found = &familyClass(model);
  bool fast = false;
  StringRef key =
      fields.optional("image_processor_type") ? "image_processor_type" : "feature_extractor_type";
  if (fields.optional(key)) {
    recipe.processorType = fields.text(key, "");
    StringRef stem = recipe.processorType;
    fast = stem.consume_back("Fast");
    stem.consume_back("Pil");
    bool suffixed = stem.consume_back("ImageProcessor") || stem.consume_back("FeatureExtractor");
    const auto *it = find_if(processorClasses, [&](const auto &each) { return each.name == stem; });
    if (suffixed && it != std::end(processorClasses)) {
      found = it;
    } else if (!recipe.processorType.empty()) { // else it was no text, and a fault already
      SmallVector<std::string> names;
      for (const ProcessorClass &each : processorClasses)
        names.push_back(each.name.str() + "ImageProcessor");
      SmallVector<StringRef> supported(names.begin(), names.end());
      fields.fault(key, inQuotes(recipe.processorType), "an image processor that vitc knows",
                   spellingHint(recipe.processorType, supported));
    }
  } else {
    recipe.processorType = found->name.str() + "ImageProcessor";
    fields.noteDefault("image_processor_type", recipe.processorType);
  }
  bool torchvision =
      choice == PreprocessChoice::Auto ? fast : choice == PreprocessChoice::Torchvision;
  recipe.arithmetic = torchvision ? PixelArithmetic::Torchvision : PixelArithmetic::Pil;
  return *found;
}

//===----------------------------------------------------------------------===//
// Sizes
//===----------------------------------------------------------------------===//

/// `{"height": h, "width": w}` with exactly these keys; nothing for another object.
static std::optional<Expected<ImageSize>> readHeightWidth(const JsonValue &value) {
  std::optional<JsonValue> height = value.find("height"), width = value.find("width");
  if (!height || !width)
    return std::nullopt;
  Expected<int64_t> h = height->asInteger(1, mostPixels);
  if (!h)
    return Expected<ImageSize>(h.takeError());
  Expected<int64_t> w = width->asInteger(1, mostPixels);
  if (!w)
    return Expected<ImageSize>(w.takeError());
  return Expected<ImageSize>(ImageSize{*h, *w});
}

static Error readResizeObject(const JsonValue &value, Preprocessor &recipe) {
  if (auto size = readHeightWidth(value)) {
    if (!*size)
      return size->takeError();
    recipe.resize = ResizeMode::Exact;
    recipe.resizeTo = **size;
    return Error::success();
  }
  if (value.find("longest_edge") || value.find("max_height") || value.find("max_width"))
    return foundExpected(value.place(), "a size with a longest edge",
                         "{height, width} or {shortest_edge}",
                         "pictures of varying size are not classified by these families");
  std::optional<JsonValue> shortest = value.find("shortest_edge");
  if (!shortest)
    return value.expected("{height, width} or {shortest_edge}");
  Expected<int64_t> edge = shortest->asInteger(1, mostPixels);
  if (!edge)
    return edge.takeError();
  recipe.resize = ResizeMode::Shortest;
  recipe.resizeShortest = *edge;
  return Error::success();
}

static Error readResize(const JsonValue &value, const ProcessorClass &processor,
                        Preprocessor &recipe) {
  if (value.kind() == JsonKind::Object)
    return readResizeObject(value, recipe);
  Expected<ImageSize> size = readImageSize(value, mostPixels);
  if (!size)
    return size.takeError();
  bool square = value.kind() == JsonKind::Array || processor.squareFromInteger;
  recipe.resize = square ? ResizeMode::Exact : ResizeMode::Shortest;
  if (square)
    recipe.resizeTo = *size;
  else
    recipe.resizeShortest = size->height;
  return Error::success();
}

static Expected<ImageSize> readCrop(const JsonValue &value) {
  if (value.kind() != JsonKind::Object)
    return readImageSize(value, mostPixels);
  if (auto size = readHeightWidth(value))
    return std::move(*size);
  return value.expected("{height, width}");
}

static void readSizes(FieldReader &fields, const ProcessorClass &processor, Preprocessor &recipe) {
  std::optional<JsonValue> size = fields.optional("size");
  if (fields.boolean("do_resize", true)) {
    if (size) {
      if (Error error = readResize(*size, processor, recipe))
        fields.fault(std::move(error));
    } else {
      recipe.resize = processor.resize;
      recipe.resizeTo = {processor.size, processor.size};
      recipe.resizeShortest = processor.size;
      fields.noteDefault("size", Twine(processor.size));
    }
  }
  std::optional<JsonValue> crop = fields.optional("crop_size");
  std::optional<JsonValue> wanted = fields.optional("do_center_crop");
  // Pillow's ViT class has no crop and passes the field over; torchvision's honours it.
  bool honours = processor.crops || recipe.arithmetic == PixelArithmetic::Torchvision;
  recipe.centerCrop =
      honours && (wanted ? fields.boolean("do_center_crop", false) : processor.crops);
  if (!recipe.centerCrop)
    return;
  recipe.cropTo = {cropEdge, cropEdge};
  if (!crop) {
    fields.noteDefault("crop_size", Twine(cropEdge));
    return;
  }
  Expected<ImageSize> cropSize = readCrop(*crop);
  if (cropSize)
    recipe.cropTo = *cropSize;
  else
    fields.fault(cropSize.takeError());
}

//===----------------------------------------------------------------------===//
// Values
//===----------------------------------------------------------------------===//

void readChannels(FieldReader &fields, StringRef key, const Channels &fallback, bool divisor,
                  Channels &channels) {
  channels = fallback;
  std::optional<JsonValue> value = fields.optional(key);
  if (!value) {
    fields.noteDefault(key, formatted("[{}, {}, {}]", fallback[0], fallback[1], fallback[2]));
    return;
  }
  SmallVector<double, 3> numbers;
  auto take = [&](JsonValue each) -> Error {
    Expected<double> number = each.asReal();
    if (!number)
      return number.takeError();
    if (divisor ? !(*number > 0 && *number <= 1e6) : std::abs(*number) > 1e6)
      return each.expected(divisor ? "a positive number up to 1e6" : "a number up to 1e6");
    numbers.push_back(*number);
    return Error::success();
  };
  Error error = value->kind() == JsonKind::Array ? value->forEachElement(take) : take(*value);
  if (error)
    return fields.fault(std::move(error));
  if (value->kind() != JsonKind::Array)
    numbers.resize(3, numbers[0]);
  if (numbers.size() != 3)
    return fields.fault(value->expected("one number for each of 3 channels"));
  std::copy(numbers.begin(), numbers.end(), channels.begin());
}

static ResizeFilter readFilter(FieldReader &fields, const ProcessorClass &processor) {
  return static_cast<ResizeFilter>(fields.integer("resample",
                                                  static_cast<int64_t>(processor.filter), 0,
                                                  static_cast<int64_t>(ResizeFilter::Hamming)));
}

Expected<Preprocessor> Preprocessor::parse(StringRef text, StringRef file, const ModelConfig &model,
                                           PreprocessChoice choice) {
  Expected<JsonDocument> document = JsonDocument::parse(text, file);
  if (!document)
    return document.takeError();
  if (document->root().kind() != JsonKind::Object)
    return document->root().expected("an object of preprocessing fields");
  FieldReader fields(document->root());
  Preprocessor recipe;
  recipe.file = file.str();
  const ProcessorClass &processor = readClass(fields, model, choice, recipe);
  readSizes(fields, processor, recipe);
  recipe.filter = readFilter(fields, processor);
  recipe.rescale = fields.boolean("do_rescale", true);
  recipe.rescaleFactor = fields.real("rescale_factor", 1.0 / 255.0, -1e6, 1e6);
  recipe.normalize = fields.boolean("do_normalize", true);
  readChannels(fields, "image_mean", processor.mean, /*divisor=*/false, recipe.mean);
  readChannels(fields, "image_std", processor.std, /*divisor=*/true, recipe.std);
  if (auto pad = fields.optional("do_pad"); pad && pad->describe() != "false")
    fields.fault(pad->expected("no padding: these families do not use it"));
  for (StringRef key :
       {"image_processor_type", "feature_extractor_type", "do_convert_rgb", "processor_class"})
    fields.skip(key);
  if (Error faults = fields.takeFaults())
    return std::move(faults);
  recipe.defaulted = fields.takeDefaulted();
  recipe.ignored = fields.unread();
  return recipe;
}

Preprocessor Preprocessor::usual(const ModelConfig &model, PreprocessChoice choice) {
  const ProcessorClass &processor = familyClass(model);
  Preprocessor recipe;
  recipe.processorType = processor.name.str() + "ImageProcessor";
  recipe.arithmetic =
      choice == PreprocessChoice::Torchvision ? PixelArithmetic::Torchvision : PixelArithmetic::Pil;
  recipe.filter = processor.filter;
  recipe.resize = processor.resize;
  recipe.centerCrop = processor.crops;
  // Published models with a crop resize to 256 and crop 224.
  int64_t edge = processor.crops ? 256 : cropEdge;
  recipe.resizeTo = {edge, edge};
  recipe.resizeShortest = edge;
  recipe.cropTo = {cropEdge, cropEdge};
  if (model.modelType != "vit") {
    recipe.mean = imageNetMean;
    recipe.std = imageNetStd;
  }
  recipe.defaulted = {"preprocessor_config.json = the usual recipe of " + model.modelType};
  return recipe.withOutputSize(model.encoder().imageSize);
}

//===----------------------------------------------------------------------===//
// Output size
//===----------------------------------------------------------------------===//

ImageSize Preprocessor::outputSize() const {
  if (centerCrop)
    return cropTo;
  return resize == ResizeMode::Exact ? resizeTo : ImageSize{};
}

static int64_t scaled(int64_t length, int64_t numerator, int64_t denominator) {
  return std::max<int64_t>(1, (2 * length * numerator + denominator) / (2 * denominator));
}

Preprocessor Preprocessor::withOutputSize(ImageSize size) const {
  Preprocessor result = *this;
  if (outputSize() == size)
    return result;
  if (!centerCrop) {
    result.resize = ResizeMode::Exact;
    result.resizeTo = size;
    return result;
  }
  result.cropTo = size;
  if (cropFraction > 0 && size.height == size.width) {
    int64_t edge = static_cast<int64_t>(size.height / cropFraction);
    result.resizeTo = {edge, edge};
    result.resizeShortest = edge;
    return result;
  }
  result.resizeTo = {scaled(resizeTo.height, size.height, cropTo.height),
                     scaled(resizeTo.width, size.width, cropTo.width)};
  bool taller = size.height * cropTo.width >= size.width * cropTo.height;
  result.resizeShortest = taller ? scaled(resizeShortest, size.height, cropTo.height)
                                 : scaled(resizeShortest, size.width, cropTo.width);
  return result;
}

} // namespace vitc
