//===- ReadTypes.h - in which type products read what they read -----------===//

#ifndef VITC_LIB_KERNEL_READTYPES_H
#define VITC_LIB_KERNEL_READTYPES_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/MapVector.h"

namespace vitc {

/// True for "f32", "bf16" and "int8".
bool isPrecision(llvm::StringRef word);

/// True for ops that show part of a tensor or another shape of it.
bool isView(mlir::Operation *op);

/// The factors of a function's products that are to be read in bf16 or i8.
class ReadTypes {
public:
  using Readers = llvm::MapVector<mlir::OpOperand *, mlir::Type>;

  /// `precision` is that of products which have none themselves. Fails, with an error, where one
  /// has another than isPrecision.
  static mlir::FailureOr<ReadTypes> find(mlir::func::FuncOp function, llvm::StringRef precision);

  /// In the order of the function.
  const Readers &getReaders() const { return readers; }

  /// Null for f32.
  mlir::Type lookup(mlir::OpOperand &operand) const { return readers.lookup(&operand); }

  /// The type in which all that is made of `value` is read; null where that is f32 or somebody
  /// other than products. i8 if it is read directly and in that alone, else bf16.
  mlir::Type ofAllReaders(mlir::Value value) const;

private:
  Readers readers;
};

} // namespace vitc

#endif // VITC_LIB_KERNEL_READTYPES_H
