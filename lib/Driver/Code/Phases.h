//===- Phases.h - running pipelines for a user ----------------------------===//
#ifndef VITC_LIB_DRIVER_CODE_PHASES_H
#define VITC_LIB_DRIVER_CODE_PHASES_H

#include "vitc/Driver/Verify.h"
#include "vitc/Support/LLVM.h"

#include "mlir/IR/BuiltinOps.h"

#include <string>
#include <vector>

namespace vitc::driver {

/// Whether a phase verifies the module after each of its passes, which tells the guilty one, or at
/// its end: for modules that are large and passes that are not ours.
enum class Verified { EachPass, AtEnd };

/// Runs the phases of one invocation. A failing pass is an internal error that names a reproducer:
/// the module before its phase and the text of the pipeline.
class Phases {
public:
  /// `dumpFolder` empty: no dumps. It is made when the first dump is written.
  explicit Phases(std::string dumpFolder, PhaseObserver observer = nullptr)
      : dumpFolder(std::move(dumpFolder)), observer(std::move(observer)) {}

  /// From now on a failing pass leaves no reproducer, for which phases copy the module.
  void omitReproducers() { reproducers = false; }

  /// From now on modules are not verified.
  void omitVerification() { verification = false; }

  /// Runs what `build` adds to a pass manager; `name` (`kernel`) is for messages and dumps.
  Error run(ModuleOp module, StringRef name, function_ref<void(OpPassManager &)> build,
            Verified verified = Verified::EachPass);

  /// What passes remarked, each once, in the order of the phases.
  ArrayRef<std::string> remarks() const { return remarkLines; }

  /// Writes `<folder>/<number>-<name>.mlir`, numbered in the order of dumps.
  Error dump(ModuleOp module, StringRef name);

private:
  std::string dumpFolder;
  PhaseObserver observer;
  bool reproducers = true, verification = true;
  unsigned dumps = 0;
  std::vector<std::string> remarkLines;
};

/// Prints a module as vitc-opt reads it, with locations when `withLocations`.
void printModule(raw_ostream &os, ModuleOp module, bool withLocations);

} // namespace vitc::driver

#endif // VITC_LIB_DRIVER_CODE_PHASES_H
