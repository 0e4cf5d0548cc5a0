//===- QuantizeRow.cpp - numbers to integers of 8 bits --------------------===//

#include "QuantizeRow.h"

#include "vitc/Dialect/Kernel/Kernel.h"

using namespace mlir;
using namespace vitc;
using namespace vitc::cpu;

Value vitc::cpu::emitMagnitude(Emitter &e, Value x) {
  Value bits = arith::BitcastOp::create(e, e.integerType(), x);
  return arith::AndIOp::create(e, bits, e.splatInteger(0x7fffffff));
}

Value vitc::cpu::emitGreater(Emitter &e, Value a, Value b) {
  return arith::MaxSIOp::create(e, a, b);
}

RowScale RowScale::of(Emitter &e, Value magnitude, float lowest, int64_t steps) {
  constexpr int32_t infinity = 0x7f800000, least = (127 - 100) << 23; // 2^-100
  auto isBelow = [&](Value bits, int32_t limit) -> Value {
    Value bound = arith::ConstantOp::create(e, e.getI32IntegerAttr(limit));
    return arith::CmpIOp::create(e, arith::CmpIPredicate::slt, bits, bound);
  };
  auto number = [&](float value) -> Value {
    return arith::ConstantOp::create(e, e.getF32FloatAttr(value));
  };
  Value range = arith::BitcastOp::create(e, e.getF32Type(), magnitude);
  if (lowest != 0)
    range = e.subf(range, number(lowest));
  Value isFinite = isBelow(magnitude, infinity);
  Value isTiny = isBelow(arith::BitcastOp::create(e, e.getI32Type(), range), least);
  Value largest = number(steps), zero = number(0);
  // Below, the steps over the range would be infinite; and so they would be where that is zero.
  Value divisor = e.select(isTiny, number(1), range);
  Value scale = e.select(isTiny, zero, e.divf(divisor, largest));
  Value inverse = e.select(isTiny, zero, e.divf(largest, divisor));
  return {e.select(isFinite, scale, number(std::numeric_limits<float>::quiet_NaN())),
          e.select(isFinite, inverse, zero)};
}

/// The sum with 1.5 · 2^23 has the integer in the low bits of its mantissa. No conversion, which
/// would be undefined for NaN.
Value vitc::cpu::emitQuantized(Emitter &e, Value x, Value inverse, int64_t zeroPoint) {
  Value shifted = e.fma(x, inverse, e.splat(12582912.0 + zeroPoint));
  Value bits = arith::BitcastOp::create(e, e.integerType(), shifted);
  return arith::TruncIOp::create(e, VectorType::get({kLanes}, e.getI8Type()), bits);
}
