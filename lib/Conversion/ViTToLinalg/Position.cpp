//===- Position.cpp - reference form of position embeddings ---------------===//

#include "LinalgForm.h"
#include "Resampling.h"

#include "vitc/Conversion/ViTToLinalg/Patterns.h"
#include "vitc/Dialect/ViT/ViT.h"

#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/PatternMatch.h"

#include <cmath>

using namespace mlir;
using namespace vitc;

namespace {

/// Every axis is resampled by a product with a small constant matrix.
struct ConvertInterpolatePosition : OpRewritePattern<vit::InterpolatePositionOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(vit::InterpolatePositionOp op,
                                PatternRewriter &rewriter) const override {
    LinalgForm form(rewriter, op.getLoc());
    Type type = elementTypeOf(op.getPositions());
    int64_t prefix = op.getPrefix();
    ArrayRef<int64_t> source = op.getSource(), shape = shapeOf(op.getPositions());
    int64_t features = shape[2];
    Value grid = form.slice(op.getPositions(), 1, prefix, shape[1] - prefix);
    grid = form.expand(form.convert(grid, rewriter.getF64Type()),
                       {1, source[0], source[1], features}, {{0}, {1, 2}, {3}});
    grid =
        form.collapse(form.convert(resample(rewriter, form, op, grid), type), {{0}, {1, 2}, {3}});
    if (prefix > 0) {
      Value result = form.empty(shapeOf(op.getResult()), type);
      result = form.insert(form.slice(op.getPositions(), 1, 0, prefix), result, 1, 0);
      grid = form.insert(grid, result, 1, prefix);
    }
    rewriter.replaceOp(op, grid);
    return success();
  }

private:
  /// `grid` [1, S₀, S₁, F] in f64 as [1, T₀, T₁, F].
  static Value resample(OpBuilder &builder, LinalgForm &form, vit::InterpolatePositionOp op,
                        Value grid) {
    ArrayRef<int64_t> source = op.getSource(), target = op.getTarget();
    int64_t features = shapeOf(grid)[3];
    // Rows in the order (batch, y, source y, x, feature), then columns in (…, y, x, source x, …).
    Value rows =
        form.contract({makeMatrix(builder, op, source[0], target[0]), form.select(5, {1, 2})},
                      {grid, form.select(5, {0, 2, 3, 4})}, {1, target[0], source[1], features},
                      form.select(5, {0, 1, 3, 4}));
    return form.contract({makeMatrix(builder, op, source[1], target[1]), form.select(5, {2, 3})},
                         {rows, form.select(5, {0, 1, 3, 4})}, {1, target[0], target[1], features},
                         form.select(5, {0, 1, 2, 4}));
  }

  static Value makeMatrix(OpBuilder &builder, vit::InterpolatePositionOp op, int64_t source,
                          int64_t target) {
    auto type = RankedTensorType::get({target, source}, builder.getF64Type());
    SmallVector<double> entries = makeResamplingMatrix(op.getMode(), source, target);
    return arith::ConstantOp::create(builder, op.getLoc(),
                                     DenseElementsAttr::get(type, ArrayRef<double>(entries)));
  }
};

/// The scalar formula of sinusoidal positions at one row, column and feature.
class Sinusoid {
public:
  Sinusoid(OpBuilder &builder, vit::SinusoidPositionOp op, ArrayRef<int64_t> grid)
      : b(builder), at(op.getLoc()), kind(op.getKind()), grid(grid),
        temperature(op.getTemperature().convertToDouble()) {
    int64_t features = shapeOf(op.getResult())[2];
    perAxis = kind == vit::Sinusoid::Transformer ? features : features / 2;
  }

