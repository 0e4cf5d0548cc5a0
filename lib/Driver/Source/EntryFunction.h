//===- EntryFunction.h - which function of an .mlir file is compiled ------===//
#ifndef VITC_LIB_DRIVER_SOURCE_ENTRYFUNCTION_H
#define VITC_LIB_DRIVER_SOURCE_ENTRYFUNCTION_H

#include "vitc/Support/LLVM.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"

namespace vitc::driver {

/// The function of `module` to compile: the one called `wanted`, when that is not empty; else the
/// one with `vitc.entry`; else @main; else the only public one with a body. Errors name those that
/// could be meant; `file` is for them.
Expected<mlir::func::FuncOp> chooseEntry(ModuleOp module, StringRef wanted, StringRef file);

/// Makes `entry` all there is: it is called @main, calls are inlined, other functions and weights
/// that it does not read are dropped. Errors: calls that cannot be inlined, a module that holds
/// anything but functions and weights.
Error isolateEntry(ModuleOp module, mlir::func::FuncOp entry);

/// Whether `function` takes and returns nothing: a program of checks.
bool isProgram(mlir::func::FuncOp function);

/// What will be made of a function.
enum class EntryForm {
  Text,      ///< Nothing but text.
  Reference, ///< The reference form.
  Optimised, ///< Kernels.
};

/// Whether `form` can be made of `main`. The error says what is in the way, and where.
Error checkEntry(mlir::func::FuncOp main, EntryForm form);

} // namespace vitc::driver

#endif // VITC_LIB_DRIVER_SOURCE_ENTRYFUNCTION_H
