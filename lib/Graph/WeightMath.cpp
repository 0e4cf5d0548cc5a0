//===- WeightMath.cpp - weight arithmetic in f64 --------------------------===//

#include "WeightMath.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;

static RankedTensorType tensorType(Value value) { return cast<RankedTensorType>(value.getType()); }

Value vitc::widen(OpBuilder &b, Location loc, Value value) {
  RankedTensorType type = tensorType(value);
  if (type.getElementType().isF64())
    return value;
  if (auto rounded = value.getDefiningOp<arith::TruncFOp>())
    if (tensorType(rounded.getIn()).getElementType().isF64())
      return rounded.getIn();
  return arith::ExtFOp::create(b, loc, type.clone(b.getF64Type()), value);
}

Value vitc::narrow(OpBuilder &b, Location loc, Value value, Type elementType) {
  if (tensorType(value).getElementType() == elementType)
    return value;
  return arith::TruncFOp::create(b, loc, tensorType(value).clone(elementType), value);
}

Value vitc::splat(OpBuilder &b, Location loc, Type type, double number) {
  auto tensor = cast<RankedTensorType>(type);
  return arith::ConstantOp::create(
      b, loc, DenseElementsAttr::get(tensor, b.getFloatAttr(tensor.getElementType(), number)));
}

/// `vector` repeated along dimension `dimension` of a matrix of `type`.
static Value broadcast(OpBuilder &b, Location loc, Value vector, RankedTensorType type,
                       int64_t dimension) {
  Value init = tensor::EmptyOp::create(b, loc, type.getShape(), type.getElementType());
  return linalg::BroadcastOp::create(b, loc, vector, init, ArrayRef<int64_t>{dimension})
      .getResult()[0];
}

Value vitc::scaleColumns(OpBuilder &b, Location loc, Value matrix, Value vector) {
  Value factors = broadcast(b, loc, vector, tensorType(matrix), 0);
  return arith::MulFOp::create(b, loc, matrix, factors);
}

Value vitc::scaleRows(OpBuilder &b, Location loc, Value matrix, Value vector) {
  Value factors = broadcast(b, loc, vector, tensorType(matrix), 1);
  return arith::MulFOp::create(b, loc, matrix, factors);
}

Value vitc::addMatrixVector(OpBuilder &b, Location loc, Value bias, Value matrix, Value vector) {
  RankedTensorType type = tensorType(matrix);
  auto result = RankedTensorType::get({type.getDimSize(0)}, type.getElementType());
  Value init = bias;
  if (!init) {
    // Filled, not a constant: a constant would have to be copied before it can be added to.
    Value zero = arith::ConstantOp::create(b, loc, b.getZeroAttr(type.getElementType()));
    Value space = tensor::EmptyOp::create(b, loc, result.getShape(), type.getElementType());
    init = linalg::FillOp::create(b, loc, ValueRange{zero}, ValueRange{space}).getResult(0);
  }
  return linalg::MatvecOp::create(b, loc, ValueRange{matrix, vector}, ValueRange{init})
      .getResult(0);
}
