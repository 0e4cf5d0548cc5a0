//===- TimmConfig.cpp - timm's config.json ---------------------------------===//
//
// What timm 1.0's save_for_hf writes, for the models of vision_transformer.py and deit.py that are
// plain ViTs.
//
//===----------------------------------------------------------------------===//

#include "TimmConfig.h"

#include "ConfigLimits.h"
#include "vitc/Support/Format.h"
#include "vitc/Support/Spelling.h"

using namespace llvm;

namespace vitc {

namespace {
/// What a name before `_patch16_224` stands for.
struct TimmStem {
  StringLiteral name;
  int64_t width, layers, heads;
  double mlpRatio = 4.0;
  bool distilled = false;
  bool third = false; ///< DeiT III: layer scale, and positions of patches alone.
};

/// An architecture's name, taken apart.
struct TimmArchitecture {
  const TimmStem *stem;
  int64_t patch, image;
};
} // namespace

static constexpr TimmStem stems[] = {{"vit_tiny", 192, 12, 3},
                                     {"vit_small", 384, 12, 6},
                                     {"vit_base", 768, 12, 12},
                                     {"vit_large", 1024, 24, 16},
                                     {"vit_huge", 1280, 32, 16},
                                     {"vit_giant", 1408, 40, 16, 48.0 / 11},
                                     {"vit_gigantic", 1664, 48, 16, 64.0 / 13},
                                     {"deit_tiny", 192, 12, 3},
                                     {"deit_small", 384, 12, 6},
                                     {"deit_base", 768, 12, 12},
                                     {"deit_tiny_distilled", 192, 12, 3, 4.0, /*distilled=*/true},
                                     {"deit_small_distilled", 384, 12, 6, 4.0, /*distilled=*/true},
                                     {"deit_base_distilled", 768, 12, 12, 4.0, /*distilled=*/true},
                                     {"deit3_small", 384, 12, 6, 4.0, false, /*third=*/true},
                                     {"deit3_medium", 512, 12, 8, 4.0, false, /*third=*/true},
                                     {"deit3_base", 768, 12, 12, 4.0, false, /*third=*/true},
                                     {"deit3_large", 1024, 24, 16, 4.0, false, /*third=*/true},
                                     {"deit3_huge", 1280, 32, 16, 4.0, false, /*third=*/true}};

/// `vit_tiny_patch16_224`; names with more words are other models.
static std::optional<TimmArchitecture> parseArchitecture(StringRef name) {
  auto [rest, image] = name.rsplit('_');
  auto [stem, patch] = rest.rsplit("_patch");
  TimmArchitecture result{};
  if (image.getAsInteger(10, result.image) || patch.getAsInteger(10, result.patch))
    return std::nullopt;
  for (const TimmStem &each : stems)
    if (each.name == stem)
      result.stem = &each;
  bool sensible = result.image >= 1 && result.image <= mostPixels && result.patch >= 1 &&
                  result.patch <= result.image;
  return result.stem && sensible ? std::optional(result) : std::nullopt;
}

bool isTimmConfig(const JsonValue &root) {
  return root.find("architecture") && !root.find("model_type");
}

std::optional<FieldReader> readObject(FieldReader &fields, StringRef key) {
  std::optional<JsonValue> value = fields.optional(key);
  if (!value)
    return std::nullopt;
  if (value->kind() == JsonKind::Object)
    return FieldReader(*value);
  fields.fault(value->expected("an object"));
  return std::nullopt;
}

namespace {
class TimmReader {
public:
  TimmReader(const JsonValue &root, ModelConfig &config)
      : root(root), config(config), arguments(readObject(this->root, "model_args")),
        pretrained(readObject(this->root, "pretrained_cfg")) {}

  Error read();

private:
  void readInput(EncoderConfig &encoder);
  void readSizes(ViTConfig &vit, const TimmArchitecture &architecture);
  void readTokens(ViTConfig &vit, const TimmStem &stem);
  void readPooling(ViTConfig &vit);
  void readLabels(int64_t count);
  void checkDistilled(const ViTConfig &vit);
  void refuseOtherArguments();

  /// The first of `model_args`, config.json itself and `pretrained_cfg` that has the field.
  FieldReader *holder(StringRef key);
  bool has(StringRef key) { return arguments && arguments->optional(key); }
  int64_t integer(StringRef key, int64_t fallback, int64_t least, int64_t most) {
    return has(key) ? arguments->integer(key, fallback, least, most) : fallback;
  }
  bool boolean(StringRef key, bool fallback) {
    return has(key) ? arguments->boolean(key, fallback) : fallback;
  }

