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
#include "mlir/Dialect/LLVMIR/LLVMTypes.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/ControlFlowInterfaces.h"
#include "mlir/Interfaces/DestinationStyleOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "vitc/Dialect/Kernel/OneStorage.h"

#include "vitc/Dialect/Kernel/KernelDialect.h.inc"
#include "vitc/Dialect/Kernel/KernelEnums.h.inc"

#define GET_ATTRDEF_CLASSES
#include "vitc/Dialect/Kernel/KernelAttributes.h.inc"

#include "vitc/Dialect/Kernel/KernelInterfaces.h.inc"

#define GET_OP_CLASSES
#include "vitc/Dialect/Kernel/KernelOps.h.inc"

namespace vitc::kernel {

/// Lanes of every vector on every instruction set level, and what the width of a panel is a
/// multiple of.
inline constexpr int64_t kLanes = 16;

/// Steps of k that lie side by side in packed panels of `elementType`: as many as fill 32 bits, 2
/// for bf16 and 4 for i8, else 1.
inline int64_t pairing(mlir::Type elementType) {
  return elementType.isBF16() ? 2 : elementType.isInteger(8) ? 4 : 1;
}

/// What `kernel.quantize` adds to an integer of 8 bits to make it unsigned.
inline constexpr int64_t kZeroPoint = 128;

/// The greatest magnitude of an integer of 8 bits: symmetric, so that −x is as exact as x.
inline constexpr int64_t kLargestQuantized = 127;

/// The longest sum of 8-bit products that cannot leave i32, whatever the factors: it starts at
/// −128 · 127 · K at least and adds 255 · 127 · K at most.
inline constexpr int64_t kLongestQuantizedSum =
    INT32_MAX / ((255 + kZeroPoint) * kLargestQuantized);

/// Elements from one row to the next: the smallest odd multiple of 64 bytes that holds `columns`.
/// Rows at even multiples, above all at 4 KiB, fall into few cache sets and cost up to 12 %.
int64_t rowStride(int64_t columns, mlir::Type elementType);

/// What no result of `kind` is below, computed as on every target and rounded to bf16: a little
/// below the least value of the exact function, by the error of the short one that kernels
/// evaluate; zero or negative, and exact in bf16. None where there is nothing to gain: tanh uses
/// both signs alike.
std::optional<float> lowestResult(Activation kind);

/// Lets upstream one-shot bufferisation take kernel ops from tensors to memrefs, in place where
/// `init` may be.
void registerBufferizableOpInterfaceExternalModels(mlir::DialectRegistry &registry);

} // namespace vitc::kernel

#endif // VITC_DIALECT_KERNEL_KERNEL_H
