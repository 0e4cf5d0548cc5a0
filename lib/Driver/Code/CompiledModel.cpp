//===- CompiledModel.cpp - a model as code for targets and batches --------===//

#include "CompiledModel.h"

#include "Failure.h"
#include "Lowering.h"

#include "vitc/Execution/Call.h"
#include "vitc/Support/Progress.h"

#include "mlir/IR/SymbolTable.h"

using namespace mlir;
using vitc::target::EmitJob;
using vitc::target::EntryDesc;
using vitc::target::Isa;
using vitc::target::TargetInfo;

namespace vitc::driver {

/// Whether no x86-64 processor runs its code.
static bool isForeign(const TargetInfo &target) {
  return target::architectureOf(target.isa) != target::Architecture::X86_64;
}

static target::Products productsOf(StringRef precision) {
  return precision == "int8"   ? target::Products::Int8
         : precision == "bf16" ? target::Products::BF16
                               : target::Products::F32;
}

/// What is only compiled may be for any machine, what is only inspected for any x86-64 processor.
static Error checkRunsHere(Command command, StringRef cpu, ArrayRef<TargetInfo> targets) {
  if (command == Command::Compile)
    return Error::success();
  bool foreign = isForeign(targets.front()), runs = command != Command::Inspect;
  std::string missing;
  auto runsHere = [&](const TargetInfo &target) { return target::runsOnHost(target, &missing); };
  if (!foreign && (!runs || llvm::any_of(targets, runsHere)))
    return Error::success();
  return usageError("--cpu: found " + inQuotes(cpu) + ", expected a level that this machine runs" +
                        (foreign ? "" : ": it has no " + missing),
                    foreign
                        ? "'vitc compile --cpu=" + cpu + " -o NAME.so' makes a library for others"
                        : Twine("without --cpu code is for this machine"));
}

Expected<CompileRequest> requestOf(const Invocation &invocation, StringRef defaultCpu) {
  CompileRequest request;
  StringRef cpu = invocation.cpu.empty() ? defaultCpu : StringRef(invocation.cpu);
  Expected<SmallVector<TargetInfo>> targets =
      target::lookupTargets(cpu, invocation.triple, productsOf(invocation.precision));
  if (!targets)
    return asUsage(targets.takeError());
  request.precision = invocation.precision;
  request.gemm = invocation.gemm;
  request.targets = std::move(*targets);
  if (Error error = checkRunsHere(invocation.command, cpu, request.targets))
    return std::move(error);
  request.batches = invocation.batches;
  if (!llvm::is_contained(request.batches, 1))
    request.batches.push_back(1);
  return request;
}

Expected<std::unique_ptr<CompiledModel>>
CompiledModel::compile(SourceModel &source, const CompileRequest &request, Phases &phases) {
  std::unique_ptr<CompiledModel> model(new CompiledModel(source, request));
  if (Error error = model->build(phases))
    return std::move(error);
  return std::move(model);
}

Error CompiledModel::build(Phases &phases) {
  if (request.objects)
    emission.emplace(target::EmitKind::Object);
  llvm::sort(request.batches);
  for (int64_t batch : request.batches) {
    Expected<OwningOpRef<ModuleOp>> module = source.build(batch);
    if (!module)
      return module.takeError();
    if (batch == 1) {
      Expected<target::ModelInfo> info = describeModule(source, **module);
      if (!info)
        return info.takeError();
      modelInfo = std::move(*info);
      if (Error error = phases.dump(**module, "vit"))
        return error;
    }
    if (Error error = lowerToKernel(**module, phases, request.precision, request.gemm))
      return error;
    if (Operation *packing = SymbolTable::lookupSymbolIn(**module, "main.prepare")) {
      if (batch == 1 && request.objects)
        if (Error error = addPrepare(**module, phases))
          return error;
      packing->erase();
    }
    for (const TargetInfo &target : request.targets)
      if (Error error = addVariant(**module, target, batch, phases))
        return error;
  }
  return Error::success();
}

/// Starts LLVM on a job while the next one is lowered.
Error CompiledModel::startEmission(const EmitJob &job) {
  if (!emission)
    return Error::success();
  Error error = emission->add(job);
  return error ? asInternal(std::move(error)) : Error::success();
}

Expected<EntryDesc> CompiledModel::findEntry(ModuleOp module, StringRef name) const {
  Operation *function = SymbolTable::lookupSymbolIn(module, name);
  if (!function)
    return internalError("lowering lost @" + name);
  return readEntry(function, source.weights());
}

Error CompiledModel::addVariant(ModuleOp kernels, const TargetInfo &target, int64_t batch,
                                Phases &phases) {
  Variant variant;
  variant.module = kernels.clone();
  variant.target = target;
  variant.suffix = "." + target.symbolSuffix() + ".b" + std::to_string(batch);
  if (Error error = lowerToLoops(*variant.module, target, variant.suffix, phases))
    return error;
  variant.loops = listLoops(*variant.module);
  if (Error error = lowerToLLVM(*variant.module, variant.suffix, phases))
    return error;
  Expected<EntryDesc> forward = findEntry(*variant.module, "main");
  if (!forward)
    return forward.takeError();
  variant.forward = std::move(*forward);
  variant.forward.role = EntryDesc::Role::Forward;
  variant.forward.isa = target.isa;
  variant.forward.batch = batch;
  variant.forward.symbol = target::emittedName(jobOf(variant), "main");
  uint64_t packed = variant.forward.packedBytes;
  if ((prepare || !variants.empty()) && packed != modelInfo.weightsBytes)
    return internalError("packed weights have " + Twine(modelInfo.weightsBytes) +
                         " bytes, forward" + variant.suffix + " reads " + Twine(packed));
  modelInfo.weightsBytes = packed;
  modelInfo.forwards.push_back(variant.forward);
  variants.push_back(std::move(variant));
  return startEmission(jobOf(variants.back()));
}

static Expected<TargetInfo> hostTarget() {
  Expected<TargetInfo> portable = target::lookupTarget(target::isaName(Isa::X86_64_V3));
  if (portable && target::runsOnHost(*portable))
    return portable;
  return target::lookupTarget("native");
}

/// Packed weights look the same to every target, and are packed by code for x86-64-v3 wherever that
/// runs, so that their bytes are the same on every host. Theirs is the first code to be made: the
/// other targets' is as long, and can be shared among processors.
Error CompiledModel::addPrepare(ModuleOp kernels, Phases &phases) {
  OwningOpRef<ModuleOp> module = kernels.clone(); // with the weights' names and types
  SymbolTable::lookupSymbolIn(*module, "main")->erase();
  Expected<TargetInfo> host = hostTarget();
  if (!host)
    return host.takeError();
  if (Error error = lowerToLoops(*module, *host, ".prepare", phases))
    return error;
  if (Error error = lowerToLLVM(*module, ".prepare", phases))
    return error;
  Expected<EntryDesc> entry = findEntry(*module, "main.prepare");
  if (!entry)
    return entry.takeError();
  EmitJob job;
  job.module = *module;
  job.target = std::move(*host);
  job.entries = {"main.prepare"};
  job.symbolPrefix = request.prefix + ".";
  job.symbolSuffix = ".host";
  modelInfo.weightsBytes = entry->packedBytes;
  prepare = std::move(*entry);
  prepare->role = EntryDesc::Role::Prepare;
  prepare->symbol = target::emittedName(job, "main.prepare");
  return startEmission(job);
}

EmitJob CompiledModel::jobOf(const Variant &variant) const {
  EmitJob job;
  job.module = const_cast<Variant &>(variant).module.get();
  job.target = variant.target;
  job.entries = {"main"};
  job.symbolPrefix = request.prefix + ".";
  job.symbolSuffix = variant.suffix;
  return job;
}

std::vector<EmitJob> CompiledModel::jobs() const {
  std::vector<EmitJob> list;
  for (const Variant &variant : variants)
    list.push_back(jobOf(variant));
  return list;
}

//===----------------------------------------------------------------------===//
// Execution
//===----------------------------------------------------------------------===//

Error CompiledModel::emitCode() {
  if (!emission)
    return Error::success();
  Progress progress("generating code");
  Expected<std::vector<std::unique_ptr<llvm::MemoryBuffer>>> emitted = emission->finish();
  if (!emitted)
    return asInternal(emitted.takeError());
  code = std::move(*emitted);
  emission.reset();
  return Error::success();
}

/// Loads object code that stays here for the next time.
static Expected<std::unique_ptr<execution::JitModule>>
loadCopies(ArrayRef<std::unique_ptr<llvm::MemoryBuffer>> objects,
           ArrayRef<execution::HostSymbol> hostSymbols = {}) {
  std::vector<std::unique_ptr<llvm::MemoryBuffer>> copies;
  for (const std::unique_ptr<llvm::MemoryBuffer> &object : objects)
    copies.push_back(llvm::MemoryBuffer::getMemBufferCopy(object->getBuffer()));
  Expected<std::unique_ptr<execution::JitModule>> loaded =
      execution::JitModule::load(std::move(copies), hostSymbols);
  if (!loaded)
    return asInternal(loaded.takeError());
  return loaded;
}

Error CompiledModel::pack(MutableArrayRef<uint8_t> weights, unsigned threads) const {
  if (!prepare)
    return Error::success();
  Progress progress("packing weights");
  Expected<std::unique_ptr<execution::JitModule>> loaded = loadCopies(ArrayRef(code).take_front());
  if (!loaded)
    return loaded.takeError();
  return execution::runPrepare(**loaded, *prepare, weights, threads);
}

Expected<std::unique_ptr<execution::LoadedModel>>
CompiledModel::load(unsigned threads, ArrayRef<execution::HostSymbol> hostSymbols) {
  if (Error error = emitCode())
    return std::move(error);
  Expected<execution::PackedWeights> weights =
      execution::PackedWeights::allocate(modelInfo.weightsBytes);
  if (!weights)
    return weights.takeError();
  if (Error error = pack(weights->bytes(), threads))
    return std::move(error);
  Expected<std::unique_ptr<execution::JitModule>> loaded = loadCopies(objects(), hostSymbols);
  if (!loaded)
    return loaded.takeError();
  return execution::LoadedModel::create(modelInfo, std::move(*loaded), std::move(*weights),
                                        threads);
}

ArrayRef<LoopWork> CompiledModel::loops(int64_t batch) const {
  for (const Variant &variant : variants)
    if (variant.forward.batch == batch)
      return variant.loops;
  return {};
}

Expected<std::vector<HostTensor>> runLoaded(const execution::LoadedModel &model,
                                            const target::ModelInfo &info,
                                            ArrayRef<HostTensor> inputs) {
  int64_t batch = batchOf(inputs, info.inputs);
  std::vector<HostTensor> outputs;
  for (const target::TensorInfo &each : info.outputs)
    outputs.emplace_back(withBatch(each, batch));
  SmallVector<const void *> inputPointers;
  SmallVector<void *> outputPointers;
  for (const HostTensor &tensor : inputs)
    inputPointers.push_back(tensor.bytes.data());
  for (HostTensor &tensor : outputs)
    outputPointers.push_back(tensor.bytes.data());
  if (Error error = model.run(batch, inputPointers, outputPointers))
    return std::move(error);
  return outputs;
}

} // namespace vitc::driver
