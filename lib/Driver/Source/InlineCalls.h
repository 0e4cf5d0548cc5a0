//===- InlineCalls.h - one function of many -------------------------------===//
#ifndef VITC_LIB_DRIVER_SOURCE_INLINECALLS_H
#define VITC_LIB_DRIVER_SOURCE_INLINECALLS_H

#include "vitc/Support/LLVM.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"

namespace vitc::driver {

/// Puts the bodies of called functions in the place of every `func.call` below `entry`. Errors:
/// functions without a body or with several blocks, recursion, bodies that would grow past measure.
Error inlineCalls(ModuleOp module, mlir::func::FuncOp entry);

} // namespace vitc::driver

#endif // VITC_LIB_DRIVER_SOURCE_INLINECALLS_H
