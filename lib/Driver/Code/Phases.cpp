//===- Phases.cpp - running pipelines for a user --------------------------===//

#include "Phases.h"

#include "Diagnostics.h"
#include "Failure.h"

#include "vitc/Support/AtomicFile.h"
#include "vitc/Support/Format.h"
#include "vitc/Support/Progress.h"

#include "mlir/IR/Verifier.h"
#include "mlir/Pass/PassManager.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <optional>

using namespace mlir;

namespace vitc::driver {

void printModule(raw_ostream &os, ModuleOp module, bool withLocations) {
  OpPrintingFlags flags;
  flags.enableDebugInfo(withLocations, /*prettyForm=*/false);
  flags.elideLargeElementsAttrs(4096);
  module.print(os, flags);
  os << '\n';
}

/// Nothing where there is no room for it.
static std::optional<TemporaryFile> makeReproducerFile() {
  Expected<TemporaryFile> file = TemporaryFile::create(".mlir", "vitc-reproducer");
  if (file)
    return std::move(*file);
  consumeError(file.takeError());
  return std::nullopt;
}

Error Phases::run(ModuleOp module, StringRef name, function_ref<void(OpPassManager &)> build,
                  Verified verified) {
  Progress progress(formatted("compiling: {}", name));
  if (observer)
    observer(module, name);
  DiagnosticCollector diagnostics(*module.getContext());
  // Where a reproducer may be written. Whoever ends the process removes the file.
  std::optional<TemporaryFile> file = reproducers ? makeReproducerFile() : std::nullopt;
  std::string reproducer = file ? file->path().str() : "";
  PassManager manager(module.getContext());
  manager.enableVerifier(verification && verified == Verified::EachPass);
  // The module holds no weights, so the copy that a reproducer needs is small.
  if (!reproducer.empty())
    manager.enableCrashReproducerGeneration(reproducer);
  build(manager);
  bool atEnd = verification && verified == Verified::AtEnd;
  if (succeeded(manager.run(module)) && (!atEnd || succeeded(verify(module)))) {
    for (const std::string &line : diagnostics.remarks())
      if (!llvm::is_contained(remarkLines, line))
        remarkLines.push_back(line);
    return dump(module, name);
  }
  if (diagnostics.reproducer().empty())
    reproducer.clear();
  else if (!reproducer.empty())
    file->keep();
  std::string text = diagnostics.text();
  return internalError("phase '" + name + "' failed: " + (text.empty() ? "no pass says why" : text),
                       reproducer);
}

Error Phases::dump(ModuleOp module, StringRef name) {
  if (dumpFolder.empty())
    return Error::success();
  if (std::error_code code = llvm::sys::fs::create_directories(dumpFolder))
    return systemError({dumpFolder}, "make the folder of --dump-phases", code.value());
  SmallString<128> path(dumpFolder);
  llvm::sys::path::append(path, formatted("{:02}-{}.mlir", ++dumps, name));
  Expected<AtomicFile> file = AtomicFile::create(path);
  if (!file)
    return file.takeError();
  // From loops on, functions have the names of what they compute, and locations would be a fifth of
  // the text.
  bool withLocations = !name.starts_with("loops") && !name.starts_with("llvm");
  printModule(file->os(), module, withLocations);
  return file->commit();
}

} // namespace vitc::driver
