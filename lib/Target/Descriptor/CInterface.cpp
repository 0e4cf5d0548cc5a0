//===- CInterface.cpp - the functions an output exports -------------------===//

#include "CInterface.h"

#include "vitc/Runtime/Model.h"

#include "llvm/IR/IRBuilder.h"

#include <set>

using namespace llvm;

namespace vitc::target {

namespace {
/// Builds exported functions that forward to the runtime.
class Exports {
public:
  Exports(llvm::Module &module, StringRef prefix)
      : module(module), prefix(prefix), builder(module.getContext()),
        pointer(PointerType::getUnqual(module.getContext())), i32(builder.getInt32Ty()),
        i64(builder.getInt64Ty()) {}

  /// Begins `<prefix><name>`; the builder stands in its first block.
  Function *begin(StringRef name, llvm::Type *result, ArrayRef<llvm::Type *> arguments) {
    auto *function = Function::Create(FunctionType::get(result, arguments, false),
                                      GlobalValue::ExternalLinkage, prefix + name, module);
    function->setVisibility(GlobalValue::DefaultVisibility);
    builder.SetInsertPoint(BasicBlock::Create(module.getContext(), "", function));
    return function;
  }

  /// Calls a function of the runtime.
  llvm::Value *callRuntime(StringRef name, llvm::Type *result, ArrayRef<llvm::Value *> arguments) {
    SmallVector<llvm::Type *> types;
    for (llvm::Value *argument : arguments)
      types.push_back(argument->getType());
    FunctionCallee callee =
        module.getOrInsertFunction(name, FunctionType::get(result, types, false));
    return builder.CreateCall(callee, arguments);
  }

  llvm::Module &module;
  StringRef prefix;
  IRBuilder<> builder;
  llvm::Type *pointer, *i32, *i64;
};
} // namespace

/// `<prefix>_run(model, batch, input…, output…)`: the pointers become two arrays.
static void addRun(Exports &exports, const ModelInfo &info) {
  size_t inputs = info.inputs.size(), outputs = info.outputs.size();
  SmallVector<llvm::Type *> types = {exports.pointer, exports.i64};
  types.append(inputs + outputs, exports.pointer);
  Function *run = exports.begin("_run", exports.i32, types);
  IRBuilder<> &builder = exports.builder;
  auto collect = [&](size_t first, size_t count) -> llvm::Value * {
    auto *type = ArrayType::get(exports.pointer, count);
    llvm::Value *array = builder.CreateAlloca(type);
    for (size_t i = 0; i < count; ++i)
      builder.CreateStore(run->getArg(first + i),
                          builder.CreateConstInBoundsGEP2_64(type, array, 0, i));
    return array;
  };
  llvm::Value *in = collect(2, inputs), *out = collect(2 + inputs, outputs);
  builder.CreateRet(exports.callRuntime("vitc_model_run", exports.i32,
                                        {run->getArg(0), run->getArg(1), in, out}));
}

/// `<prefix>_label(index)`: null outside of [0, number of labels).
static void addLabel(Exports &exports, GlobalVariable *descriptor) {
  Function *label = exports.begin("_label", exports.pointer, {exports.i64});
  IRBuilder<> &builder = exports.builder;
  auto field = [&](size_t offset) {
    return builder.CreateConstInBoundsGEP1_64(builder.getInt8Ty(), descriptor, offset);
  };
  auto *inside = BasicBlock::Create(exports.module.getContext(), "inside", label);
  auto *outside = BasicBlock::Create(exports.module.getContext(), "outside", label);
  llvm::Value *count = builder.CreateZExt(
      builder.CreateLoad(exports.i32, field(offsetof(vitc_model_desc, num_labels))), exports.i64);
  builder.CreateCondBr(builder.CreateICmpULT(label->getArg(0), count), inside, outside);
  builder.SetInsertPoint(inside);
  llvm::Value *labels =
      builder.CreateLoad(exports.pointer, field(offsetof(vitc_model_desc, labels)));
  builder.CreateRet(builder.CreateLoad(
      exports.pointer, builder.CreateInBoundsGEP(exports.pointer, labels, label->getArg(0))));
  builder.SetInsertPoint(outside);
  builder.CreateRet(ConstantPointerNull::get(cast<PointerType>(exports.pointer)));
}

void addLibraryFunctions(llvm::Module &module, const ModelInfo &info, StringRef prefix,
                         GlobalVariable *descriptor) {
  Exports exports(module, prefix);
  IRBuilder<> &builder = exports.builder;
  llvm::Type *pointer = exports.pointer, *i32 = exports.i32;

  Function *create = exports.begin("_create", i32, {pointer, pointer});
  builder.CreateRet(exports.callRuntime("vitc_model_create", i32,
                                        {descriptor, create->getArg(0), create->getArg(1)}));
  addRun(exports, info);
  Function *destroy = exports.begin("_destroy", builder.getVoidTy(), {pointer});
  exports.callRuntime("vitc_model_destroy", builder.getVoidTy(), {destroy->getArg(0)});
  builder.CreateRetVoid();
  Function *status = exports.begin("_status_string", pointer, {i32});
  builder.CreateRet(exports.callRuntime("vitc_status_string", pointer, {status->getArg(0)}));
  Function *isa = exports.begin("_isa", pointer, {pointer});
  builder.CreateRet(exports.callRuntime(
      "vitc_isa_string", pointer, {exports.callRuntime("vitc_model_isa", i32, {isa->getArg(0)})}));
  addLabel(exports, descriptor);
  exports.begin("_config_json", pointer, {});
  builder.CreateRet(builder.CreateLoad(
      pointer, builder.CreateConstInBoundsGEP1_64(builder.getInt8Ty(), descriptor,
                                                  offsetof(vitc_model_desc, config_json))));
  exports.begin("_describe", pointer, {});
  builder.CreateRet(descriptor);
}

void addMain(llvm::Module &module, GlobalVariable *descriptor) {
  Exports exports(module, "main");
  Function *main = exports.begin("", exports.i32, {exports.i32, exports.pointer});
  exports.builder.CreateRet(exports.callRuntime("vitc_program_main", exports.i32,
                                                {descriptor, main->getArg(0), main->getArg(1)}));
}

std::vector<std::string> argumentNames(const ModelInfo &info) {
  std::vector<std::string> names;
  std::set<std::string> taken = {"model", "batch"};
  for (const std::vector<TensorInfo> *list : {&info.inputs, &info.outputs})
    for (const TensorInfo &tensor : *list) {
      std::string name = cIdentifier(tensor.name);
      while (!taken.insert(name).second)
        name += "_";
      names.push_back(name);
    }
  return names;
}

} // namespace vitc::target
