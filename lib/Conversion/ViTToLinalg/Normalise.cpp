//===- Normalise.cpp - reference form of layer norm and softmax -----------===//

#include "Normalise.h"

#include "vitc/Conversion/ViTToLinalg/Patterns.h"
#include "vitc/Dialect/ViT/ViT.h"

#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/PatternMatch.h"

#include <limits>

using namespace mlir;
using namespace vitc;

template <typename OpTy>
static Value binary(OpBuilder &b, Location at, ValueRange scalars) {
  return OpTy::create(b, at, scalars[0], scalars[1]);
}

/// `rows` (the shape of `value` without its last axis) as an operand in the loops over `value`.
static IndexedOperand perRow(LinalgForm &form, Value rows, Value value) {
  unsigned rank = shapeOf(value).size();
  return {rows, form.select(rank, llvm::to_vector(llvm::seq(rank - 1)))};
}

Value vitc::buildSoftmax(OpBuilder &builder, Location loc, Value input) {
  LinalgForm form(builder, loc);
  ArrayRef<int64_t> shape = shapeOf(input);
  Type type = elementTypeOf(input);
  Value maximum =
      form.foldLast(input, -std::numeric_limits<double>::infinity(), binary<arith::MaximumFOp>);
  Value powers =
      form.compute(shape, type, {form.whole(input), perRow(form, maximum, input)},
                   [](OpBuilder &b, Location at, ValueRange scalars) -> Value {
                     return math::ExpOp::create(b, at, binary<arith::SubFOp>(b, at, scalars));
                   });
  Value sum = form.foldLast(powers, 0.0, binary<arith::AddFOp>);
  return form.compute(shape, type, {form.whole(powers), perRow(form, sum, powers)},
                      binary<arith::DivFOp>);
}

/// √(σ² + eps) of every row of `centred`.
static Value buildDeviation(LinalgForm &form, Value centred, double eps) {
  Type type = elementTypeOf(centred);
  Value squares =
      form.foldLast(centred, 0.0, [](OpBuilder &b, Location at, ValueRange scalars) -> Value {
        Value square = arith::MulFOp::create(b, at, scalars[0], scalars[0]);
        return arith::AddFOp::create(b, at, scalars[1], square);
      });
  Value count = form.number(shapeOf(centred).back(), type), epsilon = form.number(eps, type);
  return form.pointwise(squares, [&](OpBuilder &b, Location at, ValueRange scalars) -> Value {
    Value variance = arith::DivFOp::create(b, at, scalars[0], count);
    return math::SqrtOp::create(b, at, arith::AddFOp::create(b, at, variance, epsilon));
  });
}

namespace {

struct ConvertLayerNorm : OpRewritePattern<vit::LayerNormOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(vit::LayerNormOp op, PatternRewriter &rewriter) const override {
    LinalgForm form(rewriter, op.getLoc());
    Value input = op.getInput();
    ArrayRef<int64_t> shape = shapeOf(input);
    Type type = elementTypeOf(input);
    Value count = form.number(shape.back(), type);
    Value sum = form.foldLast(input, 0.0, binary<arith::AddFOp>);
    Value mean = form.pointwise(sum, [&](OpBuilder &b, Location at, ValueRange scalars) -> Value {
      return arith::DivFOp::create(b, at, scalars[0], count);
    });
    Value centred = form.compute(shape, type, {form.whole(input), perRow(form, mean, input)},
                                 binary<arith::SubFOp>);
    Value deviation = buildDeviation(form, centred, op.getEps().convertToDouble());
    SmallVector<IndexedOperand> operands = {form.whole(centred), perRow(form, deviation, centred)};
    if (op.getGamma())
      for (Value perFeature : {op.getGamma(), op.getBeta()})
        operands.push_back({perFeature, form.selectLast(shape.size(), 1)});
    rewriter.replaceOp(op, form.compute(shape, type, operands,
                                        [](OpBuilder &b, Location at, ValueRange scalars) -> Value {
                                          Value x =
                                              binary<arith::DivFOp>(b, at, scalars.take_front(2));
                                          if (scalars.size() == 2)
                                            return x;
                                          x = arith::MulFOp::create(b, at, x, scalars[2]);
                                          return arith::AddFOp::create(b, at, x, scalars[3]);
                                        }));
    return success();
  }
};

struct ConvertSoftmax : OpRewritePattern<vit::SoftmaxOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(vit::SoftmaxOp op, PatternRewriter &rewriter) const override {
    rewriter.replaceOp(op, buildSoftmax(rewriter, op.getLoc(), op.getInput()));
    return success();
  }
};

} // namespace

void vitc::populateNormToLinalgPatterns(RewritePatternSet &patterns) {
  patterns.add<ConvertLayerNorm, ConvertSoftmax>(patterns.getContext());
}
