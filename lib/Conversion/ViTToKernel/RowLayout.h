//===- RowLayout.h - how rows and panels lie in memory --------------------===//
//
// Layout follows from shapes alone, never from the target, so that packed weights serve every
// instruction set level.
//
//===----------------------------------------------------------------------===//

#ifndef VITC_LIB_CONVERSION_VITTOKERNEL_ROWLAYOUT_H
#define VITC_LIB_CONVERSION_VITTOKERNEL_ROWLAYOUT_H

#include "vitc/Dialect/Kernel/Rows.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"

namespace vitc {

/// Columns of one packed panel for a product with `columns` columns: of 48, 32 and 16 the one that
/// pads least, the widest of equals.
int64_t panelWidth(int64_t columns);

using kernel::createRows;

/// `value` of rank 2 as [1, rows, columns]; of rank 3 as it is.
mlir::Value asRows(mlir::OpBuilder &b, mlir::Location loc, mlir::Value value);

/// `rows [1, M, F]` as `type`, which has rank 2 or 3.
mlir::Value fromRows(mlir::OpBuilder &b, mlir::Location loc, mlir::Value rows,
                     mlir::RankedTensorType type);

} // namespace vitc

#endif // VITC_LIB_CONVERSION_VITTOKERNEL_ROWLAYOUT_H
