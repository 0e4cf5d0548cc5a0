//===- RowLayout.cpp - how rows and panels lie in memory ------------------===//

#include "RowLayout.h"

#include "vitc/Dialect/Kernel/Kernel.h"

#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;

int64_t vitc::panelWidth(int64_t columns) {
  int64_t best = 48;
  for (int64_t width : {32, 16})
    if (llvm::alignTo(columns, width) < llvm::alignTo(columns, best))
      best = width;
  return best;
}

Value vitc::createRows(OpBuilder &b, Location loc, ArrayRef<int64_t> shape, Type elementType) {
  SmallVector<int64_t> padded(shape);
  padded.back() = kernel::rowStride(shape.back(), elementType);
  Value buffer = tensor::EmptyOp::create(b, loc, padded, elementType);
  auto attr = [&](ArrayRef<int64_t> values) {
    return getAsIndexOpFoldResult(b.getContext(), values);
  };
  SmallVector<int64_t> zeros(shape.size(), 0), ones(shape.size(), 1);
  return tensor::ExtractSliceOp::create(b, loc, RankedTensorType::get(shape, elementType), buffer,
                                        attr(zeros), attr(shape), attr(ones));
}

static SmallVector<ReassociationIndices> rankTwoToThree() { return {{0, 1}, {2}}; }

Value vitc::asRows(OpBuilder &b, Location loc, Value value) {
  auto type = cast<RankedTensorType>(value.getType());
  if (type.getRank() == 3)
    return value;
  auto rows = type.clone({1, type.getDimSize(0), type.getDimSize(1)});
  return tensor::ExpandShapeOp::create(b, loc, rows, value, rankTwoToThree());
}

Value vitc::fromRows(OpBuilder &b, Location loc, Value rows, RankedTensorType type) {
  if (type.getRank() == 3)
    return rows;
  return tensor::CollapseShapeOp::create(b, loc, type, rows, rankTwoToThree());
}
