//===- LoadedModel.cpp - a model that lives in this process ---------------===//

#include "vitc/Execution/LoadedModel.h"

#include "vitc/Support/Errors.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <sys/mman.h>
#include <utility>

using namespace llvm;
using vitc::target::EntryDesc;
using vitc::target::ModelInfo;
using vitc::target::TensorInfo;

namespace vitc::execution {

//===----------------------------------------------------------------------===//
// PackedWeights
//===----------------------------------------------------------------------===//

Expected<PackedWeights> PackedWeights::allocate(uint64_t bytes) {
  if (bytes == 0)
    return PackedWeights(nullptr, 0);
  void *data = mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (data == MAP_FAILED)
    return systemError({}, "reserve " + Twine(bytes) + " bytes for packed weights", errno);
  madvise(data, bytes, MADV_HUGEPAGE); // a wish: without it everything works, slower
  return PackedWeights(static_cast<uint8_t *>(data), bytes);
}

PackedWeights::PackedWeights(PackedWeights &&other) noexcept
    : data(std::exchange(other.data, nullptr)), byteCount(std::exchange(other.byteCount, 0)) {}

PackedWeights &PackedWeights::operator=(PackedWeights &&other) noexcept {
  std::swap(data, other.data);
  std::swap(byteCount, other.byteCount);
  return *this;
}

PackedWeights::~PackedWeights() {
  if (data)
    munmap(data, byteCount);
}

//===----------------------------------------------------------------------===//
// LoadedModel
//===----------------------------------------------------------------------===//

/// A vitc_model_desc and everything it points to. Does not move.
struct LoadedModel::Descriptor {
  explicit Descriptor(ModelInfo given) : info(std::move(given)) {}

  Error fill(const JitModule &code, const PackedWeights &weights);

  ModelInfo info;
  std::vector<vitc_tensor_desc> inputs, outputs;
  std::vector<vitc_variant_desc> variants;
  std::vector<const char *> labels;
  vitc_model_desc desc = {};
};

static std::vector<vitc_tensor_desc> describe(ArrayRef<TensorInfo> tensors) {
  std::vector<vitc_tensor_desc> list;
  for (const TensorInfo &tensor : tensors) {
    vitc_tensor_desc desc = {};
    desc.struct_size = sizeof(desc);
    desc.dtype = static_cast<uint32_t>(tensor.type);
    desc.name = tensor.name.c_str();
    desc.rank = tensor.shape.size();
    std::copy(tensor.shape.begin(), tensor.shape.end(), desc.shape);
    list.push_back(desc);
  }
  return list;
}

Error LoadedModel::Descriptor::fill(const JitModule &code, const PackedWeights &weights) {
  Expected<std::vector<const EntryDesc *>> forwards = target::orderedForwards(info);
  if (!forwards)
    return forwards.takeError();
  for (const EntryDesc *entry : *forwards) {
    Expected<EntryFunction> function = code.entry(entry->symbol);
    if (!function)
      return function.takeError();
    vitc_variant_desc variant = {};
    variant.struct_size = sizeof(variant);
    variant.isa = static_cast<uint32_t>(entry->isa);
    variant.batch = entry->batch;
    variant.arena_size = entry->arenaBytes;
    variant.scratch_size = entry->scratchBytes;
    variant.forward = *function;
    variants.push_back(variant);
  }
  inputs = describe(info.inputs);
  outputs = describe(info.outputs);
  for (const std::string &label : info.labels)
    labels.push_back(label.c_str());
  desc.struct_size = sizeof(desc);
  desc.abi_version = VITC_ABI_VERSION;
  desc.name = info.name.c_str();
  desc.num_inputs = inputs.size();
  desc.num_outputs = outputs.size();
  desc.inputs = inputs.data();
  desc.outputs = outputs.data();
  desc.weights = weights.bytes().data();
  desc.weights_size = weights.bytes().size();
  std::copy(info.weightsHash.begin(), info.weightsHash.end(), desc.weights_hash);
  desc.num_variants = variants.size();
  desc.num_labels = labels.size();
  desc.variants = variants.data();
  desc.labels = labels.data();
  desc.recipe = info.recipe ? &*info.recipe : nullptr;
  desc.config_json = info.configJson.c_str();
  desc.answer = static_cast<uint32_t>(info.answer);
  return Error::success();
}

LoadedModel::LoadedModel(std::unique_ptr<JitModule> code, PackedWeights weights)
    : code(std::move(code)), weights(std::move(weights)) {}

LoadedModel::~LoadedModel() { vitc_model_destroy(model); }

const vitc_model_desc &LoadedModel::descriptor() const { return desc->desc; }

static Error modelError(const vitc_model_desc &desc, StringRef action, vitc_status status) {
  return inputError({desc.name}, "cannot " + action + ": " + vitc_status_string(status));
}

/// Code that is made for this machine fits it, unless somebody forbids the level that it is for.
static Error loadError(const vitc_model_desc &desc, vitc_status status) {
  const char *forced = std::getenv("VITC_ISA");
  if (!forced || (status != VITC_NO_ISA && status != VITC_BAD_ARGUMENT))
    return modelError(desc, "load the model", status);
  const char *least = vitc_isa_string(vitc_isa(desc.variants[desc.num_variants - 1].isa));
  return foundExpected({"VITC_ISA"}, inQuotes(forced),
                       "a level that this processor has, " + Twine(least) + " or above as the code",
                       "VITC_ISA chooses among the levels of a file, --cpu those that are made");
}

Expected<std::unique_ptr<LoadedModel>> LoadedModel::create(ModelInfo info,
                                                           std::unique_ptr<JitModule> code,
                                                           PackedWeights weights,
                                                           unsigned threads) {
  std::unique_ptr<LoadedModel> loaded(new LoadedModel(std::move(code), std::move(weights)));
  loaded->desc = std::make_unique<Descriptor>(std::move(info));
  if (Error error = loaded->desc->fill(*loaded->code, loaded->weights))
    return std::move(error);
  vitc_model_options options = {};
  options.struct_size = sizeof(options);
  options.threads = threads;
  vitc_status status = vitc_model_create(&loaded->desc->desc, &options, &loaded->model);
  if (status != VITC_OK)
    return loadError(loaded->desc->desc, status);
  return loaded;
}

Error LoadedModel::run(int64_t batch, ArrayRef<const void *> inputs,
                       ArrayRef<void *> outputs) const {
  if (inputs.size() != desc->inputs.size() || outputs.size() != desc->outputs.size())
    return inputError({}, "internal error: running a model with another number of tensors than it "
                          "has");
  vitc_status status = vitc_model_run(model, batch, inputs.data(), outputs.data());
  return status == VITC_OK ? Error::success() : modelError(desc->desc, "run the model", status);
}

} // namespace vitc::execution
