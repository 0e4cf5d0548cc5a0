//===- Linear.cpp - reference form of linear layers and residuals ---------===//

#include "LinalgForm.h"

#include "vitc/Conversion/ViTToLinalg/Patterns.h"
#include "vitc/Dialect/ViT/ViT.h"

#include "mlir/IR/PatternMatch.h"

using namespace mlir;
using namespace vitc;

namespace {

/// The weight is stored [O, I]; it is transposed so that the innermost loop runs over O in rows of
/// both the weight and the result.
struct ConvertLinear : OpRewritePattern<vit::LinearOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(vit::LinearOp op, PatternRewriter &rewriter) const override {
    LinalgForm form(rewriter, op.getLoc());
    unsigned rank = shapeOf(op.getInput()).size(), numLoops = rank + 1;
    unsigned inner = rank - 1, outer = rank; // loops over I and O
    SmallVector<unsigned> rows = llvm::to_vector(llvm::seq(rank - 1));
    SmallVector<unsigned> input = rows, output = rows;
    input.push_back(inner);
    output.push_back(outer);
    Value weight = form.transpose(op.getWeight(), {1, 0});
    Value result = form.contract({op.getInput(), form.select(numLoops, input)},
                                 {weight, form.select(numLoops, {inner, outer})},
                                 shapeOf(op.getResult()), form.select(numLoops, output));
    if (op.getBias())
      result = form.compute(shapeOf(result), elementTypeOf(result),
                            {form.whole(result), {op.getBias(), form.selectLast(rank, 1)}},
                            [](OpBuilder &b, Location at, ValueRange scalars) -> Value {
                              return arith::AddFOp::create(b, at, scalars[0], scalars[1]);
                            });
    rewriter.replaceOp(op, result);
    return success();
  }
};

struct ConvertResidual : OpRewritePattern<vit::ResidualOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(vit::ResidualOp op, PatternRewriter &rewriter) const override {
    LinalgForm form(rewriter, op.getLoc());
    SmallVector<IndexedOperand> operands = {form.whole(op.getSkip()), form.whole(op.getBranch())};
    if (op.getScale())
      operands.push_back({op.getScale(), form.selectLast(3, 1)});
    Value sum = form.compute(shapeOf(op.getSkip()), elementTypeOf(op.getSkip()), operands,
                             [](OpBuilder &b, Location at, ValueRange scalars) -> Value {
                               Value branch = scalars[1];
                               if (scalars.size() == 3)
                                 branch = arith::MulFOp::create(b, at, scalars[2], branch);
                               return arith::AddFOp::create(b, at, scalars[0], branch);
                             });
    rewriter.replaceOp(op, sum);
    return success();
  }
};

} // namespace

void vitc::populateLinearToLinalgPatterns(RewritePatternSet &patterns) {
  patterns.add<ConvertLinear, ConvertResidual>(patterns.getContext());
}
