//===- Inspect.cpp - vitc inspect -----------------------------------------===//

#include "Code/CompiledModel.h"
#include "Commands.h"
#include "Failure.h"
#include "Precision/Decide.h"
#include "Source/Recipe.h"
#include "Source/Work.h"
#include "StrassenUse.h"

#include "vitc/Import/Files/Safetensors.h"
#include "vitc/Support/Format.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using mlir::ModuleOp;
using mlir::OwningOpRef;

namespace vitc::driver {

namespace {
/// What there is to say of a model.
struct Facts {
  target::ModelInfo info;
  const ModelDirectory *files = nullptr;
  int64_t parameters = 0, flops = 0;
  uint64_t checkpointBytes = 0, packedBytes = 0, arenaBytes = 0, scratchBytes = 0;
  std::string pictureProblem;          ///< Empty when pictures can be given.
  std::optional<StrassenUse> strassen; ///< With --gemm=strassen.
  ArrayRef<std::string> unexpected;
  std::string precision, scales;
  std::optional<MixedPrecision> mixed; ///< What --max-error decided.
};
} // namespace

static std::string bytesText(uint64_t bytes) {
  if (bytes >= 1000000000)
    return formatted("{:.2f} GB", bytes * 1e-9);
  if (bytes >= 1000000)
    return formatted("{:.1f} MB", bytes * 1e-6);
  return formatted("{:.1f} kB", bytes * 1e-3);
}

static std::string flopsText(int64_t flops) {
  return flops >= 100000000 ? formatted("{:.2f} GFLOP", flops * 1e-9)
                            : formatted("{:.2f} MFLOP", flops * 1e-6);
}

static std::string tensorText(const target::TensorInfo &tensor) {
  return tensor.name + " " + target::elementName(tensor.type).str() + " " + batchShape(tensor);
}

/// All fields that a list in ModelConfig and one in Preprocessor name.
static std::vector<std::string> bothLists(const std::vector<std::string> &config,
                                          const std::vector<std::string> &preprocessor) {
  std::vector<std::string> all = config;
  for (const std::string &each : preprocessor)
    all.push_back("preprocessor: " + each);
  return all;
}

static void printRow(StringRef name, const Twine &value) {
  outs() << formatted("{:<14}", name) << value << '\n';
}

static void printList(StringRef name, ArrayRef<std::string> list) {
  for (auto [index, each] : enumerate(list))
    printRow(index == 0 ? name : "", each);
}

static void printArchitecture(const Facts &facts) {
  const ModelConfig &config = facts.files->config;
  const EncoderConfig &encoder = config.encoder();
  printRow("family", config.modelType + ", " + config.architecture);
  printRow("encoder", formatted("{} layers, width {}, {} heads of {}, patches of {}",
                                encoder.layers, encoder.hiddenSize, encoder.heads,
                                encoder.headSize(), sizeText(encoder.patchSize)));
  if (facts.files->checkpoint)
    printRow("tensor names", tensorNamesText(facts.files->checkpoint->tensorNames()));
}

static void printStrassen(const StrassenUse &use) {
  printRow("products", formatted("{} of {} by strassen: error up to {} times the classical one",
                                 use.products, use.products + use.classical, strassenErrorFactor));
  if (use.products)
    printRow("", formatted("their weights {}, {:.2f} times the classical {}", bytesText(use.bytes),
                           double(use.bytes) / use.classicalBytes, bytesText(use.classicalBytes)));
  for (const std::string &line : use.remarks)
    printRow("", line);
}

static void printText(const Facts &facts) {
  printRow("model", facts.info.name);
  if (facts.files)
    printArchitecture(facts);
  for (const target::TensorInfo &tensor : facts.info.inputs)
    printRow("input", tensorText(tensor));
  for (const target::TensorInfo &tensor : facts.info.outputs)
    printRow("output", tensorText(tensor));
  printRow("parameters",
           formatted("{} ({} in files)", facts.parameters, bytesText(facts.checkpointBytes)));
  printRow("arithmetic",
           flopsText(facts.flops) + (facts.files ? " for one image" : " for one run"));
  printRow("memory", formatted("packed weights {}, activations {}, {} for each thread",
                               bytesText(facts.packedBytes), bytesText(facts.arenaBytes),
                               bytesText(facts.scratchBytes)));
  if (facts.strassen)
    printStrassen(*facts.strassen);
  printRow("precision", facts.precision);
  if (!facts.scales.empty())
    printRow("scales", facts.scales);
  if (facts.mixed) {
    printRow("error", formatted("{:.2e} on {}", facts.mixed->error, facts.mixed->samples));
    printList("kept", keptText(*facts.mixed));
  }
  if (!facts.files)
    return;
  printRow("preprocessing", facts.pictureProblem.empty() ? recipeText(facts.files->preprocessor)
                                                         : "none: " + facts.pictureProblem);
  if (!facts.info.labels.empty())
    printRow("labels", formatted("{}: {}{}", facts.info.labels.size(),
                                 join(ArrayRef(facts.info.labels).take_front(5), ", "),
                                 facts.info.labels.size() > 5 ? ", ..." : ""));
  printList("defaulted",
            bothLists(facts.files->config.defaulted, facts.files->preprocessor.defaulted));
  printList("ignored", bothLists(facts.files->config.ignored, facts.files->preprocessor.ignored));
  printList("unexpected", facts.unexpected);
}

static void writeTensors(json::OStream &json, StringRef key, ArrayRef<target::TensorInfo> tensors) {
  json.attributeArray(key, [&] {
    for (const target::TensorInfo &tensor : tensors)
      json.object([&] {
        json.attribute("name", tensor.name);
        json.attribute("dtype", target::elementName(tensor.type));
        json.attributeArray("shape", [&] {
          if (tensor.shape.front() == 1)
            json.value(nullptr); // the batch
          else
            json.value(tensor.shape.front()); // rows of one run
          for (int64_t size : ArrayRef(tensor.shape).drop_front())
            json.value(size);
        });
      });
  });
}

static void writeStrings(json::OStream &json, StringRef key, ArrayRef<std::string> strings) {
  json.attributeArray(key, [&] {
    for (const std::string &each : strings)
      json.value(each);
  });
}

static void printJson(const Facts &facts) {
  json::OStream json(outs(), /*IndentSize=*/2);
  json.object([&] {
    json.attribute("model", facts.info.name);
    if (facts.files) {
      const EncoderConfig &encoder = facts.files->config.encoder();
      json.attribute("model_type", facts.files->config.modelType);
      json.attribute("architecture", facts.files->config.architecture);
      json.attribute("layers", encoder.layers);
      json.attribute("hidden_size", encoder.hiddenSize);
      json.attribute("heads", encoder.heads);
      if (facts.files->checkpoint)
        json.attribute("tensor_names", tensorNamesText(facts.files->checkpoint->tensorNames()));
    }
    writeTensors(json, "inputs", facts.info.inputs);
    writeTensors(json, "outputs", facts.info.outputs);
    json.attribute("parameters", facts.parameters);
    json.attribute("checkpoint_bytes", static_cast<int64_t>(facts.checkpointBytes));
    json.attribute("flops", facts.flops);
    json.attribute("packed_bytes", static_cast<int64_t>(facts.packedBytes));
    json.attribute("arena_bytes", static_cast<int64_t>(facts.arenaBytes));
    json.attribute("scratch_bytes", static_cast<int64_t>(facts.scratchBytes));
    json.attribute("precision", facts.precision);
    if (!facts.scales.empty())
      json.attribute("scales", facts.scales);
    if (facts.mixed) {
      json.attribute("relative_error", facts.mixed->error);
      writeStrings(json, "kept", keptText(*facts.mixed));
    }
    if (facts.strassen) {
      json.attribute("strassen_products", facts.strassen->products);
      json.attribute("classical_products", facts.strassen->classical);
      json.attribute("strassen_error_factor", strassenErrorFactor);
      json.attribute("strassen_weight_bytes", facts.strassen->bytes);
      json.attribute("strassen_weight_bytes_classical", facts.strassen->classicalBytes);
      writeStrings(json, "remarks", facts.strassen->remarks);
    }
    if (facts.files) {
      json.attribute("preprocessing", facts.pictureProblem.empty()
                                          ? recipeText(facts.files->preprocessor)
                                          : "none: " + facts.pictureProblem);
      writeStrings(json, "labels", facts.info.labels);
      writeStrings(json, "defaulted",
                   bothLists(facts.files->config.defaulted, facts.files->preprocessor.defaulted));
      writeStrings(json, "ignored",
                   bothLists(facts.files->config.ignored, facts.files->preprocessor.ignored));
      writeStrings(json, "unexpected", facts.unexpected);
    }
  });
  outs() << '\n';
}

/// Where the scales of integers come from; empty without integers.
static std::string scalesText(const Invocation &invocation) {
  if (invocation.precision != "int8")
    return "";
  return invocation.calibrate.empty() ? "dynamic: of each row"
                                      : "static: of each product, measured";
}

Error runInspect(const Invocation &invocation) {
  Expected<std::unique_ptr<SourceModel>> opened = SourceModel::open(invocation);
  if (!opened)
    return opened.takeError();
  SourceModel &source = **opened;
  Expected<OwningOpRef<ModuleOp>> module = source.build(1);
  if (!module)
    return module.takeError();
  if (Error error = source.checkHasTensors())
    return error;
  Expected<std::optional<MixedPrecision>> kept = decide(invocation, source);
  if (!kept)
    return kept.takeError();
  Expected<CompileRequest> request = requestOf(invocation, "x86-64-v3");
  if (!request)
    return request.takeError();
  request->objects = false;
  Phases phases("");
  Expected<std::unique_ptr<CompiledModel>> model = CompiledModel::compile(source, *request, phases);
  if (!model)
    return model.takeError();
  Facts facts;
  facts.info = (*model)->info();
  facts.files = source.directory();
  facts.parameters = countParameters(**module);
  facts.flops = countFlops(**module);
  for (const auto &weight : source.weights())
    facts.checkpointBytes += weight.second.bytes;
  if (request->gemm == "strassen") {
    Expected<StrassenUse> use = StrassenUse::measure(**module);
    if (!use)
      return use.takeError();
    facts.strassen = std::move(*use);
  }
  facts.packedBytes = facts.info.weightsBytes;
  facts.arenaBytes = facts.info.forwards.front().arenaBytes;
  facts.scratchBytes = facts.info.forwards.front().scratchBytes;
  facts.unexpected = source.unexpected();
  facts.precision = invocation.precision;
  facts.scales = scalesText(invocation);
  facts.mixed = std::move(*kept);
  if (Error error = source.checkPictures())
    handleAllErrors(std::move(error),
                    [&](const InputError &e) { facts.pictureProblem = e.text().str(); });
  invocation.json ? printJson(facts) : printText(facts);
  return Error::success();
}

} // namespace vitc::driver
