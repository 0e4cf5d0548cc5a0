//===- Head.cpp - reference form of pooling and top-k ---------------------===//

#include "LinalgForm.h"

#include "vitc/Conversion/ViTToLinalg/Patterns.h"
#include "vitc/Dialect/ViT/ViT.h"

#include "mlir/IR/PatternMatch.h"

using namespace mlir;
using namespace vitc;

namespace {

struct ConvertPool : OpRewritePattern<vit::PoolOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(vit::PoolOp op, PatternRewriter &rewriter) const override {
    LinalgForm form(rewriter, op.getLoc());
    ArrayRef<int64_t> shape = shapeOf(op.getResult());
    int64_t features = shapeOf(op.getTokens())[2];
    switch (op.getKind()) {
    case vit::Pooling::Token:
      rewriter.replaceOp(op, takeToken(form, op.getTokens(), op.getFirst()));
      break;
    case vit::Pooling::Mean:
      rewriter.replaceOp(op, takeMean(form, op.getTokens(), op.getFirst()));
      break;
    case vit::Pooling::TokenMean:
      Value result = form.empty(shape, elementTypeOf(op.getTokens()));
      result = form.insert(takeToken(form, op.getTokens(), 0), result, 1, 0);
      Value mean = takeMean(form, op.getTokens(), op.getFirst());
      rewriter.replaceOp(op, form.insert(mean, result, 1, features));
      break;
    }
    return success();
  }

private:
  static Value takeToken(LinalgForm &form, Value tokens, int64_t index) {
    return form.collapse(form.slice(tokens, 1, index, 1), {{0}, {1, 2}});
  }

  /// The mean over the tokens from `first` on.
  static Value takeMean(LinalgForm &form, Value tokens, int64_t first) {
    ArrayRef<int64_t> shape = shapeOf(tokens);
    Type type = elementTypeOf(tokens);
    int64_t count = shape[1] - first;
    Value zeros = form.filled({shape[0], shape[2]}, type, 0.0);
    Value sum =
        form.fold(form.whole(form.slice(tokens, 1, first, count)), {zeros, form.select(3, {0, 2})},
                  [](OpBuilder &b, Location at, ValueRange scalars) -> Value {
                    return arith::AddFOp::create(b, at, scalars[0], scalars[1]);
                  });
    Value divisor = form.number(count, type);
    return form.pointwise(sum, [&](OpBuilder &b, Location at, ValueRange scalars) -> Value {
      return arith::DivFOp::create(b, at, scalars[0], divisor);
    });
  }
};

struct ConvertAverage : OpRewritePattern<vit::AverageOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(vit::AverageOp op, PatternRewriter &rewriter) const override {
    LinalgForm form(rewriter, op.getLoc());
    Value half = form.number(0.5, elementTypeOf(op.getLhs()));
    rewriter.replaceOp(op, form.pointwise({op.getLhs(), op.getRhs()}, [&](OpBuilder &b, Location at,
                                                                          ValueRange scalars) {
      Value sum = arith::AddFOp::create(b, at, scalars[0], scalars[1]);
      return arith::MulFOp::create(b, at, sum, half).getResult();
    }));
    return success();
  }
};

struct ConvertStack : OpRewritePattern<vit::StackOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(vit::StackOp op, PatternRewriter &rewriter) const override {
    LinalgForm form(rewriter, op.getLoc());
    SmallVector<int64_t> shape(shapeOf(op.getResult()));
    Value result = form.empty(shape, elementTypeOf(op.getResult()));
    shape[1] = 1;
    SmallVector<ReassociationIndices> groups = {{0, 1}};
    for (int64_t axis = 2; axis < static_cast<int64_t>(shape.size()); ++axis)
      groups.push_back({axis});
    for (auto [number, input] : llvm::enumerate(op.getInputs()))
      result = form.insert(form.expand(input, shape, groups), result, 1, number);
    rewriter.replaceOp(op, result);
    return success();
  }
};

