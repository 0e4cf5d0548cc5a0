//===- Normalise.h - softmax over the last axis in linalg -------*- C++ -*-===//

#ifndef VITC_LIB_CONVERSION_VITTOLINALG_NORMALISE_H
#define VITC_LIB_CONVERSION_VITTOLINALG_NORMALISE_H

#include "LinalgForm.h"

namespace vitc {

/// The softmax of `input` over its last axis, with the row's maximum subtracted. A row of −∞ is
/// NaN.
mlir::Value buildSoftmax(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value input);

} // namespace vitc

#endif // VITC_LIB_CONVERSION_VITTOLINALG_NORMALISE_H
