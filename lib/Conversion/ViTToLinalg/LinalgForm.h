//===- LinalgForm.h - builds linalg ops on fresh destinations ---*- C++ -*-===//

#ifndef VITC_LIB_CONVERSION_VITTOLINALG_LINALGFORM_H
#define VITC_LIB_CONVERSION_VITTOLINALG_LINALGFORM_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

namespace vitc {

/// A tensor and which of its elements a step of a loop nest reads.
struct IndexedOperand {
  mlir::Value value;
  mlir::AffineMap map;
};

/// Writes values of the reference form: every method makes one linalg op (and its destination) at
/// the builder's place. Element types follow the operands.
class LinalgForm {
public:
  /// Gets one scalar for each operand (and what is computed so far, where there is one) and returns
  /// the scalar to store.
  using Body = llvm::function_ref<mlir::Value(mlir::OpBuilder &, mlir::Location, mlir::ValueRange)>;

  LinalgForm(mlir::OpBuilder &builder, mlir::Location loc) : builder(builder), loc(loc) {}

  /// The map of a nest of `numLoops` loops to the indices of the loops `loops`.
  mlir::AffineMap select(unsigned numLoops, llvm::ArrayRef<unsigned> loops);

  /// The map of a nest of `numLoops` loops to the indices of the last `numLast` loops.
  mlir::AffineMap selectLast(unsigned numLoops, unsigned numLast);

  /// The whole of `value`, in a nest with one loop for each of its axes.
  IndexedOperand whole(mlir::Value value);

  mlir::Value number(double value, mlir::Type type);
  mlir::Value empty(llvm::ArrayRef<int64_t> shape, mlir::Type elementType);
  mlir::Value filled(llvm::ArrayRef<int64_t> shape, mlir::Type elementType, double value);

  /// A tensor computed element by element: one parallel loop for each axis of `shape`.
  mlir::Value compute(llvm::ArrayRef<int64_t> shape, mlir::Type elementType,
                      llvm::ArrayRef<IndexedOperand> operands, Body body);

  /// A tensor of the shape of the first operand, which all operands have.
  mlir::Value pointwise(llvm::ArrayRef<mlir::Value> operands, Body body);

  /// Folds `body` over the loops that `result` does not name; the loops run in the order of their
  /// numbers. `result.value` is what the fold starts from; the last scalar of the body is the
  /// partial result.
  mlir::Value fold(llvm::ArrayRef<IndexedOperand> operands, IndexedOperand result, Body body);

  /// Folds `body` over the last axis of `input` from `initial` on: rank falls by one.
  mlir::Value foldLast(mlir::Value input, double initial, Body body);

  /// The sum of the products of `lhs` and `rhs` over the loops that `result` does not name.
  mlir::Value contract(IndexedOperand lhs, IndexedOperand rhs, llvm::ArrayRef<int64_t> shape,
                       mlir::AffineMap result);

  mlir::Value transpose(mlir::Value value, llvm::ArrayRef<int64_t> permutation);

  /// `value` in the floating-point type `type`: extended exactly or rounded.
  mlir::Value convert(mlir::Value value, mlir::Type type);

  /// `size` entries of the axis `axis`, from `offset` on.
  mlir::Value slice(mlir::Value value, unsigned axis, int64_t offset, int64_t size);

  /// Puts `value` into `destination` from entry `offset` of the axis `axis` on.
  mlir::Value insert(mlir::Value value, mlir::Value destination, unsigned axis, int64_t offset);

  /// The same elements in row-major order under the shape `shape`, which only cuts axes in two
  /// (`expand`) or joins neighbours (`collapse`), as `groups` says.
  mlir::Value expand(mlir::Value value, llvm::ArrayRef<int64_t> shape,
                     llvm::ArrayRef<mlir::ReassociationIndices> groups);
  mlir::Value collapse(mlir::Value value, llvm::ArrayRef<mlir::ReassociationIndices> groups);

private:
  mlir::OpBuilder &builder;
  mlir::Location loc;
};

/// The shape of a ranked tensor value.
inline llvm::ArrayRef<int64_t> shapeOf(mlir::Value value) {
  return llvm::cast<mlir::RankedTensorType>(value.getType()).getShape();
}

/// The element type of a tensor value.
inline mlir::Type elementTypeOf(mlir::Value value) {
  return llvm::cast<mlir::RankedTensorType>(value.getType()).getElementType();
}

} // namespace vitc

#endif // VITC_LIB_CONVERSION_VITTOLINALG_LINALGFORM_H
