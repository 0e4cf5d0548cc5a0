//===- Activation.cpp - reference form of pointwise non-linearities -------===//

#include "LinalgForm.h"

#include "vitc/Conversion/ViTToLinalg/Patterns.h"
#include "vitc/Dialect/ViT/ViT.h"

#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/PatternMatch.h"

#include <cmath>

using namespace mlir;
using namespace vitc;

namespace {
/// Writes scalar formulas.
struct Scalars {
  OpBuilder &b;
  Location at;
  Type type;

  Value number(double value) {
    return arith::ConstantOp::create(b, at, b.getFloatAttr(type, value));
  }
  Value add(Value x, Value y) { return arith::AddFOp::create(b, at, x, y); }
  Value mul(Value x, Value y) { return arith::MulFOp::create(b, at, x, y); }
  Value div(Value x, Value y) { return arith::DivFOp::create(b, at, x, y); }

  /// x · (1 + y) / 2
  Value half(Value x, Value y) { return mul(mul(x, number(0.5)), add(number(1.0), y)); }

  /// x · σ(slope · x) = x / (1 + exp(−slope · x))
  Value sigmoidUnit(Value x, double slope) {
    Value power = math::ExpOp::create(b, at, mul(x, number(-slope)));
    return div(x, add(number(1.0), power));
  }

  Value relu(Value x) { return arith::MaximumFOp::create(b, at, x, number(0.0)); }
  Value tanh(Value x) { return math::TanhOp::create(b, at, x); }
  Value gelu(Value x) {
    return half(x, math::ErfOp::create(b, at, mul(x, number(std::sqrt(0.5)))));
  }
  Value geluTanh(Value x) {
    Value cube = mul(mul(x, x), x);
    Value inner = add(x, mul(number(0.044715), cube));
    return half(x, tanh(mul(number(std::sqrt(2.0 / M_PI)), inner)));
  }
};
} // namespace

static Value activate(OpBuilder &builder, Location loc, vit::Activation kind, Value x) {
  Scalars scalars{builder, loc, x.getType()};
  switch (kind) {
  case vit::Activation::ReLU:
    return scalars.relu(x);
  case vit::Activation::GELU:
    return scalars.gelu(x);
  case vit::Activation::GELUTanh:
    return scalars.geluTanh(x);
  case vit::Activation::QuickGELU:
    return scalars.sigmoidUnit(x, 1.702);
  case vit::Activation::SiLU:
    return scalars.sigmoidUnit(x, 1.0);
  case vit::Activation::Tanh:
    return scalars.tanh(x);
  }
  llvm_unreachable("every case returns");
}

namespace {

struct ConvertActivation : OpRewritePattern<vit::ActivationOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(vit::ActivationOp op, PatternRewriter &rewriter) const override {
    LinalgForm form(rewriter, op.getLoc());
    vit::Activation kind = op.getKind();
    rewriter.replaceOp(
        op, form.pointwise(op.getInput(), [&](OpBuilder &b, Location at, ValueRange scalars) {
          return activate(b, at, kind, scalars[0]);
        }));
    return success();
  }
};

struct ConvertGate : OpRewritePattern<vit::GateOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(vit::GateOp op, PatternRewriter &rewriter) const override {
    LinalgForm form(rewriter, op.getLoc());
    vit::Activation kind = op.getKind();
    unsigned last = shapeOf(op.getInput()).size() - 1;
    int64_t features = shapeOf(op.getResult()).back();
    Value gate = form.slice(op.getInput(), last, 0, features);
    Value value = form.slice(op.getInput(), last, features, features);
    rewriter.replaceOp(
        op,
        form.pointwise({gate, value}, [&](OpBuilder &b, Location at, ValueRange scalars) -> Value {
          return arith::MulFOp::create(b, at, activate(b, at, kind, scalars[0]), scalars[1]);
        }));
    return success();
  }
};

} // namespace

void vitc::populateActivationToLinalgPatterns(RewritePatternSet &patterns) {
  patterns.add<ConvertActivation, ConvertGate>(patterns.getContext());
}
