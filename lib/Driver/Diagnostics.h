//===- Diagnostics.h - MLIR's diagnostics as error values -----------------===//
#ifndef VITC_LIB_DRIVER_DIAGNOSTICS_H
#define VITC_LIB_DRIVER_DIAGNOSTICS_H

#include "vitc/Support/Errors.h"
#include "vitc/Support/LLVM.h"

#include "mlir/IR/Diagnostics.h"

#include <string>
#include <vector>

namespace vitc::driver {

/// The first file of a location, and line and column or the innermost module path in it.
Place placeOf(mlir::Location location);

/// Keeps what a context complains about while this object lives.
class DiagnosticCollector {
public:
  explicit DiagnosticCollector(MLIRContext &context);

  /// The errors so far, joined; one that says `fallback` when there are none.
  Error take(const Twine &fallback);

  /// All errors so far, each with its place.
  std::string text() const;

  /// All remarks so far, each with its place.
  ArrayRef<std::string> remarks() const { return remarkLines; }

  /// The path that a pass manager reports its reproducer at; empty when it wrote none.
  StringRef reproducer() const { return reproducerPath; }

private:
  struct Entry {
    std::string file, where, message;
  };
  void add(mlir::Diagnostic &diagnostic);

  std::vector<Entry> entries;
  std::vector<std::string> remarkLines;
  std::string reproducerPath;
  mlir::ScopedDiagnosticHandler handler;
};

} // namespace vitc::driver

#endif // VITC_LIB_DRIVER_DIAGNOSTICS_H
