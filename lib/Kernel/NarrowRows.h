//===- NarrowRows.h - rows in the type in which products read them --------===//

#ifndef VITC_LIB_KERNEL_NARROWROWS_H
#define VITC_LIB_KERNEL_NARROWROWS_H

#include "ReadTypes.h"

#include "mlir/Interfaces/DestinationStyleOpInterface.h"

namespace vitc {

/// New rows like `rows` of another element type.
mlir::Value createRowsLike(mlir::OpBuilder &b, mlir::Value rows, mlir::Type element);

/// New scales, one for each of `rows`.
mlir::Value createScales(mlir::OpBuilder &b, mlir::Value rows);

/// Lets `op` store its result in the type in which all that read it do, and returns true, if it is
/// a kernel that can: norms store integers of 8 bits, with scales, all others bf16 at least.
bool storeNarrow(mlir::DestinationStyleOpInterface op, const ReadTypes &types);

/// Lets `reader` read a copy rounded to bf16.
void readRounded(mlir::OpOperand &reader);

} // namespace vitc

#endif // VITC_LIB_KERNEL_NARROWROWS_H
