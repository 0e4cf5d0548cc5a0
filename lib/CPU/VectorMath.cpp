//===- VectorMath.cpp - elementary functions on vector<16xf32> ------------===//

#include "VectorMath.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace vitc;
using namespace vitc::cpu;

/// c[0] + c[1] · x + …, Horner's rule.
static Value emitPolynomial(Emitter &e, Value x, ArrayRef<double> coefficients) {
  Value sum = e.splat(coefficients.back());
  for (double c : llvm::reverse(coefficients.drop_back()))
    sum = e.fma(sum, x, e.splat(c));
  return sum;
}

//===----------------------------------------------------------------------===//
// Powers
//===----------------------------------------------------------------------===//

namespace {
/// t split into the nearest integer and the rest.
struct Rounded {
  /// The integer, in the low bits of an f32 pattern, and as a number.
  Value bits, integer;
};
} // namespace

/// Adding 1.5 · 2^23 leaves the integer in the low bits of the mantissa. No float-to-integer
/// conversion, which would be undefined for NaN. Right for |t| < 2^22.
static Rounded emitRound(Emitter &e, Value t) {
  Value magic = e.splat(12582912.0);
  Value shifted = e.addf(t, magic);
  return {arith::BitcastOp::create(e, e.integerType(), shifted), e.subf(shifted, magic)};
}

/// y · 2^n for the integer n of `rounded`; the result must be a normal number.
static Value emitScale(Emitter &e, Value y, Rounded rounded) {
  Value exponent = arith::ShLIOp::create(e, rounded.bits, e.splatInteger(23));
  Value bits = arith::BitcastOp::create(e, e.integerType(), y);
  return arith::BitcastOp::create(e, e.vectorType(), arith::AddIOp::create(e, bits, exponent));
}

/// Coefficients of 2^r with the least maximum of the relative error on [−½, ½] (Lawson iteration),
/// exact at 0.
static constexpr double kPower[] = {
    1, 0.693147182, 0.240226477, 0.0555033237, 0.00961843692, 0.0013398875, 0.00015353362}; // 2e-9
static constexpr double kShortPower[] = {
    1, 0.693147004, 0.240222424, 0.0555073358, 0.00967151299, 0.00132647273};           // 9e-8
static constexpr double kShortestPower[] = {1, 0.693282925, 0.242210757, 0.0550087457}; // 1e-4

/// 2^t for −126 ≤ t ≤ 127 without a check of the range.
static Value emitExp2InRange(Emitter &e, Value t, ArrayRef<double> power) {
  Rounded rounded = emitRound(e, t);
  return emitScale(e, emitPolynomial(e, e.subf(t, rounded.integer), power), rounded);
}

/// y · 2^n where `mask` is set, else 0: one vscalefps.
static Value emitMaskedScale(Emitter &e, Value mask, Value y, Value n) {
  Value bits = vector::BitCastOp::create(e, VectorType::get({1}, e.getI16Type()), mask);
  bits = vector::ExtractOp::create(e, bits, ArrayRef<int64_t>{0});
  constexpr int32_t asTheModeSays = 4;
  Value rounding = arith::ConstantOp::create(e, e.getI32IntegerAttr(asTheModeSays));
  return LLVM::CallIntrinsicOp::create(e, e.vectorType(),
                                       e.getStringAttr("llvm.x86.avx512.mask.scalef.ps.512"),
                                       ValueRange{y, n, e.splat(0), bits, rounding})
      .getResult(0);
}

/// 2^t for t ≤ 127, 0 below −126.
static Value emitExp2(Emitter &e, Value t, ArrayRef<double> power) {
  Value inRange = e.compare(arith::CmpFPredicate::UGE, t, e.splat(-126));
  if (!e.hasBF16)
    return e.select(inRange, emitExp2InRange(e, t, power), e.splat(0));
  // AVX512_BF16 comes with vscalefps: the same bits with five instructions less.
  Value n = math::RoundEvenOp::create(e, t);
  return emitMaskedScale(e, inRange, emitPolynomial(e, e.subf(t, n), power), n);
}

Value vitc::cpu::emitExp2(Emitter &e, Value t) { return ::emitExp2(e, t, kPower); }

Value vitc::cpu::emitShortExp2(Emitter &e, Value t) { return ::emitExp2(e, t, kShortestPower); }

Value vitc::cpu::emitExp(Emitter &e, Value x) {
  // e^r on [−½ ln 2, ½ ln 2], relative error 3e-9.
  static const double kExp[] = {
      1, 1, 0.49999994, 0.166665211, 0.041668389, 0.00836871006, 0.00138146128};
  x = e.minimum(e.splat(88.0), e.maximum(e.splat(-87.0), x)); // constants first: NaN passes
  Rounded rounded = emitRound(e, e.mulf(x, e.splat(1.4426950408889634)));
  // ln 2 in two parts; the product with the first is exact.
  Value rest = e.fma(rounded.integer, e.splat(-0.693359375), x);
  rest = e.fma(rounded.integer, e.splat(2.12194440e-4), rest);
  return emitScale(e, emitPolynomial(e, rest, kExp), rounded);
}

//===----------------------------------------------------------------------===//
// Activations
//===----------------------------------------------------------------------===//

