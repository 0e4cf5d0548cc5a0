//===- ImportModel.cpp - a model directory becomes a vit module -----------===//

#include "vitc/Import/Model/ImportModel.h"

#include "EncoderBuilder.h"
#include "vitc/Support/Errors.h"
#include "vitc/Support/Spelling.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Verifier.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"

#include <cmath>

using namespace mlir;
using namespace vitc;

ImageSize vitc::defaultImageSize(const ModelDirectory &model) {
  ImageSize made = model.preprocessor.outputSize();
  if (std::holds_alternative<Dinov2Config>(model.config.family) && made.height && made.width)
    return made;
  return model.config.encoder().imageSize;
}

namespace {

class GraphBuilder {
public:
  GraphBuilder(MLIRContext &context, const ModelDirectory &model, const ImportOptions &options)
      : model(model), config(model.config), options(options), b(&context), weights(b) {
    context.loadDialect<func::FuncDialect, vit::ViTDialect>();
  }

  Expected<ImportedModel> build();

private:
  Error checkOptions();
  Error checkImageSize() const;
  std::vector<std::string> availableOutputs() const;
  bool hasPooler() const;
  std::string prefix() const { return config.head == HeadKind::None ? "" : config.basePrefix(); }
  func::FuncOp createMain(ModuleOp module);
  Value buildOutput(EncoderBuilder &e, StringRef name, const EncodedTokens &tokens);
  Value buildLogits(EncoderBuilder &e, Value last);
  Value buildPooler(EncoderBuilder &e, Value last);
  Value buildPooled(EncoderBuilder &e, const ViTConfig &vit, Value last);
  EncodedTokens buildEncoder(EncoderBuilder &e, Value pixels);
  const ViTConfig &vitConfig() const;
  Error declareWeights(ModuleOp module, ImportedModel &result);

