//===- Descriptor.cpp - the constant that describes a model ---------------===//

#include "vitc/Target/Descriptor/Descriptor.h"

#include "CInterface.h"
#include "ConstantLayout.h"

#include "vitc/Runtime/Model.h"

using namespace llvm;

namespace vitc::target {

std::string descriptorSymbol(StringRef prefix) { return prefix.str() + ".descriptor"; }
std::string weightsSymbol(StringRef prefix) { return prefix.str() + ".weights"; }
StringRef weightsSection() { return ".lrodata.vitc"; }

namespace {
/// Builds the constants of one model.
class Builder {
public:
  Builder(llvm::Module &module, const ModelInfo &info, const DescriptorOptions &options)
      : module(module), context(module.getContext()), info(info), options(options),
        null(ConstantPointerNull::get(PointerType::getUnqual(context))) {}

  GlobalVariable *descriptor(ArrayRef<const EntryDesc *> forwards);

private:
  GlobalVariable *constant(Constant *value, const Twine &name, unsigned align) {
    auto *global = new GlobalVariable(module, value->getType(), /*isConstant=*/true,
                                      GlobalValue::InternalLinkage, value, name);
    global->setAlignment(Align(align));
    return global;
  }
  Constant *string(StringRef text) {
    auto *global = constant(ConstantDataArray::getString(context, text), "text", 1);
    global->setUnnamedAddr(GlobalValue::UnnamedAddr::Global);
    return global;
  }
  /// An array of equal constants; null when there are none.
  Constant *array(ArrayRef<Constant *> values, const Twine &name) {
    if (values.empty())
      return null;
    auto *type = ArrayType::get(values[0]->getType(), values.size());
    return constant(ConstantArray::get(type, values), name, 8);
  }
  Constant *tensors(ArrayRef<TensorInfo> list, const Twine &name);
  Constant *variants(ArrayRef<const EntryDesc *> forwards);
  Constant *labels();
  Constant *recipe();
  Constant *weights();

