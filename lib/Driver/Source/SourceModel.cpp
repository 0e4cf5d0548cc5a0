//===- SourceModel.cpp - what MODEL on a command line stands for ----------===//

#include "SourceModel.h"

#include "Diagnostics.h"
#include "EntryFunction.h"
#include "Failure.h"
#include "Recipe.h"
#include "Samples.h"

#include "vitc/RegisterAll.h"
#include "vitc/Support/Format.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/DialectRegistry.h"
#include "mlir/Parser/Parser.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

#include <set>
#include <utility>

using namespace mlir;
using vitc::target::TensorInfo;

namespace vitc::driver {

static std::unique_ptr<MLIRContext> makeContext() {
  DialectRegistry registry;
  registerAllDialects(registry);
  // Modules have few functions; one thread keeps reproducers possible and start-up short.
  auto context = std::make_unique<MLIRContext>(registry, MLIRContext::Threading::DISABLED);
  context->printOpOnDiagnostic(false); // messages name the place in the user's file
  return context;
}

SourceModel::SourceModel(const Invocation &invocation)
    : invocation(invocation), mlirContext(makeContext()) {}

/// `google/vit-base` → `vit-base`; `models/x/config.json` → `x`; `block.mlir` → `block`.
static std::string nameOf(StringRef model) {
  StringRef path = model.rtrim('/');
  StringRef last = llvm::sys::path::filename(path);
  if (last == "config.json" && !llvm::sys::path::parent_path(path).empty())
    last = llvm::sys::path::filename(llvm::sys::path::parent_path(path));
  if (last.ends_with(".mlir") || last.ends_with(".json"))
    last = llvm::sys::path::stem(last);
  return last.empty() || last == "." || last == ".." ? "model" : last.str();
}

Expected<std::unique_ptr<SourceModel>> SourceModel::open(const Invocation &invocation) {
  std::unique_ptr<SourceModel> model(new SourceModel(invocation));
  model->modelName = nameOf(invocation.model);
  bool text = StringRef(invocation.model).ends_with(".mlir");
  if (!text && !invocation.entry.empty())
    return usageError("found --entry with a model, expected an .mlir file",
                      "models have one function");
  if (Error error = text ? model->openModule() : model->openFiles())
    return std::move(error);
  if (!invocation.calibrate.empty()) {
    Expected<std::vector<std::string>> pictures = listPictures(invocation.calibrate);
    if (!pictures)
      return pictures.takeError();
    model->pictures = std::move(*pictures);
  }
  return std::move(model);
}

Error SourceModel::openFiles() {
  StringRef path = invocation.model;
  if (!llvm::sys::fs::exists(path) && !isRepositoryId(path))
    return foundExpected({invocation.model}, "no file or folder of this name",
                         "a model directory, an id in the local Hugging Face cache, a config.json "
                         "or an .mlir file");
  Expected<ModelDirectory> opened = ModelDirectory::open(invocation.model, invocation.preprocess);
  if (!opened)
    return opened.takeError();
  files = std::move(*opened);
  pixels = invocation.imageSize.value_or(defaultImageSize(*files));
  return Error::success();
}

Error SourceModel::openModule() {
  Expected<MappedFile> file = MappedFile::open(invocation.model); // for its messages
  if (!file)
    return file.takeError();
  DiagnosticCollector diagnostics(*mlirContext);
  parsed = parseSourceFile<ModuleOp>(invocation.model, mlirContext.get());
  if (!parsed)
    return diagnostics.take(invocation.model + " cannot be parsed");
  if (invocation.imageSize || !invocation.outputs.empty() || !invocation.batches.empty())
    return usageError("found --image-size, --outputs or --batch with an .mlir file, expected none",
                      "the types in the file say them all");
  if (!invocation.calibrate.empty())
    return usageError("found --calibrate with an .mlir file, expected a model",
                      "a file of functions has no preprocessing for pictures");
  weightsDirectory = llvm::sys::path::parent_path(invocation.model).str();
  return prepareEntry();
}

/// What the command line makes of a function.
static EntryForm formOf(const Invocation &invocation) {
  if (invocation.emit == OutputKind::ViT)
    return EntryForm::Text;
  bool reference = invocation.reference || invocation.emit == OutputKind::Linalg;
  return reference ? EntryForm::Reference : EntryForm::Optimised;
}

/// Leaves the function that is meant as @main, checked. A module with `vitc.unchecked` is taken as
/// it is: for those who work on phases.
Error SourceModel::prepareEntry() {
  Expected<func::FuncOp> entry = chooseEntry(*parsed, invocation.entry, invocation.model);
  if (!entry)
    return entry.takeError();
  if ((*parsed)->hasAttr("vitc.unchecked")) {
    (*entry)->setAttr("vitc.entry", UnitAttr::get(mlirContext.get()));
    return entry->getSymName() == "main"
               ? Error::success()
               : foundExpected({invocation.model}, "vitc.unchecked with @" + entry->getSymName(),
                               "@main");
  }
  // Checks of a program may call what they like; it is run, not compiled.
  if (driver::isProgram(*entry) && entry->getSymName() == "main")
    return Error::success();
  if (Error error = isolateEntry(*parsed, *entry))
    return error;
  (*parsed)->setAttr("vitc.copies", UnitAttr::get(mlirContext.get()));
  return checkEntry(*entry, formOf(invocation));
}

bool SourceModel::isProgram() const {
  if (!parsed)
    return false;
  ModuleOp module = *const_cast<SourceModel *>(this)->parsed;
  return driver::isProgram(module.lookupSymbol<func::FuncOp>("main"));
}

Error SourceModel::checkHasTensors() const {
  if (!isProgram())
    return Error::success();
  return foundExpected({invocation.model}, "a program of checks, which takes and returns nothing",
                       "a function from tensors to tensors",
                       "'vitc run' runs it, in the reference form");
}

Expected<OwningOpRef<ModuleOp>> SourceModel::build(int64_t batch) {
  Expected<OwningOpRef<ModuleOp>> module =
      parsed ? OwningOpRef<ModuleOp>(parsed->clone()) : import(batch);
  if (!module)
    return module.takeError();
  if (Error error = locateWeights(**module))
    return std::move(error);
  if (!isProgram())
    decisions.apply(**module);
  if (moduleChange)
    moduleChange(**module);
  return module;
}

Expected<OwningOpRef<ModuleOp>> SourceModel::import(int64_t batch) {
  ImportOptions options;
  options.batch = batch == 0 ? 1 : batch;
  options.imageSize = invocation.imageSize;
  options.outputs = invocation.outputs;
  options.seed = invocation.seed;
  DiagnosticCollector diagnostics(*mlirContext);
  Expected<ImportedModel> imported = importModel(*mlirContext, *files, options);
  if (!imported)
    return imported.takeError();
  weightsDirectory = imported->weightsDirectory;
  unexpectedTensors = std::move(imported->unexpected);
  warnOfUnexpected();
  if (imported->randomWeights) // further batches read the same file
    files->checkpoint = std::move(imported->randomWeights);
  return std::move(imported->module);
}

/// Once, however often the model is built: a checkpoint of more layers than config.json has
/// computes something else.
void SourceModel::warnOfUnexpected() {
  static constexpr size_t mostNames = 3;
  bool lists = invocation.command == Command::Inspect;
  if (std::exchange(warned, true) || unexpectedTensors.empty() || lists || invocation.quiet)
    return;
  ArrayRef<std::string> names = ArrayRef(unexpectedTensors).take_front(mostNames);
  size_t more = unexpectedTensors.size() - names.size();
  llvm::errs() << formatted("vitc: warning: {}: found {} that config.json has no use for: {}{}\n"
                            "hint: 'vitc inspect' lists all\n",
                            invocation.model,
                            more + names.size() == 1
                                ? std::string("a tensor")
                                : formatted("{} tensors", unexpectedTensors.size()),
                            llvm::join(names, ", "), more ? formatted(" and {} more", more) : "");
}

Error SourceModel::locateWeights(ModuleOp module) {
  Expected<WeightTable> table = driver::locateWeights(module, weightsDirectory);
  if (!table)
    return table.takeError();
  weightTable = std::move(*table);
  return Error::success();
}

std::vector<std::string> SourceModel::sourceFiles() const {
  std::vector<std::string> names;
  if (files) {
    names = files->sourceFiles();
  } else {
    std::set<std::string> weightFiles; // in one order whatever the hash table's
    for (const auto &weight : weightTable)
      weightFiles.insert(weight.second.file);
    names = {invocation.model};
    llvm::append_range(names, weightFiles);
  }
  llvm::append_range(names, pictures);
  return names;
}

//===----------------------------------------------------------------------===//
// What outputs say of the model
//===----------------------------------------------------------------------===//

/// As transformers' image-classification pipeline chooses.
static target::Answer answerOf(const ModelConfig &config) {
  if (config.head == HeadKind::None)
    return target::Answer::None;
  bool sigmoid = config.problemType == ProblemType::MultiLabel || config.labels.size() == 1;
  return sigmoid ? target::Answer::Sigmoid : target::Answer::Softmax;
}

target::ModelInfo SourceModel::describe() const {
  target::ModelInfo info;
  info.name = modelName;
  if (!files)
    return info;
  info.labels = files->config.labels;
  info.answer = answerOf(files->config);
  if (Expected<MappedFile> file = MappedFile::open(files->config.file))
    info.configJson = file->text().str();
  else
    llvm::consumeError(file.takeError()); // read a moment ago; nothing depends on it
  if (Error error = checkPictures())      // whoever needs pictures asks again
    llvm::consumeError(std::move(error));
  else
    info.recipe = recipe();
  return info;
}

Error SourceModel::checkPictures() const {
  if (!files)
    return foundExpected({invocation.model}, "pictures for an .mlir file", "--input FILE");
  const EncoderConfig &encoder = files->config.encoder();
  if (encoder.channels != 3)
    return inputError({files->config.file, "num_channels"},
                      "found " + Twine(encoder.channels) + " channels, expected 3 for pictures",
                      "give tensors: --input FILE");
  return checkPictureSize();
}

Error SourceModel::checkPictureSize() const {
  ImageSize made = files->preprocessor.outputSize();
  if (invocation.imageSize || made == pixels || made.height == 0)
    return Error::success();
  return inputError({files->preprocessor.file},
                    "found preprocessing to " + sizeText(made) + " pixels, expected " +
                        sizeText(pixels) + " as config.json says",
                    "--image-size=" + sizeText(pixels) +
                        " changes the preprocessing, --image-size=" + sizeText(made) +
                        " resamples the positions");
}

std::optional<vitc_image_recipe> SourceModel::recipe() const {
  return imageRecipe(invocation.imageSize ? files->preprocessor.withOutputSize(pixels)
                                          : files->preprocessor,
                     pixels);
}

void SourceModel::warnOfUsualRecipe() const {
  if (files && files->checkpoint && files->preprocessor.file.empty() && !invocation.quiet)
    llvm::errs() << formatted("vitc: warning: {}: found no preprocessor_config.json, "
                              "pictures are prepared as usual: {}\n",
                              invocation.model, recipeText(files->preprocessor));
}

Expected<target::ModelInfo> describeModule(const SourceModel &source, ModuleOp module) {
  target::ModelInfo info = source.describe();
  Expected<std::vector<TensorInfo>> inputs = mainInputs(module);
  Expected<std::vector<TensorInfo>> outputs = mainOutputs(module);
  if (Error error = llvm::joinErrors(inputs.takeError(), outputs.takeError()))
    return std::move(error);
  info.inputs = std::move(*inputs);
  info.outputs = std::move(*outputs);
  return info;
}

} // namespace vitc::driver