  const ModelDirectory &model;
  const ModelConfig &config;
  const ImportOptions &options;
  OpBuilder b;
  WeightTable weights;
  ImageSize imageSize;
  std::vector<std::string> outputs;
};

/// A bare ViTModel may be saved without its pooler; the configuration does not say so.
bool GraphBuilder::hasPooler() const {
  if (config.head != HeadKind::None)
    return false;
  if (config.timm)
    return !std::holds_alternative<DeiTConfig>(config.family);
  if (!model.checkpoint || std::holds_alternative<Dinov2Config>(config.family))
    return true;
  return model.checkpoint->find("pooler.dense.weight") ||
         model.checkpoint->find(config.basePrefix() + "pooler.dense.weight");
}

std::vector<std::string> GraphBuilder::availableOutputs() const {
  std::vector<std::string> names;
  if (config.head != HeadKind::None)
    names.push_back("logits");
  names.insert(names.end(), {"last_hidden_state", "hidden_states"});
  if (hasPooler())
    names.push_back("pooler_output");
  return names;
}

Error GraphBuilder::checkImageSize() const {
  const EncoderConfig &encoder = config.encoder();
  Place place{config.file, "image_size"};
  ImageSize grid = encoder.grid(imageSize), native = encoder.grid(encoder.imageSize);
  std::string size = std::to_string(imageSize.height) + "x" + std::to_string(imageSize.width);
  if (grid.height < 1 || grid.width < 1 || imageSize.height > 16384 || imageSize.width > 16384)
    return inputError(options.imageSize ? Place{"--image-size"} : place,
                      "found pictures of " + size + ", expected at least one patch of " +
                          std::to_string(encoder.patchSize.height) + "x" +
                          std::to_string(encoder.patchSize.width) +
                          " and at most 16384 pixels a side",
                      options.imageSize ? "" : "choose another with --image-size");
  bool resamples = !(imageSize == encoder.imageSize) && !config.timm;
  int64_t count = native.height * native.width;
  int64_t side = std::llround(std::sqrt(static_cast<double>(count)));
  if (resamples && side * side != count)
    return inputError(place,
                      "found a learned grid of " + Twine(count) +
                          " positions, expected a square one to resample it for " + size,
                      "leave --image-size out");
  return Error::success();
}

Error GraphBuilder::checkOptions() {
  imageSize = options.imageSize.value_or(defaultImageSize(model));
  if (Error error = checkImageSize())
    return error;
  if (options.batch < 1 || options.batch > 4096)
    return inputError({config.file},
                      "found a batch of " + Twine(options.batch) + ", expected 1 to 4096",
                      "choose another --batch");
  std::vector<std::string> available = availableOutputs();
  outputs = options.outputs;
  if (outputs.empty()) {
    if (config.head != HeadKind::None)
      outputs = {"logits"};
    else if (hasPooler())
      outputs = {"last_hidden_state", "pooler_output"};
    else
      outputs = {"last_hidden_state"};
  }
  for (size_t i = 0; i < outputs.size(); ++i) {
    if (!llvm::is_contained(available, outputs[i]))
      return inputError({config.file, "architectures"},
                        "found output '" + outputs[i] + "' asked of " + config.architecture +
                            ", expected one of " + llvm::join(available, ", "),
                        "choose other --outputs");
    if (llvm::is_contained(ArrayRef<std::string>(outputs).take_front(i), outputs[i]))
      return inputError({config.file}, "found output '" + outputs[i] + "' asked for twice",
                        "name each of --outputs once");
  }
  return Error::success();
}

func::FuncOp GraphBuilder::createMain(ModuleOp module) {
  auto pixels = RankedTensorType::get(
      {options.batch, config.encoder().channels, imageSize.height, imageSize.width},
      b.getF32Type());
  b.setInsertionPointToEnd(module.getBody());
  auto main = func::FuncOp::create(b, module.getLoc(), "main", b.getFunctionType({pixels}, {}));
  main->setAttr("vitc.entry", b.getUnitAttr());
  main.setArgAttr(0, "vitc.input", b.getStringAttr("pixel_values"));
  b.setInsertionPointToStart(main.addEntryBlock());
  return main;
}

Value GraphBuilder::buildLogits(EncoderBuilder &e, Value last) {
  int64_t labels = config.labels.size(), width = e.config.hiddenSize;
  Value features, distilled;
  EncoderBuilder::Affine second;
  if (auto *dinov2 = std::get_if<Dinov2Config>(&config.family)) {
    auto kind = vit::PoolingAttr::get(b.getContext(), vit::Pooling::TokenMean);
    features = vit::PoolOp::create(b, e.at("pool"), kind, last,
                                   b.getI64IntegerAttr(1 + dinov2->registerTokens))
                   .getResult();
  } else {
    features = buildPooled(e, vitConfig(), last);
  }
  bool teacher = config.head == HeadKind::ClassifierWithTeacher;
  int64_t inputs = cast<ShapedType>(features.getType()).getDimSize(1);
  std::string name = teacher ? "cls_classifier" : "classifier";
  EncoderBuilder::Affine first = e.linearWeights(name, labels, inputs);
  if (teacher) {
    distilled = e.token("pool", last, 1);
    second = e.linearWeights("distillation_classifier", labels, width);
  }
  return vit::ClassifierOp::create(b, e.at(name), features, first.weight, first.bias, distilled,
                                   second.weight, second.bias)
      .getResult();
}

const ViTConfig &GraphBuilder::vitConfig() const {
  if (auto *deit = std::get_if<DeiTConfig>(&config.family))
    return *deit;
  return std::get<ViTConfig>(config.family);
}

/// What the classifier of a ViT sees.
Value GraphBuilder::buildPooled(EncoderBuilder &e, const ViTConfig &vit, Value last) {
  Value pooled =
      vit.averagePool ? e.mean("pool", last, vit.frontTokens()) : e.token("pool", last, 0);
  return vit.normAfterPool ? e.layerNorm("fc_norm", pooled) : pooled;
}

Value GraphBuilder::buildPooler(EncoderBuilder &e, Value last) {
  if (config.timm)
    return buildPooled(e, vitConfig(), last);
  Value first = e.token(prefix() + "pooler", last, 0);
  if (std::holds_alternative<Dinov2Config>(config.family))
    return first;
  const ViTConfig &vit = vitConfig();
  Value dense = e.linear(prefix() + "pooler.dense", first, vit.poolerOutputSize);
  return vit::ActivationOp::create(b, e.at(prefix() + "pooler.activation"),
                                   activationAttr(b.getContext(), vit.poolerAct), dense)
      .getResult();
}

Value GraphBuilder::buildOutput(EncoderBuilder &e, StringRef name, const EncodedTokens &tokens) {
  if (name == "logits")
    return buildLogits(e, tokens.last);
  if (name == "pooler_output")
    return buildPooler(e, tokens.last);
  if (name == "last_hidden_state")
    return tokens.last;
  return vit::StackOp::create(b, e.at("hidden_states"), tokens.hiddenStates).getResult();
}

Error GraphBuilder::declareWeights(ModuleOp module, ImportedModel &result) {
  const Checkpoint *checkpoint = model.checkpoint ? &*model.checkpoint : nullptr;
  if (!checkpoint) {
    Expected<Checkpoint> random = Checkpoint::random(weights.randomTensors(), options.seed);
    if (!random)
      return random.takeError();
    checkpoint = &result.randomWeights.emplace(std::move(*random));
  }
  Expected<std::vector<std::string>> unexpected =
      weights.declare(module, *checkpoint, config.basePrefix());
  if (!unexpected)
    return unexpected.takeError();
  result.unexpected = std::move(*unexpected);
  result.weightsDirectory = llvm::sys::path::parent_path(checkpoint->path()).str();
  return Error::success();
}

EncodedTokens GraphBuilder::buildEncoder(EncoderBuilder &e, Value pixels) {
  if (auto *dinov2 = std::get_if<Dinov2Config>(&config.family))
    return buildDinov2(e, *dinov2, prefix(), config.modelType == "dinov2_with_registers", pixels);
  ViTStyle style;
  style.distilled = std::holds_alternative<DeiTConfig>(config.family);
  style.timm = config.timm;
  return buildViT(e, vitConfig(), prefix(), style, pixels);
}

Expected<ImportedModel> GraphBuilder::build() {
  if (Error error = checkOptions())
    return std::move(error);
  ImportedModel result;
  Location loc = NameLoc::get(b.getStringAttr(config.architecture));
  result.module = ModuleOp::create(b, loc);
  func::FuncOp main = createMain(*result.module);
  Value pixels = main.getArgument(0);
  EncoderBuilder e(b, weights, config.encoder(), options.batch, imageSize);
  EncodedTokens tokens = buildEncoder(e, pixels);

  SmallVector<Value> values;
  for (StringRef name : outputs)
    values.push_back(buildOutput(e, name, tokens));
  func::ReturnOp::create(b, loc, values);
  main.setFunctionType(b.getFunctionType(main.getArgumentTypes(), ValueRange(values).getTypes()));
  for (auto [index, name] : llvm::enumerate(outputs))
    main.setResultAttr(index, "vitc.output", b.getStringAttr(name));
  if (Error error = declareWeights(*result.module, result))
    return std::move(error);
  if (failed(verify(*result.module)))
    return inputError({config.file}, "found a graph that its own verifier refuses",
                      "please report this with the configuration");
  result.outputs = outputs;
  return std::move(result);
}

} // namespace

Expected<ImportedModel> vitc::importModel(MLIRContext &context, const ModelDirectory &model,
                                          const ImportOptions &options) {
  return GraphBuilder(context, model, options).build();
}
