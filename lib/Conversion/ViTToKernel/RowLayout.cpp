//===- RowLayout.cpp - how rows and panels lie in memory ------------------===//

#include "RowLayout.h"

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
