//===- ViT.h - the vit dialect --------------------------------------------===//
//
// What a vision transformer computes: ops with value semantics on static tensors.
// The language reference is dialects/ViT.
//
//===----------------------------------------------------------------------===//

#ifndef VITC_DIALECT_VIT_VIT_H
#define VITC_DIALECT_VIT_VIT_H

#include "vitc/Dialect/ViT/ViTTraits.h"

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "vitc/Dialect/ViT/ViTDialect.h.inc"
#include "vitc/Dialect/ViT/ViTEnums.h.inc"
#include "vitc/Dialect/ViT/ViTInterfaces.h.inc"

#define GET_ATTRDEF_CLASSES
#include "vitc/Dialect/ViT/ViTAttributes.h.inc"

#define GET_OP_CLASSES
#include "vitc/Dialect/ViT/ViTOps.h.inc"

#endif // VITC_DIALECT_VIT_VIT_H
