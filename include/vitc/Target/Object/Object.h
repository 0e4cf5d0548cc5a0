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
class StdThreadPool;
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

/// The same for an LLVM module made by hand; sets its triple and layout. The module is changed.
llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>>
emitModule(llvm::Module &module, const TargetInfo &target, EmitKind kind);

/// Emits several jobs beside its owner, who lowers the next one meanwhile. The bytes do not depend
/// on the number of threads, nor on what is emitted beside.
class Emission {
public:
  /// On up to `threads` threads; 0: as many as there are processors.
  explicit Emission(EmitKind kind, unsigned threads = 0);
  ~Emission(); ///< Waits for what has begun.

  /// Translates on this thread, as an MLIR context asks, and leaves the rest to another one: the
  /// module may change or end as soon as this returns. Errors: as `emit`, of the translation.
  llvm::Error add(const EmitJob &job);

  /// Waits for all jobs: the outputs, in the order they were added in. Errors: as `emit`, all of
  /// them. Called once.
  llvm::Expected<std::vector<std::unique_ptr<llvm::MemoryBuffer>>> finish();

private:
  struct Work;
  EmitKind kind;
  std::vector<std::unique_ptr<Work>> works;
  std::unique_ptr<llvm::StdThreadPool> pool;
};

} // namespace vitc::target

#endif // VITC_TARGET_OBJECT_OBJECT_H
