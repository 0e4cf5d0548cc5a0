//===- OneStorage.h - kernels on tensors or on memrefs --------------------===//

#ifndef VITC_DIALECT_KERNEL_ONESTORAGE_H
#define VITC_DIALECT_KERNEL_ONESTORAGE_H

#include "mlir/IR/OpDefinition.h"

namespace vitc::kernel {

/// Of the operands of `op` that are tensors or memrefs, all are the same of the two.
mlir::LogicalResult verifyOneStorage(mlir::Operation *op);

/// The trait of every kernel: constraint K1.
template <typename ConcreteOp>
class OneStorage : public mlir::OpTrait::TraitBase<ConcreteOp, OneStorage> {
public:
  static mlir::LogicalResult verifyTrait(mlir::Operation *op) { return verifyOneStorage(op); }
};

} // namespace vitc::kernel

#endif // VITC_DIALECT_KERNEL_ONESTORAGE_H
