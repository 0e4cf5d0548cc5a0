//===- WeightMath.h - weight arithmetic in f64 ----------------------------===//
//
// Folds compute on f64 tensors and round once: `widen` looks through an earlier `narrow`, so a
// chain of folds is one expression in f64 however many patterns wrote it.
//
//===----------------------------------------------------------------------===//

#ifndef VITC_LIB_GRAPH_WEIGHTMATH_H
#define VITC_LIB_GRAPH_WEIGHTMATH_H

#include "mlir/IR/Builders.h"

namespace vitc {

/// `value` as a tensor of f64: exact, or the f64 expression that `value` was rounded from.
mlir::Value widen(mlir::OpBuilder &b, mlir::Location loc, mlir::Value value);

/// `value`, a tensor of f64, rounded to `elementType`.
mlir::Value narrow(mlir::OpBuilder &b, mlir::Location loc, mlir::Value value,
                   mlir::Type elementType);

/// `matrix [N, K]` times `vector [K]` along its columns or `vector [N]` along its rows, f64.
mlir::Value scaleColumns(mlir::OpBuilder &b, mlir::Location loc, mlir::Value matrix,
                         mlir::Value vector);
mlir::Value scaleRows(mlir::OpBuilder &b, mlir::Location loc, mlir::Value matrix,
                      mlir::Value vector);

/// `bias [N]` (or zeros when null) plus `matrix [N, K]` · `vector [K]`, f64.
mlir::Value addMatrixVector(mlir::OpBuilder &b, mlir::Location loc, mlir::Value bias,
                            mlir::Value matrix, mlir::Value vector);

/// A tensor of `value`'s type filled with `number`.
mlir::Value splat(mlir::OpBuilder &b, mlir::Location loc, mlir::Type type, double number);

} // namespace vitc

#endif // VITC_LIB_GRAPH_WEIGHTMATH_H
