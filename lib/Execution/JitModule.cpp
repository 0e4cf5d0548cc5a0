//===- JitModule.cpp - objects loaded into this process -------------------===//

#include "vitc/Execution/JitModule.h"

#include "vitc/Runtime/Parallel.h"
#include "vitc/Support/Errors.h"

#include "llvm/ExecutionEngine/Orc/ExecutionUtils.h"
#include "llvm/ExecutionEngine/Orc/LLJIT.h"
#include "llvm/Support/TargetSelect.h"

using namespace llvm;

namespace vitc::execution {

/// ORC's errors, as the internal ones they are.
static Error internalError(StringRef what, Error error) {
  return inputError({}, "internal error: " + what + ": " + toString(std::move(error)));
}

JitModule::JitModule(std::unique_ptr<std::string> reported, std::unique_ptr<orc::LLJIT> jit)
    : reported(std::move(reported)), jit(std::move(jit)) {}
JitModule::~JitModule() = default;

static Error define(orc::LLJIT &jit, ArrayRef<HostSymbol> hostSymbols) {
  orc::SymbolMap map;
  auto add = [&](StringRef name, void *address) {
    map[jit.mangleAndIntern(name)] = {orc::ExecutorAddr::fromPtr(address),
                                      JITSymbolFlags::Exported};
  };
  // An executable does not export its functions, so looking them up by name would fail.
  add("vitc_parallel_for", reinterpret_cast<void *>(&vitc_parallel_for));
  for (const HostSymbol &symbol : hostSymbols)
    add(symbol.name, symbol.address);
  if (Error error = jit.getMainJITDylib().define(orc::absoluteSymbols(std::move(map))))
    return error;
  Expected<std::unique_ptr<orc::DynamicLibrarySearchGenerator>> process =
      orc::DynamicLibrarySearchGenerator::GetForCurrentProcess(
          jit.getDataLayout().getGlobalPrefix());
  if (!process)
    return process.takeError();
  jit.getMainJITDylib().addGenerator(std::move(*process));
  return Error::success();
}

Expected<std::unique_ptr<JitModule>>
JitModule::load(std::vector<std::unique_ptr<MemoryBuffer>> objects,
                ArrayRef<HostSymbol> hostSymbols) {
  InitializeNativeTarget(); // for the data layout: no code is generated here
  Expected<std::unique_ptr<orc::LLJIT>> jit = orc::LLJITBuilder().create();
  if (!jit)
    return internalError("cannot run code in memory", jit.takeError());
  // The returned error says that a symbol failed, the reported one why.
  auto reported = std::make_unique<std::string>();
  (*jit)->getExecutionSession().setErrorReporter(
      [text = reported.get()](Error error) { *text += "; " + toString(std::move(error)); });
  if (Error error = define(**jit, hostSymbols))
    return internalError("cannot run code in memory", std::move(error));
  for (std::unique_ptr<MemoryBuffer> &object : objects)
    if (Error error = (*jit)->addObjectFile(std::move(object)))
      return internalError("cannot load an object into memory", std::move(error));
  return std::unique_ptr<JitModule>(new JitModule(std::move(reported), std::move(*jit)));
}

Expected<EntryFunction> JitModule::entry(StringRef symbol) const {
  Expected<orc::ExecutorAddr> address = jit->lookup(symbol);
  if (!address)
    return internalError("compiled code cannot be used",
                         createStringError(toString(address.takeError()) + *reported));
  return address->toPtr<EntryFunction>();
}

Error JitModule::call(StringRef symbol, ArrayRef<void *> args) const {
  Expected<EntryFunction> function = entry(symbol);
  if (!function)
    return function.takeError();
  SmallVector<void *> copy(args);
  (*function)(copy.data());
  return Error::success();
}

} // namespace vitc::execution
