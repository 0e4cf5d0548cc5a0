//===- Work.h - arithmetic and parameters of a vit module -----------------===//
#ifndef VITC_LIB_DRIVER_SOURCE_WORK_H
#define VITC_LIB_DRIVER_SOURCE_WORK_H

#include "vitc/Support/LLVM.h"

#include "mlir/IR/BuiltinOps.h"

namespace vitc::driver {

/// Leaves out the tokens that nobody reads, as optimised code does. For composite ops.
void pruneTokens(ModuleOp module);

/// Floating-point operations that one call of @main takes, as vit::WorkOpInterface counts them:
/// what nobody reads is not computed, and not counted.
int64_t countFlops(ModuleOp module);

/// Numbers in all weights of the module.
int64_t countParameters(ModuleOp module);

} // namespace vitc::driver

#endif // VITC_LIB_DRIVER_SOURCE_WORK_H
