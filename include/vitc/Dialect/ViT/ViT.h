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

namespace vitc::vit {

/// Discardable attribute of a product (`vit.linear`, `vit.sdpa`) or of an op that has some: the
/// precision of its factors, "f32", "bf16" or "int8", whatever that of the model.
constexpr llvm::StringLiteral precisionAttr = "vitc.precision";

/// Replaces `op` by the smaller ops that express it; products among them inherit its precision.
void replaceByParts(DecomposableOpInterface op);

} // namespace vitc::vit

#endif // VITC_DIALECT_VIT_VIT_H
