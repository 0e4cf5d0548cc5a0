//===- Verify.h - vitc verify as a function -------------------------------===//
#ifndef VITC_DRIVER_VERIFY_H
#define VITC_DRIVER_VERIFY_H

#include "vitc/Driver/Invocation.h"

#include "mlir/IR/BuiltinOps.h"

#include <functional>

namespace vitc::driver {

/// Sees a module before the phase of this name (`graph`, `kernel`, …) runs on it.
using PhaseObserver = std::function<void(mlir::ModuleOp module, StringRef phase)>;

/// `vitc verify`: compares the optimised code with the f64 reference form. Errors: the first op, or
/// where none can be told the first layer or output, that diverges. A test breaks the optimised
/// code on purpose with `observer`, to see that it is named; only that code has a phase `graph`.
llvm::Error verify(const Invocation &invocation, PhaseObserver observer = nullptr);

} // namespace vitc::driver

#endif // VITC_DRIVER_VERIFY_H
