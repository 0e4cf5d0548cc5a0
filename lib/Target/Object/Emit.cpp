//===- Emit.cpp - optimise and emit machine code --------------------------===//

#include "Translate.h"

#include "vitc/Support/Errors.h"

#include "llvm/Analysis/TargetTransformInfo.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/IR/Verifier.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Support/SmallVectorMemoryBuffer.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Support/ThreadPool.h"
#include "llvm/Target/TargetMachine.h"
#include "llvm/Transforms/IPO/GlobalDCE.h"

#include <mutex>
#include <optional>
#include <utility>

using namespace llvm;

namespace vitc::target {

static void initialiseTargets() {
  static std::once_flag once;
  std::call_once(once, [] {
    LLVMInitializeX86TargetInfo();
    LLVMInitializeX86Target();
    LLVMInitializeX86TargetMC();
    LLVMInitializeX86AsmPrinter();
    LLVMInitializeAArch64TargetInfo();
    LLVMInitializeAArch64Target();
    LLVMInitializeAArch64TargetMC();
    LLVMInitializeAArch64AsmPrinter();
  });
}

static Expected<std::unique_ptr<TargetMachine>> makeMachine(const TargetInfo &info) {
  initialiseTargets();
  Triple triple(info.triple);
  std::string reason;
  const Target *target = TargetRegistry::lookupTarget(triple, reason);
  if (!target)
    return inputError({"--triple"}, "LLVM has no target for it: " + reason);
  TargetOptions options;
  options.FunctionSections = options.DataSections = true; // what nobody calls is left out
  std::unique_ptr<TargetMachine> machine(
      target->createTargetMachine(triple, info.cpu, info.features, options, Reloc::PIC_,
                                  CodeModel::Small, CodeGenOptLevel::Aggressive));
  if (!machine)
    return inputError({"--triple"}, "LLVM cannot emit code for " + inQuotes(info.triple));
  return machine;
}

/// Every function carries its processor itself, so that inlining and a later reader of the IR see
/// the same facts.
static void setFunctionAttributes(llvm::Module &module, const TargetInfo &info) {
  for (Function &function : module) {
    if (function.isDeclaration())
      continue;
    function.addFnAttr("target-cpu", info.cpu);
    if (!info.features.empty())
      function.addFnAttr("target-features", info.features);
    function.addFnAttr("prefer-vector-width", std::to_string(info.vectorBits));
    // Kernels that call nothing need the register more than the profiler does: it still finds
    // their callers, and the unwind tables are complete.
    function.addFnAttr("frame-pointer", "non-leaf");
    function.setUWTableKind(UWTableKind::Async);
    function.setDoesNotThrow();
  }
}

static Error verified(const llvm::Module &module) {
  std::string text;
  raw_string_ostream os(text);
  if (verifyModule(module, &os))
    return inputError({}, "internal error: the LLVM module is malformed: " + text);
  return Error::success();
}

/// An object has the code of its entries alone; the module may hold others, which share constants
/// and bodies with them.
static void dropUnreached(llvm::Module &module) {
  ModuleAnalysisManager modules;
  PassBuilder().registerModuleAnalyses(modules);
  GlobalDCEPass().run(module, modules);
}

static void optimise(llvm::Module &module, TargetMachine &machine, OptimizationLevel level) {
  LoopAnalysisManager loops;
  FunctionAnalysisManager functions;
  CGSCCAnalysisManager components;
  ModuleAnalysisManager modules;
  // Loops that pay are unrolled where they are built, with the registers counted. More turns cost a
  // fifth of the time and a quarter of the code, and gain nothing (docs/Performance.md).
  PipelineTuningOptions tuning;
  tuning.LoopUnrolling = false;
  PassBuilder builder(&machine, tuning);
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(components);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, components, modules);
  if (level == OptimizationLevel::O0)
    builder.buildO0DefaultPipeline(level).run(module, modules);
  else
    builder.buildPerModuleDefaultPipeline(level).run(module, modules);
}

