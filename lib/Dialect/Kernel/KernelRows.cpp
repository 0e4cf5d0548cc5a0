//===- KernelRows.cpp - rows of tokens as tensors -------------------------===//

#include "vitc/Dialect/Kernel/Rows.h"

#include "vitc/Dialect/Kernel/Kernel.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace vitc;

int64_t kernel::rowStride(int64_t columns, Type elementType) {
  int64_t perLine = 64 / (elementType.getIntOrFloatBitWidth() / 8);
  int64_t lines = llvm::divideCeil(columns, perLine);
  return (lines | 1) * perLine;
}

bool kernel::isRowPerImage(RankedTensorType rows) {
  return rows.getRank() == 2 || rows.getDimSize(1) == 1;
}

Value kernel::createRows(OpBuilder &b, Location loc, ArrayRef<int64_t> shape, Type elementType) {
  SmallVector<int64_t> padded(shape);
  padded.back() = rowStride(shape.back(), elementType);
  Value buffer = tensor::EmptyOp::create(b, loc, padded, elementType);
  auto attributes = [&](ArrayRef<int64_t> values) {
    return getAsIndexOpFoldResult(b.getContext(), values);
  };
  SmallVector<int64_t> zeros(shape.size(), 0), ones(shape.size(), 1);
  return tensor::ExtractSliceOp::create(b, loc, RankedTensorType::get(shape, elementType), buffer,
                                        attributes(zeros), attributes(shape), attributes(ones));
}

bool kernel::isFresh(Value value) {
  if (auto slice = value.getDefiningOp<tensor::ExtractSliceOp>())
    value = slice.getSource();
  return value.getDefiningOp<tensor::EmptyOp>() != nullptr;
}