/// Counts for every entry how many stand before it (its rank), then looks for each rank. A NaN
/// counts as the largest, as in torch.
struct ConvertTopK : OpRewritePattern<vit::TopKOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(vit::TopKOp op, PatternRewriter &rewriter) const override {
    LinalgForm form(rewriter, op.getLoc());
    Value input = op.getInput(), ranks = countRanks(rewriter, form, input);
    ArrayRef<int64_t> shape = shapeOf(op.getValues());
    Type type = elementTypeOf(input), word = rewriter.getI64Type();
    AffineMap entry = form.select(3, {0, 2}), place = form.select(3, {0, 1});
    Value values =
        form.fold({{input, entry}, {ranks, entry}}, {form.filled(shape, type, 0.0), place},
                  [&](OpBuilder &b, Location at, ValueRange scalars) {
                    return choose(b, at, scalars[1], scalars[0], scalars[2]);
                  });
    Value indices = form.fold({{ranks, entry}}, {zeros(rewriter, form, op.getLoc(), shape), place},
                              [&](OpBuilder &b, Location at, ValueRange scalars) {
                                Value index = linalg::IndexOp::create(b, at, 2);
                                index = arith::IndexCastOp::create(b, at, word, index);
                                return choose(b, at, scalars[0], index, scalars[1]);
                              });
    rewriter.replaceOp(op, {values, indices});
    return success();
  }

private:
  static Value zeros(OpBuilder &builder, LinalgForm &form, Location loc, ArrayRef<int64_t> shape) {
    Value zero = arith::ConstantIntOp::create(builder, loc, 0, 64);
    return linalg::FillOp::create(builder, loc, zero, form.empty(shape, builder.getI64Type()))
        .getResult(0);
  }

  /// `candidate` where `rank` is the number of the loop over results, else what there is.
  static Value choose(OpBuilder &b, Location at, Value rank, Value candidate, Value before) {
    Value wanted = linalg::IndexOp::create(b, at, 1);
    wanted = arith::IndexCastOp::create(b, at, b.getI64Type(), wanted);
    Value found = arith::CmpIOp::create(b, at, arith::CmpIPredicate::eq, rank, wanted);
    return arith::SelectOp::create(b, at, found, candidate, before);
  }

  static Value countRanks(OpBuilder &builder, LinalgForm &form, Value input) {
    ArrayRef<int64_t> shape = shapeOf(input);
    return form.fold({{input, form.select(3, {0, 1})}, {input, form.select(3, {0, 2})}},
                     {zeros(builder, form, input.getLoc(), shape), form.select(3, {0, 1})},
                     [](OpBuilder &b, Location at, ValueRange scalars) -> Value {
                       Value isBefore = standsBefore(b, at, scalars[1], scalars[0]);
                       Value one = arith::ExtUIOp::create(b, at, b.getI64Type(), isBefore);
                       return arith::AddIOp::create(b, at, scalars[2], one);
                     });
  }

  /// Whether `other`, in loop 2, comes before `self`, in loop 1.
  static Value standsBefore(OpBuilder &b, Location at, Value other, Value self) {
    auto compare = [&](arith::CmpFPredicate predicate, Value lhs, Value rhs) -> Value {
      return arith::CmpFOp::create(b, at, predicate, lhs, rhs);
    };
    auto both = [&](Value lhs, Value rhs) -> Value {
      return arith::AndIOp::create(b, at, lhs, rhs);
    };
    auto either = [&](Value lhs, Value rhs) -> Value {
      return arith::OrIOp::create(b, at, lhs, rhs);
    };
    Value otherNaN = compare(arith::CmpFPredicate::UNO, other, other);
    Value selfNaN = compare(arith::CmpFPredicate::UNO, self, self);
    Value selfNumber = compare(arith::CmpFPredicate::ORD, self, self);
    Value greater =
        either(compare(arith::CmpFPredicate::OGT, other, self), both(otherNaN, selfNumber));
    Value equal = either(compare(arith::CmpFPredicate::OEQ, other, self), both(otherNaN, selfNaN));
    Value otherIndex = linalg::IndexOp::create(b, at, 2);
    Value selfIndex = linalg::IndexOp::create(b, at, 1);
    Value earlier = arith::CmpIOp::create(b, at, arith::CmpIPredicate::ult, otherIndex, selfIndex);
    return either(greater, both(equal, earlier));
  }
};

} // namespace

void vitc::populateHeadToLinalgPatterns(RewritePatternSet &patterns) {
  patterns.add<ConvertPool, ConvertAverage, ConvertStack, ConvertTopK>(patterns.getContext());
}
