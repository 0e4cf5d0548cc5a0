//===- JitModule.h - objects loaded into this process ---------------------===//
#ifndef VITC_EXECUTION_JITMODULE_H
#define VITC_EXECUTION_JITMODULE_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBuffer.h"

#include <memory>
#include <string>
#include <vector>

namespace llvm::orc {
class LLJIT;
}

namespace vitc::execution {

/// A function of this process that loaded code may call.
struct HostSymbol {
  llvm::StringRef name;
  void *address;
};

/// Every compiled entry (vitc/Target/Entry.h).
using EntryFunction = void (*)(void **args);

/// Object files linked into this process: the same bytes that an output on disk would hold.
/// Undefined symbols are looked for among `hostSymbols`, the runtime (vitc_parallel_for) and the
/// libraries of the process (libc, libm).
class JitModule {
public:
  static llvm::Expected<std::unique_ptr<JitModule>>
  load(std::vector<std::unique_ptr<llvm::MemoryBuffer>> objects,
       llvm::ArrayRef<HostSymbol> hostSymbols = {});

  ~JitModule();

  /// The address of `symbol`; an internal error when it is not there or something it needs is not.
  llvm::Expected<EntryFunction> entry(llvm::StringRef symbol) const;

  /// Calls `symbol` with `args` on this thread. Entries that get a vitc_run go through callEntry.
  llvm::Error call(llvm::StringRef symbol, llvm::ArrayRef<void *> args) const;

private:
  JitModule(std::unique_ptr<std::string> reported, std::unique_ptr<llvm::orc::LLJIT> jit);

  std::unique_ptr<std::string> reported; ///< What ORC says beside the errors it returns.
  std::unique_ptr<llvm::orc::LLJIT> jit;
};

} // namespace vitc::execution

#endif // VITC_EXECUTION_JITMODULE_H
