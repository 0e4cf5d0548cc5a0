//===- ReferenceModel.cpp - a model in the reference form -----------------===//

#include "ReferenceModel.h"

#include "Failure.h"

#include "vitc/Execution/Call.h"
#include "vitc/Pipelines/Reference.h"
#include "vitc/Runtime/Check.h"
#include "vitc/Target/Object/Object.h"

#include "mlir/IR/SymbolTable.h"

using namespace mlir;
using vitc::target::ElementType;
using vitc::target::EntryDesc;

namespace vitc::driver {

/// Object code for this machine, in memory; `symbol` becomes the name of @main.
static Expected<std::unique_ptr<execution::JitModule>> loadCode(ModuleOp module,
                                                                std::string &symbol) {
  Expected<target::TargetInfo> native = target::lookupTarget("native");
  if (!native)
    return native.takeError();
  target::EmitJob job;
  job.module = module;
  job.target = *native;
  job.entries = {"main"};
  job.symbolPrefix = "vitc.";
  Expected<std::unique_ptr<llvm::MemoryBuffer>> object =
      target::emit(job, target::EmitKind::Object);
  if (!object)
    return asInternal(object.takeError());
  symbol = target::emittedName(job, "main");
  execution::HostSymbol checks[] = {
      {"vitc_check_failed_float", reinterpret_cast<void *>(&vitc_check_failed_float)},
      {"vitc_check_failed_integer", reinterpret_cast<void *>(&vitc_check_failed_integer)}};
  std::vector<std::unique_ptr<llvm::MemoryBuffer>> objects;
  objects.push_back(std::move(*object));
  Expected<std::unique_ptr<execution::JitModule>> code =
      execution::JitModule::load(std::move(objects), checks);
  if (!code)
    return asInternal(code.takeError());
  return code;
}

static Error lower(ModuleOp module, ReferenceForm form, Phases &phases) {
  return phases.run(module, "reference", [&](OpPassManager &pm) {
    ReferenceOptions options;
    options.elementType = form == ReferenceForm::F64 ? "f64" : "f32";
    buildReferencePipeline(pm, options);
  });
}

Expected<ReferenceModel> ReferenceModel::compile(SourceModel &source, OwningOpRef<ModuleOp> module,
                                                 ReferenceForm form, Phases &phases) {
  if (Error error = lower(*module, form, phases))
    return std::move(error);
  Operation *main = SymbolTable::lookupSymbolIn(*module, "main");
  if (!main)
    return internalError("the reference form lost @main");
  Expected<EntryDesc> entry = readEntry(main, source.weights());
  if (!entry)
    return entry.takeError();
  entry->role = EntryDesc::Role::Reference;
  Expected<std::unique_ptr<execution::JitModule>> code = loadCode(*module, entry->symbol);
  if (!code)
    return code.takeError();
  Expected<execution::WeightSource> weights = execution::WeightSource::open(entry->rawWeights);
  if (!weights)
    return weights.takeError();
  return ReferenceModel(std::move(*entry), std::move(*code), std::move(*weights));
}

Expected<std::vector<HostTensor>> ReferenceModel::run(ArrayRef<HostTensor> inputs) const {
  int64_t count = batchOf(inputs, entry.inputs);
  if (count == 1)
    return runOnce(inputs);
  std::vector<HostTensor> outputs;
  for (const target::TensorInfo &info : entry.outputs)
    outputs.emplace_back(withBatch(info, count));
  for (int64_t i = 0; i < count; ++i) {
    Expected<std::vector<HostTensor>> parts = runOnce(partOfBatch(inputs, i, count));
    if (!parts)
      return parts.takeError();
    for (auto [whole, part] : llvm::zip_equal(outputs, *parts))
      llvm::copy(part.bytes, whole.bytes.begin() + i * part.bytes.size());
  }
  return outputs;
}

Expected<std::vector<HostTensor>> ReferenceModel::runOnce(ArrayRef<HostTensor> inputs) const {
  std::vector<HostTensor> converted, outputs;
  for (auto [given, wanted] : llvm::zip_equal(inputs, entry.inputs))
    converted.push_back(given.as(wanted.type));
  for (const target::TensorInfo &info : entry.outputs)
    outputs.emplace_back(info);
  SmallVector<const void *> inputPointers;
  SmallVector<void *> outputPointers;
  for (HostTensor &tensor : converted)
    inputPointers.push_back(tensor.bytes.data());
  for (HostTensor &tensor : outputs)
    outputPointers.push_back(tensor.bytes.data());
  execution::CallMemory memory;
  memory.inputs = inputPointers;
  memory.outputs = outputPointers;
  memory.rawWeights = weights.pointers();
  if (Error error = execution::callEntry(*code, entry, memory, /*threads=*/1))
    return std::move(error);
  return outputs;
}

Error runProgram(SourceModel &source, OwningOpRef<ModuleOp> module, ReferenceForm form,
                 Phases &phases) {
  if (Error error = lower(*module, form, phases))
    return error;
  std::string symbol;
  Expected<std::unique_ptr<execution::JitModule>> code = loadCode(*module, symbol);
  if (!code)
    return code.takeError();
  (void)vitc_check_take_failures();
  if (Error error = (*code)->call(symbol, {}))
    return asInternal(std::move(error));
  int64_t failures = vitc_check_take_failures();
  if (failures == 0)
    return Error::success();
  return llvm::make_error<CheckFailure>("vitc: " + std::to_string(failures) +
                                        (failures == 1 ? " element" : " elements") +
                                        " failed a check");
}

} // namespace vitc::driver
