//===- ModelConfig.cpp - config.json as plain structs ----------------------===//

#include "vitc/Import/Files/ModelConfig.h"

#include "ConfigLimits.h"
#include "FieldReader.h"
#include "Labels.h"
#include "TimmConfig.h"
#include "vitc/Support/Format.h"
#include "vitc/Support/Spelling.h"

#include <cmath>

using namespace llvm;

namespace vitc {

static constexpr StringRef modelTypes[] = {"vit", "deit", "dinov2", "dinov2_with_registers"};

ArrayRef<StringRef> supportedModelTypes() { return modelTypes; }

int64_t Dinov2Config::ffnSize() const {
  int64_t hidden = static_cast<int64_t>(hiddenSize * mlpRatio);
  return useSwigluFfn ? (static_cast<int64_t>(hidden * 2 / 3.0) + 7) / 8 * 8 : hidden;
}

//===----------------------------------------------------------------------===//
// Activations
//===----------------------------------------------------------------------===//

namespace {
struct ActivationName {
  StringLiteral name;
  Activation activation;
};
} // namespace

/// transformers' names; several name one curve.
static constexpr ActivationName activationNames[] = {{"gelu", Activation::Gelu},
                                                     {"gelu_python", Activation::Gelu},
                                                     {"gelu_new", Activation::GeluTanh},
                                                     {"gelu_pytorch_tanh", Activation::GeluTanh},
                                                     {"gelu_fast", Activation::GeluTanh},
                                                     {"gelu_python_tanh", Activation::GeluTanh},
                                                     {"gelu_accurate", Activation::GeluTanh},
                                                     {"quick_gelu", Activation::QuickGelu},
                                                     {"relu", Activation::Relu},
                                                     {"silu", Activation::Silu},
                                                     {"swish", Activation::Silu},
                                                     {"tanh", Activation::Tanh}};

/// An activation by name; `tanh` only where `allowTanh` (the pooler's).
static Activation readActivation(FieldReader &fields, StringRef key, StringRef fallback,
                                 bool allowTanh) {
  std::string name = fields.text(key, fallback);
  SmallVector<StringRef> supported;
  for (const ActivationName &each : activationNames) {
    if (each.activation == Activation::Tanh && !allowTanh)
      continue;
    if (each.name == name)
      return each.activation;
    supported.push_back(each.name);
  }
  fields.fault(key, "the activation " + inQuotes(name), "one that vitc knows",
               spellingHint(name, supported));
  return Activation::Gelu;
}

//===----------------------------------------------------------------------===//
// Families
//===----------------------------------------------------------------------===//

static void checkEncoder(FieldReader &fields, const EncoderConfig &config) {
  if (config.hiddenSize % config.heads != 0)
    fields.fault("num_attention_heads", Twine(config.heads),
                 "a divisor of hidden_size = " + Twine(config.hiddenSize));
  if (config.patchSize.height > config.imageSize.height ||
      config.patchSize.width > config.imageSize.width)
    fields.fault("patch_size", formatted("{}x{}", config.patchSize.height, config.patchSize.width),
                 formatted("a patch no larger than image_size = {}x{}", config.imageSize.height,
                           config.imageSize.width));
}

static void readEncoder(FieldReader &fields, EncoderConfig &config, int64_t patchSize,
                        double layerNormEps) {
  config.hiddenSize = fields.integer("hidden_size", 768, 1, mostHidden);
  config.layers = fields.integer("num_hidden_layers", 12, 1, mostLayers);
  config.heads = fields.integer("num_attention_heads", 12, 1, mostHidden);
  config.hiddenAct = readActivation(fields, "hidden_act", "gelu", /*allowTanh=*/false);
  config.layerNormEps = fields.real("layer_norm_eps", layerNormEps, 0.0, 1.0);
  config.imageSize = fields.size("image_size", {224, 224}, mostPixels);
  config.patchSize = fields.size("patch_size", {patchSize, patchSize}, mostPixels);
  config.channels = fields.integer("num_channels", 3, 1, mostChannels);
  config.qkvBias = fields.boolean("qkv_bias", true);
  config.initializerRange = fields.real("initializer_range", 0.02, 0.0, 100.0);
  checkEncoder(fields, config);
}

static void readViT(FieldReader &fields, ViTConfig &config) {
  readEncoder(fields, config, /*patchSize=*/16, /*layerNormEps=*/1e-12);
  config.intermediateSize = fields.integer("intermediate_size", 3072, 1, mostIntermediate);
  config.poolerOutputSize = config.hiddenSize;
  if (fields.optional("pooler_output_size"))
    config.poolerOutputSize =
        fields.integer("pooler_output_size", config.hiddenSize, 1, mostHidden);
  config.poolerAct = readActivation(fields, "pooler_act", "tanh", /*allowTanh=*/true);
}

static void readDinov2(FieldReader &fields, Dinov2Config &config, bool registers) {
  readEncoder(fields, config, /*patchSize=*/registers ? 16 : 14, /*layerNormEps=*/1e-6);
  if (registers)
    config.registerTokens = fields.integer("num_register_tokens", 4, 0, mostRegisters);
  config.mlpRatio = fields.real("mlp_ratio", 4.0, 0.0, 64.0);
  config.useSwigluFfn = fields.boolean("use_swiglu_ffn", false);
  config.layerscaleValue = fields.real("layerscale_value", 1.0, -1e6, 1e6);
  if (config.ffnSize() < 1)
    fields.fault("mlp_ratio", formatted("{}", config.mlpRatio),
                 "a ratio that gives the FFN at least one unit");
}

//===----------------------------------------------------------------------===//
// Heads
//===----------------------------------------------------------------------===//

namespace {
struct HeadName {
  StringLiteral modelType, architecture;
  HeadKind head;
};
} // namespace

static constexpr HeadName headNames[] = {
    {"vit", "ViTModel", HeadKind::None},
    {"vit", "ViTForImageClassification", HeadKind::Classifier},
    {"deit", "DeiTModel", HeadKind::None},
    {"deit", "DeiTForImageClassification", HeadKind::Classifier},
    {"deit", "DeiTForImageClassificationWithTeacher", HeadKind::ClassifierWithTeacher},
    {"dinov2", "Dinov2Model", HeadKind::None},
    {"dinov2", "Dinov2ForImageClassification", HeadKind::Classifier},
    {"dinov2_with_registers", "Dinov2WithRegistersModel", HeadKind::None},
    {"dinov2_with_registers", "Dinov2WithRegistersForImageClassification", HeadKind::Classifier}};

/// The head by `architectures[0]`; without it, labels mean a classifier.
static void readHead(FieldReader &fields, ModelConfig &config) {
  SmallVector<StringRef> supported;
  std::optional<JsonValue> list = fields.optional("architectures");
  std::optional<std::string> first;
  if (list) {
    if (Error error = list->forEachElement([&](JsonValue each) -> Error {
          Expected<StringRef> name = each.asString();
          if (!name)
            return name.takeError();
          if (!first)
            first = name->str();
          return Error::success();
        })) {
      fields.fault(std::move(error));
      return;
    }
  }
  HeadKind wanted = fields.optional("id2label") ? HeadKind::Classifier : HeadKind::None;
  for (const HeadName &each : headNames) {
    if (each.modelType != config.modelType)
      continue;
    supported.push_back(each.architecture);
    if (first ? each.architecture != *first : each.head != wanted)
      continue;
    config.architecture = each.architecture.str();
    config.head = each.head;
    if (!first)
      fields.noteDefault("architectures", "[" + each.architecture + "]");
    return;
  }
  fields.fault("architectures[0]", inQuotes(*first), "a model of " + config.modelType,
               spellingHint(*first, supported));
}

static ProblemType readProblemType(FieldReader &fields) {
  if (!fields.optional("problem_type"))
    return ProblemType::SingleLabel;
  std::string name = fields.text("problem_type", "");
  StringRef names[] = {"single_label_classification", "multi_label_classification", "regression"};
  for (auto [index, each] : enumerate(names))
    if (each == name)
      return static_cast<ProblemType>(index);
  fields.fault("problem_type", inQuotes(name), "a problem type of transformers",
               spellingHint(name, names));
  return ProblemType::SingleLabel;
}

//===----------------------------------------------------------------------===//
// The file
//===----------------------------------------------------------------------===//

/// Fields that would change the computation in ways vitc does not follow.
static void refuseForeignFields(FieldReader &fields) {
  if (auto heads = fields.optional("pruned_heads"); heads && heads->describe() != "an object of 0")
    fields.fault(heads->expected("no pruned heads", "save the model without pruning"));
  if (auto quantization = fields.optional("quantization_config"))
    fields.fault(quantization->expected("no quantised weights",
                                        "give vitc the floating-point checkpoint and let it "
                                        "quantise: --precision=int8"));
}

/// The family's name, or an error that helps.
static Expected<std::string> readModelType(FieldReader &fields) {
  std::optional<JsonValue> value = fields.optional("model_type");
  if (!value)
    return foundExpected(fields.value().place(), "no 'model_type'", "one of a supported family",
                         spellingHint("", modelTypes));
  Expected<StringRef> name = value->asString();
  if (!name)
    return name.takeError();
  if (is_contained(modelTypes, *name))
    return name->str();
  return foundExpected(value->place(), inQuotes(*name), "a family that vitc compiles",
                       spellingHint(*name, modelTypes));
}

static void readFamily(FieldReader &fields, ModelConfig &config) {
  if (config.modelType == "vit") {
    readViT(fields, config.family.emplace<ViTConfig>());
  } else if (config.modelType == "deit") {
    readViT(fields, config.family.emplace<DeiTConfig>());
  } else {
    readDinov2(fields, config.family.emplace<Dinov2Config>(), config.modelType != "dinov2");
  }
}

Expected<ModelConfig> ModelConfig::parse(StringRef text, StringRef file) {
  Expected<JsonDocument> document = JsonDocument::parse(text, file);
  if (!document)
    return document.takeError();
  if (document->root().kind() != JsonKind::Object)
    return document->root().expected("an object of configuration fields");
  if (isTimmConfig(document->root()))
    return parseTimmConfig(document->root(), file);
  FieldReader fields(document->root());
  ModelConfig config;
  config.file = file.str();
  Expected<std::string> modelType = readModelType(fields);
  if (!modelType)
    return joinErrors(modelType.takeError(), fields.takeFaults());
  config.modelType = *modelType;
  config.head = HeadKind::None;
  readHead(fields, config);
  readFamily(fields, config);
  config.problemType = readProblemType(fields);
  if (config.head != HeadKind::None)
    config.labels = readLabels(fields);
  refuseForeignFields(fields);
  // These say nothing about the computation: not worth a line in the report.
  for (StringRef key : {"id2label", "label2id", "num_labels", "transformers_version", "dtype",
                        "torch_dtype", "_name_or_path"})
    fields.skip(key);
  if (Error faults = fields.takeFaults())
    return std::move(faults);
  config.defaulted = fields.takeDefaulted();
  config.ignored = fields.unread();
  return config;
}

} // namespace vitc