  FieldReader root;
  ModelConfig &config;
  std::optional<FieldReader> arguments, pretrained;
};
} // namespace

FieldReader *TimmReader::holder(StringRef key) {
  if (has(key))
    return &*arguments;
  if (root.optional(key))
    return &root;
  return pretrained && pretrained->optional(key) ? &*pretrained : nullptr;
}

/// Picture and channels: `img_size` and `in_chans`, else `input_size` = [channels, height, width].
void TimmReader::readInput(EncoderConfig &encoder) {
  encoder.imageSize = {224, 224};
  encoder.channels = 3;
  std::optional<JsonValue> input = pretrained ? pretrained->optional("input_size") : std::nullopt;
  if (input) {
    SmallVector<int64_t, 3> sizes;
    Error error = input->forEachElement([&](JsonValue each) -> Error {
      Expected<int64_t> size = each.asInteger(1, sizes.empty() ? mostChannels : mostPixels);
      if (!size)
        return size.takeError();
      sizes.push_back(*size);
      return Error::success();
    });
    if (!error && sizes.size() != 3)
      error = input->expected("[channels, height, width]");
    if (error) {
      root.fault(std::move(error));
    } else {
      encoder.channels = sizes[0];
      // Models that take pictures of any size learn positions for img_size, 224 when it is absent.
      if (!pretrained->optional("fixed_input_size") ||
          pretrained->boolean("fixed_input_size", true))
        encoder.imageSize = {sizes[1], sizes[2]};
    }
  } else if (!has("img_size")) {
    root.noteDefault("pretrained_cfg.input_size", "[3, 224, 224]");
  }
  encoder.channels = integer("in_chans", encoder.channels, 1, mostChannels);
  if (has("img_size"))
    encoder.imageSize = arguments->size("img_size", encoder.imageSize, mostPixels);
}

void TimmReader::readSizes(ViTConfig &vit, const TimmArchitecture &architecture) {
  const TimmStem &stem = *architecture.stem;
  vit.hiddenSize = integer("embed_dim", stem.width, 1, mostHidden);
  vit.layers = integer("depth", stem.layers, 1, mostLayers);
  vit.heads = integer("num_heads", stem.heads, 1, mostHidden);
  double ratio =
      has("mlp_ratio") ? arguments->real("mlp_ratio", stem.mlpRatio, 0.0, 64.0) : stem.mlpRatio;
  vit.intermediateSize = static_cast<int64_t>(vit.hiddenSize * ratio);
  vit.patchSize = {architecture.patch, architecture.patch};
  if (has("patch_size"))
    vit.patchSize = arguments->size("patch_size", vit.patchSize, mostPixels);
  vit.qkvBias = boolean("qkv_bias", true);
  vit.hiddenAct = Activation::Gelu;
  vit.layerNormEps = 1e-6;
  vit.initializerRange = 0.02;
  vit.poolerOutputSize = vit.hiddenSize;
  vit.poolerAct = Activation::Tanh;
  Place place{config.file, arguments ? "model_args" : "architecture"};
  if (vit.hiddenSize % vit.heads != 0)
    root.fault(foundExpected(place, formatted("num_heads = {}", vit.heads),
                             formatted("a divisor of embed_dim = {}", vit.hiddenSize)));
  if (vit.intermediateSize < 1)
    root.fault(foundExpected(place, formatted("mlp_ratio = {}", ratio),
                             "a ratio that gives the FFN at least one unit"));
  if (vit.patchSize.height > vit.imageSize.height || vit.patchSize.width > vit.imageSize.width)
    root.fault(foundExpected(
        place, formatted("patches of {}x{}", vit.patchSize.height, vit.patchSize.width),
        formatted("patches no larger than the picture of {}x{}", vit.imageSize.height,
                  vit.imageSize.width)));
}

void TimmReader::readTokens(ViTConfig &vit, const TimmStem &stem) {
  vit.classToken = boolean("class_token", true);
  vit.registerTokens = integer("reg_tokens", 0, 0, mostRegisters);
  vit.positionsOnPatches = boolean("no_embed_class", stem.third);
  vit.layerScale = stem.third;
  if (has("init_values"))
    vit.layerScale = true;
  vit.initialLayerScale =
      has("init_values") ? arguments->real("init_values", 1e-6, -1e6, 1e6) : 1e-6;
}

void TimmReader::readPooling(ViTConfig &vit) {
  std::string pool = "token";
  if (FieldReader *fields = holder("global_pool"))
    pool = fields->text("global_pool", pool);
  else
    root.noteDefault("global_pool", pool);
  if (pool != "token" && pool != "avg")
    root.fault("global_pool", inQuotes(pool), "'token' or 'avg'",
               "the other poolings of timm are not compiled");
  vit.averagePool = pool == "avg";
  vit.normAfterPool = boolean("fc_norm", vit.averagePool);
  if (!vit.classToken && !vit.averagePool)
    root.fault("model_args.class_token", "false", "true, or global_pool = avg");
}

void TimmReader::readLabels(int64_t count) {
  FieldReader *fields = holder("label_names");
  if (!fields) {
    for (int64_t i = 0; i < count; ++i)
      config.labels.push_back(formatted("LABEL_{}", i));
    return;
  }
  JsonValue names = *fields->optional("label_names");
  Error error = names.forEachElement([&](JsonValue each) -> Error {
    Expected<StringRef> name = each.asString();
    if (!name)
      return name.takeError();
    config.labels.push_back(name->str());
    return Error::success();
  });
  if (!error && static_cast<int64_t>(config.labels.size()) != count)
    error = names.expected(formatted("a name for each of num_classes = {}", count));
  if (error)
    root.fault(std::move(error));
}

/// timm's distilled class has its own tokens and pooling.
void TimmReader::checkDistilled(const ViTConfig &vit) {
  if (vit.classToken && vit.registerTokens == 0 && !vit.positionsOnPatches && !vit.averagePool &&
      !vit.normAfterPool)
    return;
  root.fault("model_args", "tokens or pooling of their own for " + config.architecture,
             "what its class has: a class and a distillation token, both with positions");
}

/// Arguments that change the computation in ways vitc does not follow.
void TimmReader::refuseOtherArguments() {
  if (!arguments)
    return;
  for (StringRef key : {"drop_rate", "pos_drop_rate", "patch_drop_rate", "proj_drop_rate",
                        "attn_drop_rate", "drop_path_rate", "weight_init", "fix_init",
                        "dynamic_img_size", "num_classes", "global_pool", "label_names"})
    arguments->skip(key);
  for (const std::string &key : arguments->unread())
    if (arguments->optional(key)) // null is the class default
      arguments->fault(key, "an argument that vitc does not know", "the plain ViT's arguments");
}

Error TimmReader::read() {
  std::string name = root.text("architecture", "");
  std::optional<TimmArchitecture> architecture = parseArchitecture(name);
  if (!architecture) {
    std::vector<std::string> names;
    for (const TimmStem &stem : stems)
      names.push_back(stem.name.str() + "_patch16_224");
    SmallVector<StringRef> supported(names.begin(), names.end());
    return foundExpected({config.file, "architecture"}, inQuotes(name),
                         "a plain ViT or DeiT of timm", spellingHint(name, supported));
  }
  const TimmStem &stem = *architecture->stem;
  config.timm = true;
  config.architecture = name;
  config.modelType = stem.distilled ? "deit" : "vit";
  config.problemType = ProblemType::SingleLabel;
  ViTConfig vit;
  readInput(vit);
  readSizes(vit, *architecture);
  readTokens(vit, stem);
  readPooling(vit);
  int64_t classes = 1000;
  if (FieldReader *fields = holder("num_classes"))
    classes = fields->integer("num_classes", classes, 0, mostLabels);
  else
    root.noteDefault("num_classes", "1000");
  config.head = classes == 0     ? HeadKind::None
                : stem.distilled ? HeadKind::ClassifierWithTeacher
                                 : HeadKind::Classifier;
  if (classes != 0)
    readLabels(classes);
  if (stem.distilled)
    checkDistilled(vit);
  refuseOtherArguments();
  if (stem.distilled)
    config.family.emplace<DeiTConfig>(DeiTConfig{vit});
  else
    config.family.emplace<ViTConfig>(vit);
  for (StringRef key :
       {"num_features", "num_classes", "global_pool", "label_names", "label_descriptions"})
    root.skip(key);
  Error all = root.takeFaults();
  if (arguments)
    all = joinErrors(std::move(all), arguments->takeFaults());
  if (pretrained)
    all = joinErrors(std::move(all), pretrained->takeFaults());
  config.defaulted = root.takeDefaulted();
  config.ignored = root.unread();
  return all;
}

Expected<ModelConfig> parseTimmConfig(const JsonValue &root, StringRef file) {
  ModelConfig config;
  config.file = file.str();
  if (Error error = TimmReader(root, config).read())
    return std::move(error);
  return config;
}

} // namespace vitc