static Value emitReLU(Emitter &e, Value x) {
  Value isNegative = e.compare(arith::CmpFPredicate::OLT, x, e.splat(0));
  return e.select(isNegative, e.splat(0), x);
}

/// x · Φ(x) = max(x, 0) − a · Q(a) with a = |x| and Q the normal distribution's tail. The tail is
/// e^(−a²/2) · P(t), t = 1 / (1 + 0.28 a); P has the least maximum error of a · Q(a), 3.3e-9. No
/// difference of nearly equal numbers appears, as there does with 1 + erf. The positive part is a
/// product, which is NaN for −∞ · 0 as in the formula.
static Value emitGELU(Emitter &e, Value x) {
  static const double kTail[] = {0.117109016,  0.0637913421, 0.278182626,
                                 -0.248518273, 0.39699018,   -0.107554942};
  Value a = math::AbsFOp::create(e, x);
  a = e.minimum(e.splat(13.0), a); // the exponent stays in range, and the tail of ∞ is not NaN
  Value t = e.divf(e.splat(1), e.fma(a, e.splat(0.28), e.splat(1)));
  Value power = e.mulf(e.mulf(a, e.splat(-0.72134752044448170)), a);
  Value density = emitExp2InRange(e, power, kShortPower);
  Value tail = e.mulf(e.mulf(emitPolynomial(e, t, kTail), t), e.mulf(a, density));
  Value isNegative = e.compare(arith::CmpFPredicate::OLT, x, e.splat(0));
  Value step = e.select(isNegative, e.splat(0), e.splat(1));
  return e.fma(x, step, arith::NegFOp::create(e, tail));
}

/// x · (½ + c · P(c²)) with c = x clamped to ±3.95, where P makes the bracket 0 or 1. P has the
/// least maximum error of the product under this condition; its argument is 2 c² / 3.95² − 1.
static Value emitShortGELU(Emitter &e, Value x) {
  constexpr double bound = 3.95;
  static const double kHalf[] = {0.17809836752141453,  -0.08509824151556841, 0.05540373565154839,
                                 -0.03507658466643814, 0.023274164514789357, -0.015527378884951638,
                                 0.00550821586021873};
  Value c = e.minimum(e.splat(bound), e.maximum(e.splat(-bound), x)); // constants first: NaN passes
  Value square = e.fma(e.mulf(c, c), e.splat(2 / (bound * bound)), e.splat(-1));
  return e.mulf(x, e.fma(c, emitPolynomial(e, square, kHalf), e.splat(0.5)));
}

/// x / (1 + e^(−u)). emitExp ends at 88; what −u has beyond is added to the denominator, so that it
/// is infinite where −u is (and x / ∞ NaN where x is too) and the same for all others that matter.
static Value emitGated(Emitter &e, Value x, Value minusU) {
  Value one = e.subf(e.maximum(e.splat(88), minusU), e.splat(87));
  return e.divf(x, e.addf(one, emitExp(e, minusU)));
}

/// ½ x (1 + tanh(√(2/π) (x + 0.044715 x³))), as x times a logistic function.
static Value emitGELUTanh(Emitter &e, Value x) {
  constexpr double twoRoot = 1.5957691216057308; // 2 √(2/π)
  Value inner = e.fma(e.mulf(x, x), e.splat(-twoRoot * 0.044715), e.splat(-twoRoot));
  return emitGated(e, x, e.mulf(x, inner));
}

/// x + x³ P(x²) near zero, 1 − 2 / (e^(2|x|) + 1) elsewhere.
static Value emitTanh(Emitter &e, Value x) {
  static const double kNear[] = {-0.333332837, 0.133314908, -0.0537434965, 0.020650588,
                                 -0.00571704563};
  Value square = e.mulf(x, x);
  Value near = e.fma(e.mulf(square, x), emitPolynomial(e, square, kNear), x);
  Value a = math::AbsFOp::create(e, x);
  Value denominator = e.addf(emitExp(e, e.addf(a, a)), e.splat(1));
  Value far = e.subf(e.splat(1), e.divf(e.splat(2), denominator));
  far = math::CopySignOp::create(e, far, x);
  return e.select(e.compare(arith::CmpFPredicate::OLT, a, e.splat(0.625)), near, far);
}

Value vitc::cpu::emitShortActivation(Emitter &e, kernel::Activation kind, Value x) {
  bool isGELU = kind == kernel::Activation::GELU || kind == kernel::Activation::GELUTanh;
  return isGELU ? emitShortGELU(e, x) : emitActivation(e, kind, x);
}

Value vitc::cpu::emitActivation(Emitter &e, kernel::Activation kind, Value x) {
  switch (kind) {
  case kernel::Activation::ReLU:
    return emitReLU(e, x);
  case kernel::Activation::GELU:
    return emitGELU(e, x);
  case kernel::Activation::GELUTanh:
    return emitGELUTanh(e, x);
  case kernel::Activation::QuickGELU:
    return emitGated(e, x, e.mulf(x, e.splat(-1.702)));
  case kernel::Activation::SiLU:
    return emitGated(e, x, e.mulf(x, e.splat(-1)));
  case kernel::Activation::Tanh:
    return emitTanh(e, x);
  }
  llvm_unreachable("all activations are handled above");
}
