//===- CompiledProgram.cpp - vit programs compiled and called here --------===//

#include "CompiledProgram.h"

#include "Code/Lowering.h"
#include "Diagnostics.h"
#include "Failure.h"
#include "Source/SourceModel.h"

#include "vitc/Execution/Call.h"
#include "vitc/Execution/LoadedModel.h"
#include "vitc/Pipelines/Kernel.h"
#include "vitc/Pipelines/Reference.h"
#include "vitc/RegisterAll.h"
#include "vitc/Target/Object/Object.h"

#include "mlir/IR/DialectRegistry.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/Passes.h"
#include "llvm/Support/Path.h"

using namespace mlir;
using namespace vitc;
using namespace vitc::test;
using vitc::target::EntryDesc;

std::vector<std::string> vitc::test::levelsOfHost() {
  std::vector<std::string> levels;
  for (const char *level : {"x86-64", "x86-64-v3", "x86-64-v4"})
    if (target::runsOnHost(llvm::cantFail(target::lookupTarget(level))))
      levels.push_back(level);
  return levels;
}

static DialectRegistry allDialects() {
  DialectRegistry registry;
  registerAllDialects(registry);
  return registry;
}

ParsedProgram::ParsedProgram() : context(allDialects(), MLIRContext::Threading::DISABLED) {
  phases.omitReproducers(); // the program is one
}

Expected<std::unique_ptr<ParsedProgram>> ParsedProgram::open(StringRef path) {
  std::unique_ptr<ParsedProgram> program(new ParsedProgram());
  driver::DiagnosticCollector diagnostics(program->context);
  program->module = parseSourceFile<ModuleOp>(path, &program->context);
  if (!program->module)
    return diagnostics.take(path + " cannot be parsed");
  Expected<driver::WeightTable> table =
      driver::locateWeights(*program->module, llvm::sys::path::parent_path(path));
  if (!table)
    return table.takeError();
  program->weights = std::move(*table);
  return std::move(program);
}

Tensors ParsedProgram::makeInputs(uint64_t seed) {
  Tensors inputs;
  for (const target::TensorInfo &info : llvm::cantFail(driver::mainInputs(*module)))
    driver::fillRandom(inputs.emplace_back(info), seed);
  return inputs;
}

/// Emits `entries` of a module in the llvm dialect and loads them.
static Expected<std::unique_ptr<execution::JitModule>> load(ModuleOp module,
                                                            const target::TargetInfo &target,
                                                            std::vector<std::string> entries,
                                                            bool hasty = false) {
  target::EmitJob job;
  job.module = module;
  job.target = target;
  job.entries = std::move(entries);
  job.hasty = hasty;
  Expected<std::unique_ptr<llvm::MemoryBuffer>> object =
      target::emit(job, target::EmitKind::Object);
  if (!object)
    return object.takeError();
  std::vector<std::unique_ptr<llvm::MemoryBuffer>> objects;
  objects.push_back(std::move(*object));
  return execution::JitModule::load(std::move(objects));
}

static Expected<EntryDesc> entryOf(ModuleOp module, StringRef name, EntryDesc::Role role,
                                   const driver::WeightTable &weights) {
  Operation *function = SymbolTable::lookupSymbolIn(module, name);
  if (!function)
    return driver::internalError("lowering lost @" + name);
  Expected<EntryDesc> entry = driver::readEntry(function, weights);
  if (entry)
    entry->role = role;
  return entry;
}

Expected<OwningOpRef<ModuleOp>> ParsedProgram::kernels(Change graph) {
  OwningOpRef<ModuleOp> clone = (graph || !lowered ? module : lowered)->clone();
  if (!graph && lowered)
    return clone;
  Error error = graph ? phases.run(*clone, "graph", graph) : Error::success();
  if (!error)
    error = graph ? phases.run(*clone, "kernel", [](OpPassManager &pm) { buildKernelPipeline(pm); })
                  : driver::lowerToKernel(*clone, phases);
  if (error)
    return std::move(error);
  if (!graph)
    lowered = clone->clone();
  return clone;
}

Expected<OwningOpRef<ModuleOp>> ParsedProgram::lowerToKernel(StringRef precision, StringRef gemm) {
  OwningOpRef<ModuleOp> clone = module->clone();
  if (Error error = driver::lowerToKernel(*clone, phases, precision, gemm))
    return std::move(error);
  return clone;
}

