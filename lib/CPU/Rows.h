//===- Rows.h - the rows of [batch, rows, columns] buffers ----------------===//
//
// Kernels work on rows; where batch and rows of all operands lie at one distance, both are one
// range. Otherwise the batch is a loop around.
//
//===----------------------------------------------------------------------===//

#ifndef VITC_LIB_CPU_ROWS_H
#define VITC_LIB_CPU_ROWS_H

#include "Emitter.h"

#include "mlir/IR/BuiltinTypes.h"

namespace vitc::cpu {

/// A view of a [B, M, F] memref by row number, in the counting of a RowSpace.
class Rows {
public:
  Rows() = default;
  /// `operand` by batch and row, or by row alone if it has one image for several.
  Rows(Value operand, bool isBroadcast)
      : memref(operand), kind(isBroadcast ? Kind::Broadcast : Kind::ByRow) {}

  /// Indices of (row, column) for memory ops on `buffer()`. `row` counts inside `batch`.
  SmallVector<Value> at(Emitter &e, Value batch, Value row, Value column) const;
  Value buffer() const { return memref; }

private:
  friend class RowSpace;
  enum class Kind { Matrix, ByRow, ByBatch, Broadcast };
  Value memref;
  Kind kind = Kind::Matrix;
};

/// How the B · M rows of a kernel's operands are counted: `batches` times `rows`.
class RowSpace {
public:
  /// For operands whose leading dimensions are [B, M], or [1, M] where an operand is broadcast over
  /// the batch.
  static RowSpace of(int64_t batch, int64_t rows, ArrayRef<mlir::MemRefType> operands);
  /// `operand` as rows of this space.
  Rows view(Emitter &e, Value operand) const;

  int64_t batches, rows;

private:
  enum class Kind { OneBatch, OneRow, Uniform, Nested };
  Kind kind;
};

} // namespace vitc::cpu

#endif // VITC_LIB_CPU_ROWS_H
