//===- LinalgForm.cpp - builds linalg ops on fresh destinations -----------===//

#include "LinalgForm.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace vitc;

AffineMap LinalgForm::select(unsigned numLoops, ArrayRef<unsigned> loops) {
  SmallVector<AffineExpr> indices;
  for (unsigned loop : loops)
    indices.push_back(builder.getAffineDimExpr(loop));
  return AffineMap::get(numLoops, 0, indices, builder.getContext());
}

AffineMap LinalgForm::selectLast(unsigned numLoops, unsigned numLast) {
  return AffineMap::getMinorIdentityMap(numLoops, numLast, builder.getContext());
}

IndexedOperand LinalgForm::whole(Value value) {
  return {value, builder.getMultiDimIdentityMap(shapeOf(value).size())};
}

Value LinalgForm::number(double value, Type type) {
  return arith::ConstantOp::create(builder, loc, builder.getFloatAttr(type, value));
}

Value LinalgForm::empty(ArrayRef<int64_t> shape, Type elementType) {
  return tensor::EmptyOp::create(builder, loc, shape, elementType);
}

Value LinalgForm::filled(ArrayRef<int64_t> shape, Type elementType, double value) {
  return linalg::FillOp::create(builder, loc, number(value, elementType), empty(shape, elementType))
      .getResult(0);
}

/// One linalg.generic; the body's scalars include the partial result where `isFold`.
static Value buildGeneric(OpBuilder &builder, Location loc, ArrayRef<IndexedOperand> operands,
                          IndexedOperand result, bool isFold, LinalgForm::Body body) {
  SmallVector<Value> inputs;
  SmallVector<AffineMap> maps;
  for (const IndexedOperand &operand : operands) {
    inputs.push_back(operand.value);
    maps.push_back(operand.map);
  }
  maps.push_back(result.map);
  SmallVector<utils::IteratorType> iterators(result.map.getNumDims(),
                                             utils::IteratorType::reduction);
  for (AffineExpr index : result.map.getResults())
    iterators[cast<AffineDimExpr>(index).getPosition()] = utils::IteratorType::parallel;
  auto generic = linalg::GenericOp::create(
      builder, loc, result.value.getType(), inputs, result.value, maps, iterators,
      [&](OpBuilder &inner, Location place, ValueRange scalars) {
        if (!isFold)
          scalars = scalars.drop_back();
        linalg::YieldOp::create(inner, place, body(inner, place, scalars));
      });
  return generic.getResult(0);
}

Value LinalgForm::compute(ArrayRef<int64_t> shape, Type elementType,
                          ArrayRef<IndexedOperand> operands, Body body) {
  return buildGeneric(builder, loc, operands, whole(empty(shape, elementType)), /*isFold=*/false,
                      body);
}

Value LinalgForm::pointwise(ArrayRef<Value> operands, Body body) {
  SmallVector<IndexedOperand> indexed;
  for (Value operand : operands)
    indexed.push_back(whole(operand));
  return compute(shapeOf(operands.front()), elementTypeOf(operands.front()), indexed, body);
}

Value LinalgForm::fold(ArrayRef<IndexedOperand> operands, IndexedOperand result, Body body) {
  return buildGeneric(builder, loc, operands, result, /*isFold=*/true, body);
}

Value LinalgForm::foldLast(Value input, double initial, Body body) {
  unsigned rank = shapeOf(input).size();
  auto loops = llvm::to_vector(llvm::seq(rank - 1));
  Value start = filled(shapeOf(input).drop_back(), elementTypeOf(input), initial);
  return fold(whole(input), {start, select(rank, loops)}, body);
}

Value LinalgForm::contract(IndexedOperand lhs, IndexedOperand rhs, ArrayRef<int64_t> shape,
                           AffineMap result) {
  Value zeros = filled(shape, elementTypeOf(lhs.value), 0.0);
  return fold({lhs, rhs}, {zeros, result}, [](OpBuilder &b, Location at, ValueRange scalars) {
    Value product = arith::MulFOp::create(b, at, scalars[0], scalars[1]);
    return arith::AddFOp::create(b, at, scalars[2], product).getResult();
  });
}

Value LinalgForm::transpose(Value value, ArrayRef<int64_t> permutation) {
  SmallVector<int64_t> shape;
  for (int64_t axis : permutation)
    shape.push_back(shapeOf(value)[axis]);
  return linalg::TransposeOp::create(builder, loc, value, empty(shape, elementTypeOf(value)),
                                     permutation)
      ->getResult(0);
}

Value LinalgForm::convert(Value value, Type type) {
  Type from = elementTypeOf(value);
  if (from == type)
    return value;
  bool widen = from.getIntOrFloatBitWidth() < type.getIntOrFloatBitWidth();
  return compute(shapeOf(value), type, whole(value),
                 [&](OpBuilder &b, Location at, ValueRange scalars) -> Value {
                   if (widen)
                     return arith::ExtFOp::create(b, at, type, scalars[0]);
                   return arith::TruncFOp::create(b, at, type, scalars[0]);
                 });
}

/// Offsets, sizes and strides that cut `shape` on one axis only.
namespace {
struct Cut {
  SmallVector<OpFoldResult> offsets, sizes, strides;

  Cut(OpBuilder &builder, ArrayRef<int64_t> shape, unsigned axis, int64_t offset, int64_t size) {
    for (auto [number, extent] : llvm::enumerate(shape)) {
      offsets.push_back(builder.getIndexAttr(number == axis ? offset : 0));
      sizes.push_back(builder.getIndexAttr(number == axis ? size : extent));
      strides.push_back(builder.getIndexAttr(1));
    }
  }
};
} // namespace

Value LinalgForm::slice(Value value, unsigned axis, int64_t offset, int64_t size) {
  Cut cut(builder, shapeOf(value), axis, offset, size);
  return tensor::ExtractSliceOp::create(builder, loc, value, cut.offsets, cut.sizes, cut.strides);
}

Value LinalgForm::insert(Value value, Value destination, unsigned axis, int64_t offset) {
  Cut cut(builder, shapeOf(destination), axis, offset, shapeOf(value)[axis]);
  return tensor::InsertSliceOp::create(builder, loc, value, destination, cut.offsets, cut.sizes,
                                       cut.strides);
}

Value LinalgForm::expand(Value value, ArrayRef<int64_t> shape,
                         ArrayRef<ReassociationIndices> groups) {
  auto type = RankedTensorType::get(shape, elementTypeOf(value));
  return tensor::ExpandShapeOp::create(builder, loc, type, value, groups);
}

Value LinalgForm::collapse(Value value, ArrayRef<ReassociationIndices> groups) {
  return tensor::CollapseShapeOp::create(builder, loc, value, groups);
}
