//===- Object.h - from the llvm dialect to machine code -------------------===//
//
// One module and one target give one object file (or its assembly, or its LLVM IR). The same module
// and target give the same bytes in every directory, locale and order of emission.
//
//===----------------------------------------------------------------------===//
#ifndef VITC_TARGET_OBJECT_OBJECT_H
#define VITC_TARGET_OBJECT_OBJECT_H

#include "vitc/Target/Info/TargetInfo.h"

#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBuffer.h"

#include <memory>
#include <string>
#include <vector>

namespace llvm {
class LLVMContext;
class Module;
} // namespace llvm

namespace vitc::target {

/// What emission writes. LLVM IR is that after optimisation: what the assembly is made of.
enum class EmitKind { LlvmIr, Assembly, Object };

/// A module to emit for one target.
struct EmitJob {
  mlir::ModuleOp module; ///< All in the llvm dialect.
  TargetInfo target;
  /// Functions that others call. In the output `name` is `<prefix>name<suffix>`, with hidden
  /// visibility; every other definition gets the suffix and is local to the object.
  std::vector<std::string> entries;
  std::string symbolPrefix;
  std::string symbolSuffix; ///< For example `.x86_64_v3`: several levels share a binary.
  /// Emitted in a fraction of the time, for code that runs once: it is many times slower.
  bool hasty = false;
};

/// The name that `entry` has in the output of `job`.
std::string emittedName(const EmitJob &job, llvm::StringRef entry);

/// Translates, optimises (-O3; -O0 when the job is hasty) and emits. Position independent; unwind
/// tables for every function, frame pointers in those that call others; no fast-math but the flags
/// that ops carry. Errors are internal ones: an op outside the llvm dialect, an entry that is not
/// there.
llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>> emit(const EmitJob &job, EmitKind kind);

/// All jobs, in order, on up to `threads` threads (0: as many as there are processors). The bytes
/// do not depend on `threads`.
llvm::Expected<std::vector<std::unique_ptr<llvm::MemoryBuffer>>>
emitAll(llvm::ArrayRef<EmitJob> jobs, EmitKind kind, unsigned threads = 0);

/// The same for an LLVM module made by hand; sets its triple and layout. The module is changed.
llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>>
emitModule(llvm::Module &module, const TargetInfo &target, EmitKind kind);

} // namespace vitc::target

#endif // VITC_TARGET_OBJECT_OBJECT_H