static Expected<std::unique_ptr<MemoryBuffer>> write(llvm::Module &module, TargetMachine &machine,
                                                     EmitKind kind) {
  SmallVector<char, 0> bytes;
  raw_svector_ostream os(bytes);
  if (kind == EmitKind::LlvmIr) {
    module.print(os, nullptr);
  } else {
    legacy::PassManager passes;
    passes.add(createTargetTransformInfoWrapperPass(machine.getTargetIRAnalysis()));
    CodeGenFileType type =
        kind == EmitKind::Object ? CodeGenFileType::ObjectFile : CodeGenFileType::AssemblyFile;
    if (machine.addPassesToEmitFile(passes, os, nullptr, type))
      return inputError({}, "internal error: LLVM cannot write this kind of file for " +
                                machine.getTargetTriple().str());
    passes.run(module);
  }
  return std::make_unique<SmallVectorMemoryBuffer>(std::move(bytes), "vitc",
                                                   /*RequiresNullTerminator=*/false);
}

static Expected<std::unique_ptr<MemoryBuffer>>
emitPrepared(llvm::Module &module, const TargetInfo &target, EmitKind kind, bool hasty) {
  Expected<std::unique_ptr<TargetMachine>> machine = makeMachine(target);
  if (!machine)
    return machine.takeError();
  if (hasty) {
    (*machine)->setOptLevel(CodeGenOptLevel::None);
    (*machine)->setFastISel(true);
  }
  module.setTargetTriple((*machine)->getTargetTriple());
  module.setDataLayout((*machine)->createDataLayout());
  module.setPICLevel(PICLevel::BigPIC);
  dropUnreached(module);
  setFunctionAttributes(module, target);
  if (Error error = verified(module))
    return std::move(error);
  optimise(module, **machine, hasty ? OptimizationLevel::O0 : OptimizationLevel::O3);
  return write(module, **machine, kind);
}

Expected<std::unique_ptr<MemoryBuffer>> emitModule(llvm::Module &module, const TargetInfo &target,
                                                   EmitKind kind) {
  return emitPrepared(module, target, kind, /*hasty=*/false);
}

Expected<std::unique_ptr<MemoryBuffer>> emit(const EmitJob &job, EmitKind kind) {
  LLVMContext context;
  Expected<std::unique_ptr<llvm::Module>> module = translate(job, context);
  if (!module)
    return module.takeError();
  return emitPrepared(**module, job.target, kind, job.hasty);
}

//===----------------------------------------------------------------------===//
// Several jobs at once
//===----------------------------------------------------------------------===//

/// LLVM's contexts are apart, so that modules may be emitted side by side.
struct Emission::Work {
  LLVMContext context;
  std::unique_ptr<llvm::Module> module;
  TargetInfo target;
  bool hasty;
  std::optional<Expected<std::unique_ptr<MemoryBuffer>>> result;
};

Emission::Emission(EmitKind kind, unsigned threads)
    : kind(kind), pool(std::make_unique<StdThreadPool>(hardware_concurrency(threads))) {
  initialiseTargets();
}

Emission::~Emission() {
  pool->wait();
  for (std::unique_ptr<Work> &work : works) // of an owner who failed and never asked
    if (work->result)
      consumeError(work->result->takeError());
}

Error Emission::add(const EmitJob &job) {
  auto work = std::make_unique<Work>();
  Expected<std::unique_ptr<llvm::Module>> module = translate(job, work->context);
  if (!module)
    return module.takeError();
  work->module = std::move(*module);
  work->target = job.target;
  work->hasty = job.hasty;
  pool->async([kind = kind, work = work.get()] {
    work->result.emplace(emitPrepared(*work->module, work->target, kind, work->hasty));
    work->module.reset();
  });
  works.push_back(std::move(work));
  return Error::success();
}

Expected<std::vector<std::unique_ptr<MemoryBuffer>>> Emission::finish() {
  pool->wait();
  std::vector<std::unique_ptr<MemoryBuffer>> buffers;
  Error errors = Error::success();
  for (std::unique_ptr<Work> &work : std::exchange(works, {})) {
    if (*work->result)
      buffers.push_back(std::move(**work->result));
    else
      errors = joinErrors(std::move(errors), work->result->takeError());
  }
  if (errors)
    return std::move(errors);
  return buffers;
}

} // namespace vitc::target