Error ParsedProgram::pack(ModuleOp forms, const target::TargetInfo &target, bool hasty,
                          std::vector<uint8_t> &packed) {
  if (!SymbolTable::lookupSymbolIn(forms, "main.prepare"))
    return Error::success();
  Expected<EntryDesc> prepare = entryOf(forms, "main.prepare", EntryDesc::Role::Prepare, weights);
  if (!prepare)
    return prepare.takeError();
  auto code = load(forms, target, {"main.prepare"}, hasty);
  if (!code)
    return code.takeError();
  execution::PackedWeights memory =
      llvm::cantFail(execution::PackedWeights::allocate(prepare->packedBytes));
  if (Error error = execution::runPrepare(**code, *prepare, memory.bytes(), /*threads=*/2))
    return error;
  packed = memory.bytes();
  return Error::success();
}

/// Leaves out what nobody will emit, before it is lowered further.
Error ParsedProgram::dropPrepare(ModuleOp loops) {
  Operation *prepare = SymbolTable::lookupSymbolIn(loops, "main.prepare");
  if (!prepare)
    return Error::success();
  prepare->erase();
  return phases.run(loops, "drop", [](OpPassManager &pm) { pm.addPass(createSymbolDCEPass()); });
}

Expected<Code> ParsedProgram::compile(StringRef level, const CompileOptions &options) {
  Expected<target::TargetInfo> target = target::lookupTarget(level);
  if (!target)
    return target.takeError();
  Expected<OwningOpRef<ModuleOp>> forms = kernels(options.graph);
  if (!forms)
    return forms.takeError();
  if (Error error = driver::lowerToLoops(**forms, *target, "", phases))
    return std::move(error);
  if (options.packed)
    if (Error error = dropPrepare(**forms))
      return std::move(error);
  if (Error error = driver::lowerToLLVM(**forms, "", phases))
    return std::move(error);
  Expected<EntryDesc> entry = entryOf(**forms, "main", EntryDesc::Role::Forward, weights);
  if (!entry)
    return entry.takeError();
  auto loaded = load(**forms, *target, {"main"});
  if (!loaded)
    return loaded.takeError();
  Code code{std::move(*loaded), std::move(*entry), {}};
  if (options.packed)
    code.packed = *options.packed;
  else if (Error error = pack(**forms, *target, options.hastyPrepare, code.packed))
    return std::move(error);
  return code;
}

Expected<Tensors> Code::run(ArrayRef<HostTensor> inputs, ArrayRef<const void *> rawWeights,
                            unsigned threads) const {
  Tensors converted, outputs;
  SmallVector<const void *> inputPointers;
  SmallVector<void *> outputPointers;
  for (auto [given, wanted] : llvm::zip_equal(inputs, entry.inputs))
    converted.push_back(given.as(wanted.type));
  for (const target::TensorInfo &info : entry.outputs)
    outputs.emplace_back(info);
  for (HostTensor &tensor : converted)
    inputPointers.push_back(tensor.bytes.data());
  for (HostTensor &tensor : outputs)
    outputPointers.push_back(tensor.bytes.data());
  execution::PackedWeights memory =
      llvm::cantFail(execution::PackedWeights::allocate(std::max<size_t>(packed.size(), 64)));
  llvm::copy(packed, memory.bytes().begin());
  execution::CallMemory call;
  call.inputs = inputPointers;
  call.outputs = outputPointers;
  call.rawWeights = rawWeights;
  call.packed = memory.bytes().data();
  if (Error error = execution::callEntry(*module, entry, call, threads))
    return std::move(error);
  return outputs;
}

Expected<Tensors> ParsedProgram::runReference(driver::ReferenceForm form,
                                              ArrayRef<HostTensor> inputs) {
  OwningOpRef<ModuleOp> clone = module->clone();
  Error lowered = phases.run(*clone, "reference", [&](OpPassManager &pm) {
    ReferenceOptions options;
    options.elementType = form == driver::ReferenceForm::F64 ? "f64" : "f32";
    buildReferencePipeline(pm, options);
  });
  if (lowered)
    return std::move(lowered);
  Expected<EntryDesc> entry = entryOf(*clone, "main", EntryDesc::Role::Reference, weights);
  if (!entry)
    return entry.takeError();
  auto loaded = load(*clone, llvm::cantFail(target::lookupTarget("native")), {"main"},
                     /*hasty=*/true);
  if (!loaded)
    return loaded.takeError();
  Expected<execution::WeightSource> source = execution::WeightSource::open(entry->rawWeights);
  if (!source)
    return source.takeError();
  Code code{std::move(*loaded), std::move(*entry), {}};
  return code.run(inputs, source->pointers(), /*threads=*/1);
}
