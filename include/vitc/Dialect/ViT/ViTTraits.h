//===- ViTTraits.h - traits of vit ops --------------------------*- C++ -*-===//

#ifndef VITC_DIALECT_VIT_VITTRAITS_H
#define VITC_DIALECT_VIT_VITTRAITS_H

#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/TypeRange.h"

namespace vitc::vit {

/// Verifies that the results have the inferred types, with one error that says what was expected
/// and found. InferTypeOpInterface alone would add a second error which says nothing.
template <typename ConcreteOp>
class InferredResults : public mlir::OpTrait::TraitBase<ConcreteOp, InferredResults> {
public:
  static mlir::LogicalResult verifyTrait(mlir::Operation *op) {
    llvm::SmallVector<mlir::Type> expected;
    if (mlir::failed(ConcreteOp::inferReturnTypes(
            op->getContext(), op->getLoc(), op->getOperands(), op->getDiscardableAttrDictionary(),
            op->getPropertiesStorage(), op->getRegions(), expected)))
      return mlir::failure();
    if (mlir::TypeRange(expected) == op->getResultTypes())
      return mlir::success();
    return op->emitOpError("expected a result of type ")
           << expected << ", found " << op->getResultTypes();
  }
};

} // namespace vitc::vit

#endif // VITC_DIALECT_VIT_VITTRAITS_H
