//===- VerifyShape.h - sizes of operands, and what they should be ---------===//

#ifndef VITC_LIB_DIALECT_KERNEL_VERIFYSHAPE_H
#define VITC_LIB_DIALECT_KERNEL_VERIFYSHAPE_H

#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Operation.h"

namespace vitc::kernel {

inline int64_t dim(mlir::Value value, unsigned index) {
  return llvm::cast<mlir::ShapedType>(value.getType()).getDimSize(index);
}

/// `value` has exactly `shape`; `what` names it in the message.
mlir::LogicalResult verifyShape(mlir::Operation *op, mlir::Value value,
                                llvm::ArrayRef<int64_t> shape, llvm::StringRef what);

} // namespace vitc::kernel

#endif // VITC_LIB_DIALECT_KERNEL_VERIFYSHAPE_H