  Value build(Value row, Value column, Value feature) {
    Value axis = arith::DivUIOp::create(b, at, feature, index(perAxis));
    Value place = arith::RemUIOp::create(b, at, feature, index(perAxis));
    bool rowFirst = kind == vit::Sinusoid::DETR;
    Value first = coordinate(rowFirst ? row : column, grid[rowFirst ? 0 : 1]);
    Value second = coordinate(rowFirst ? column : row, grid[rowFirst ? 1 : 0]);
    Value isFirst = compare(arith::CmpIPredicate::eq, axis, 0);
    Value position = arith::SelectOp::create(b, at, isFirst, first, second);

    // [sin | cos] in two halves, or sin and cos in turn.
    bool halves = kind == vit::Sinusoid::MAE;
    int64_t modulus = halves ? perAxis / 2 : 2;
    Value quotient = arith::DivUIOp::create(b, at, place, index(modulus));
    Value remainder = arith::RemUIOp::create(b, at, place, index(modulus));
    Value angle = arith::MulFOp::create(b, at, position, frequency(halves ? remainder : quotient));
    Value isSine = compare(arith::CmpIPredicate::eq, halves ? quotient : remainder, 0);
    return arith::SelectOp::create(b, at, isSine, math::SinOp::create(b, at, angle),
                                   math::CosOp::create(b, at, angle));
  }

private:
  Value index(int64_t value) { return arith::ConstantIndexOp::create(b, at, value); }
  Value number(double value) { return arith::ConstantOp::create(b, at, b.getF64FloatAttr(value)); }
  Value compare(arith::CmpIPredicate predicate, Value value, int64_t constant) {
    return arith::CmpIOp::create(b, at, predicate, value, index(constant));
  }
  Value toFloat(Value value) {
    value = arith::IndexCastOp::create(b, at, b.getI64Type(), value);
    return arith::SIToFPOp::create(b, at, b.getF64Type(), value);
  }

  /// ω_k = temperature^(−2k/D)
  Value frequency(Value k) {
    Value exponent = arith::MulFOp::create(b, at, toFloat(k), number(-2.0));
    exponent = arith::DivFOp::create(b, at, exponent, number(perAxis));
    return math::PowFOp::create(b, at, number(temperature), exponent);
  }

  /// A row or column as an angle; for `detr` counted from 1 and divided by the largest, times 2π.
  Value coordinate(Value value, int64_t extent) {
    Value place = toFloat(value);
    if (kind != vit::Sinusoid::DETR)
      return place;
    place = arith::AddFOp::create(b, at, place, number(1.0));
    place = arith::DivFOp::create(b, at, place, number(extent));
    return arith::MulFOp::create(b, at, place, number(2.0 * M_PI));
  }

  OpBuilder &b;
  Location at;
  vit::Sinusoid kind;
  ArrayRef<int64_t> grid;
  double temperature;
  int64_t perAxis;
};

struct ConvertSinusoidPosition : OpRewritePattern<vit::SinusoidPositionOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(vit::SinusoidPositionOp op,
                                PatternRewriter &rewriter) const override {
    LinalgForm form(rewriter, op.getLoc());
    ArrayRef<int64_t> grid = op.getGrid();
    int64_t features = shapeOf(op.getResult())[2];
    Value table = form.compute({1, grid[0], grid[1], features}, rewriter.getF64Type(), {},
                               [&](OpBuilder &b, Location at, ValueRange) {
                                 Value row = linalg::IndexOp::create(b, at, 1);
                                 Value column = linalg::IndexOp::create(b, at, 2);
                                 Value feature = linalg::IndexOp::create(b, at, 3);
                                 return Sinusoid(b, op, grid).build(row, column, feature);
                               });
    table = form.convert(table, elementTypeOf(op.getResult()));
    rewriter.replaceOp(op, form.collapse(table, {{0}, {1, 2}, {3}}));
    return success();
  }
};

} // namespace

void vitc::populatePositionToLinalgPatterns(RewritePatternSet &patterns) {
  patterns.add<ConvertInterpolatePosition, ConvertSinusoidPosition>(patterns.getContext());
}
