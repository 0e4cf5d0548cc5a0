//===- QuantizedProducts.h - products of integers of 8 bits ---------------===//

#ifndef VITC_LIB_KERNEL_QUANTIZEDPRODUCTS_H
#define VITC_LIB_KERNEL_QUANTIZEDPRODUCTS_H

#include "ReadTypes.h"

#include "vitc/Dialect/Kernel/Kernel.h"

namespace vitc {

/// What was measured of a product's input, `kernel.input`, has one entry for each layer of the loop
/// around, or one for all; an error where not.
mlir::LogicalResult verifyMeasurement(kernel::GemmOp gemm);

/// Makes integers of `rows` for all products that read them in i8. What was measured of all of
/// these bounds the rows.
void quantizeRows(mlir::Value rows, const ReadTypes &types);

/// `gemm` multiplies integers: of its left side, quantised already, and of `pack`, which it reads.
void multiplyQuantized(kernel::GemmOp gemm, kernel::PackOp pack);

} // namespace vitc

#endif // VITC_LIB_KERNEL_QUANTIZEDPRODUCTS_H
