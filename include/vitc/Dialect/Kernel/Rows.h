//===- Rows.h - rows of tokens as tensors, and the memory below them ------===//

#ifndef VITC_DIALECT_KERNEL_ROWS_H
#define VITC_DIALECT_KERNEL_ROWS_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"

namespace vitc::kernel {

/// True if a product that reads `rows`, [batch, features] or [batch, tokens, features], reads one
/// row of each image, as classifiers do.
bool isRowPerImage(mlir::RankedTensorType rows);

/// A new tensor to be written, [batch, rows, columns] or of more dimensions, its rows `rowStride`
/// apart.
mlir::Value createRows(mlir::OpBuilder &b, mlir::Location loc, llvm::ArrayRef<int64_t> shape,
                       mlir::Type elementType);

/// True if `value` is memory that nobody has written yet: an empty tensor or a slice of one.
bool isFresh(mlir::Value value);

} // namespace vitc::kernel

#endif // VITC_DIALECT_KERNEL_ROWS_H