  llvm::Module &module;
  LLVMContext &context;
  const ModelInfo &info;
  const DescriptorOptions &options;
  Constant *null;
};
} // namespace

Constant *Builder::tensors(ArrayRef<TensorInfo> list, const Twine &name) {
  SmallVector<Constant *> values;
  for (const TensorInfo &tensor : list) {
    ConstantLayout layout(context, sizeof(vitc_tensor_desc));
    VITC_INTEGER(layout, vitc_tensor_desc, struct_size, sizeof(vitc_tensor_desc));
    VITC_INTEGER(layout, vitc_tensor_desc, dtype, uint32_t(tensor.type));
    VITC_POINTER(layout, vitc_tensor_desc, name, string(tensor.name));
    VITC_INTEGER(layout, vitc_tensor_desc, rank, tensor.shape.size());
    VITC_INTEGER(layout, vitc_tensor_desc, reserved, 0);
    for (size_t i = 0; i < VITC_MAX_RANK; ++i) // every field set: equal types make an array
      layout.integer(offsetof(vitc_tensor_desc, shape) + 8 * i, 8,
                     i < tensor.shape.size() ? tensor.shape[i] : 0);
    values.push_back(layout.finish());
  }
  return array(values, name);
}

Constant *Builder::variants(ArrayRef<const EntryDesc *> forwards) {
  SmallVector<Constant *> values;
  for (const EntryDesc *entry : forwards) {
    auto *type = FunctionType::get(llvm::Type::getVoidTy(context), {null->getType()}, false);
    auto *forward = cast<Function>(module.getOrInsertFunction(entry->symbol, type).getCallee());
    forward->setVisibility(GlobalValue::HiddenVisibility);
    ConstantLayout layout(context, sizeof(vitc_variant_desc));
    VITC_INTEGER(layout, vitc_variant_desc, struct_size, sizeof(vitc_variant_desc));
    VITC_INTEGER(layout, vitc_variant_desc, isa, uint32_t(entry->isa));
    VITC_INTEGER(layout, vitc_variant_desc, batch, entry->batch);
    VITC_INTEGER(layout, vitc_variant_desc, arena_size, entry->arenaBytes);
    VITC_INTEGER(layout, vitc_variant_desc, scratch_size, entry->scratchBytes);
    VITC_POINTER(layout, vitc_variant_desc, forward, forward);
    values.push_back(layout.finish());
  }
  return array(values, "variants");
}

Constant *Builder::labels() {
  SmallVector<Constant *> values;
  for (const std::string &label : info.labels)
    values.push_back(string(label));
  return array(values, "labels");
}

Constant *Builder::recipe() {
  if (!info.recipe)
    return null;
  ArrayRef<uint8_t> bytes(reinterpret_cast<const uint8_t *>(&*info.recipe),
                          sizeof(vitc_image_recipe));
  return constant(ConstantDataArray::get(context, bytes), "recipe", 8);
}

/// The weights' symbol. The placeholder is a large object: its address is a 64-bit relocation, so
/// it may lie anywhere.
Constant *Builder::weights() {
  if (options.weights == DescriptorOptions::Weights::File || info.weightsBytes == 0)
    return null;
  auto *type = ArrayType::get(llvm::Type::getInt8Ty(context), 64);
  bool external = options.weights == DescriptorOptions::Weights::External;
  auto *global = new GlobalVariable(module, type, /*isConstant=*/true, GlobalValue::ExternalLinkage,
                                    external ? nullptr : ConstantAggregateZero::get(type),
                                    weightsSymbol(options.prefix));
  global->setVisibility(GlobalValue::HiddenVisibility);
  global->setAlignment(Align(64));
  global->setCodeModel(CodeModel::Large);
  if (!external)
    global->setSection(weightsSection());
  return global;
}

GlobalVariable *Builder::descriptor(ArrayRef<const EntryDesc *> forwards) {
  using Desc = vitc_model_desc;
  ConstantLayout layout(context, sizeof(Desc));
  bool file = options.weights == DescriptorOptions::Weights::File;
  VITC_INTEGER(layout, Desc, struct_size, sizeof(Desc));
  VITC_INTEGER(layout, Desc, abi_version, VITC_ABI_VERSION);
  VITC_POINTER(layout, Desc, name, string(info.name));
  VITC_INTEGER(layout, Desc, num_inputs, info.inputs.size());
  VITC_INTEGER(layout, Desc, num_outputs, info.outputs.size());
  VITC_POINTER(layout, Desc, inputs, tensors(info.inputs, "inputs"));
  VITC_POINTER(layout, Desc, outputs, tensors(info.outputs, "outputs"));
  VITC_POINTER(layout, Desc, weights, weights());
  VITC_INTEGER(layout, Desc, weights_size, info.weightsBytes);
  VITC_POINTER(layout, Desc, weights_file, file ? string(info.weightsFile) : null);
  layout.bytes(offsetof(Desc, weights_hash), info.weightsHash);
  VITC_INTEGER(layout, Desc, num_variants, forwards.size());
  VITC_INTEGER(layout, Desc, num_labels, info.labels.size());
  VITC_POINTER(layout, Desc, variants, variants(forwards));
  VITC_POINTER(layout, Desc, labels, labels());
  VITC_POINTER(layout, Desc, recipe, recipe());
  VITC_POINTER(layout, Desc, config_json, string(info.configJson));
  VITC_INTEGER(layout, Desc, answer, uint32_t(info.answer));
  GlobalVariable *global = constant(layout.finish(), descriptorSymbol(options.prefix), 8);
  global->setLinkage(GlobalValue::ExternalLinkage);
  global->setVisibility(GlobalValue::HiddenVisibility);
  // The hash is patched in after linking (Link): the optimiser must not read it.
  global->setExternallyInitialized(true);
  return global;
}

Expected<std::unique_ptr<llvm::Module>>
buildDescriptor(const ModelInfo &info, const DescriptorOptions &options, LLVMContext &context) {
  Expected<std::vector<const EntryDesc *>> forwards = orderedForwards(info);
  if (!forwards)
    return forwards.takeError();
  auto module = std::make_unique<llvm::Module>("vitc", context);
  GlobalVariable *descriptor = Builder(*module, info, options).descriptor(*forwards);
  if (options.interface == DescriptorOptions::Interface::Library)
    addLibraryFunctions(*module, info, options.prefix, descriptor);
  if (options.interface == DescriptorOptions::Interface::Program)
    addMain(*module, descriptor);
  if (options.interface != DescriptorOptions::Interface::None) {
    // crtbeginS.o would define it, but that belongs to a compiler's package.
    auto *pointer = PointerType::getUnqual(context);
    auto *handle = new GlobalVariable(*module, pointer, /*isConstant=*/false,
                                      GlobalValue::WeakAnyLinkage, nullptr, "__dso_handle");
    handle->setInitializer(handle);
    handle->setVisibility(GlobalValue::HiddenVisibility);
  }
  return module;
}

} // namespace vitc::target
