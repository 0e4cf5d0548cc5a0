//===- Passes.h - the Kernel phase: fusion, weights, memory ---------------===//

#ifndef VITC_KERNEL_PASSES_H
#define VITC_KERNEL_PASSES_H

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Pass/Pass.h"
#include "vitc/Dialect/Kernel/Kernel.h"

namespace vitc {

#define GEN_PASS_DECL
#include "vitc/Kernel/Passes.h.inc"

#define GEN_PASS_REGISTRATION
#include "vitc/Kernel/Passes.h.inc"

} // namespace vitc

#endif // VITC_KERNEL_PASSES_H
