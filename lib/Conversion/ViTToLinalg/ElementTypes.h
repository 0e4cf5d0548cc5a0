//===- ElementTypes.h - change what a module computes in --------*- C++ -*-===//

#ifndef VITC_LIB_CONVERSION_VITTOLINALG_ELEMENTTYPES_H
#define VITC_LIB_CONVERSION_VITTOLINALG_ELEMENTTYPES_H

#include "mlir/IR/BuiltinOps.h"

namespace vitc {

/// Gives every floating-point tensor in the functions of `module` the element type `type`:
/// arguments, results, values and constants. Constants are extended exactly or rounded. Emits an
/// error and fails where an op is not known to allow that.
llvm::LogicalResult changeElementTypes(mlir::ModuleOp module, mlir::FloatType type);

} // namespace vitc

#endif // VITC_LIB_CONVERSION_VITTOLINALG_ELEMENTTYPES_H
