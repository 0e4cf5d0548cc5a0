//===- Kernel.h - the kernel dialect --------------------------------------===//
//
// How a vision transformer is computed: fused kernels in destination-passing style.
// The language reference is dialects/Kernel.
//
//===----------------------------------------------------------------------===//

#ifndef VITC_DIALECT_KERNEL_KERNEL_H
#define VITC_DIALECT_KERNEL_KERNEL_H

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/ControlFlowInterfaces.h"
#include "mlir/Interfaces/DestinationStyleOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "vitc/Dialect/Kernel/KernelDialect.h.inc"
#include "vitc/Dialect/Kernel/KernelEnums.h.inc"

#define GET_ATTRDEF_CLASSES
#include "vitc/Dialect/Kernel/KernelAttributes.h.inc"

#define GET_OP_CLASSES
#include "vitc/Dialect/Kernel/KernelOps.h.inc"

namespace vitc::kernel {

/// Lets upstream one-shot bufferisation take kernel ops from tensors to memrefs, in place where
/// `init` may be.
void registerBufferizableOpInterfaceExternalModels(mlir::DialectRegistry &registry);

} // namespace vitc::kernel

#endif // VITC_DIALECT_KERNEL_KERNEL_H
