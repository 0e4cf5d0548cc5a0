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
  PassBuilder builder(&machine);
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

Expected<std::vector<std::unique_ptr<MemoryBuffer>>> emitAll(ArrayRef<EmitJob> jobs, EmitKind kind,
                                                             unsigned threads) {
  // Translation reads one MLIR context and is quick: it stays on this thread. LLVM's contexts are
  // apart, so the rest may run side by side.
  struct Work {
    LLVMContext context;
    std::unique_ptr<llvm::Module> module;
    std::optional<Expected<std::unique_ptr<MemoryBuffer>>> result;
  };
  std::vector<std::unique_ptr<Work>> works;
  for (const EmitJob &job : jobs) {
    works.push_back(std::make_unique<Work>());
    Expected<std::unique_ptr<llvm::Module>> module = translate(job, works.back()->context);
    if (!module)
      return module.takeError();
    works.back()->module = std::move(*module);
  }
  initialiseTargets();
  {
    StdThreadPool pool(hardware_concurrency(threads));
    for (auto [work, job] : zip(works, jobs))
      pool.async([work = work.get(), &job = job, kind] {
        work->result.emplace(emitPrepared(*work->module, job.target, kind, job.hasty));
      });
    pool.wait();
  }
  std::vector<std::unique_ptr<MemoryBuffer>> buffers;
  Error errors = Error::success();
  for (std::unique_ptr<Work> &work : works) {
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
