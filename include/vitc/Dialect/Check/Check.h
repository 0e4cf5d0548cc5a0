//===- Check.h - the check dialect ----------------------------------------===//
//
// What a numeric test expects. The language reference is dialects/Check.
//
//===----------------------------------------------------------------------===//

#ifndef VITC_DIALECT_CHECK_CHECK_H
#define VITC_DIALECT_CHECK_CHECK_H

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "vitc/Dialect/Check/CheckDialect.h.inc"

#define GET_OP_CLASSES
#include "vitc/Dialect/Check/CheckOps.h.inc"

#endif // VITC_DIALECT_CHECK_CHECK_H
