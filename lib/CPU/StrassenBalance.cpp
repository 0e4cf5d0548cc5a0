//===- StrassenBalance.cpp - powers of two that make two rows alike -------===//

#include "StrassenBalance.h"

using namespace mlir;
using namespace vitc::cpu;

static Value integer(Emitter &e, int32_t value) {
  return arith::ConstantOp::create(e, e.getI32IntegerAttr(value));
}

/// 2^`exponent`.
static Value emitPower(Emitter &e, Value exponent) {
  Value biased = arith::AddIOp::create(e, exponent, integer(e, 127));
  Value bits = arith::ShLIOp::create(e, biased, integer(e, 23));
  return arith::BitcastOp::create(e, e.getF32Type(), bits);
}

static Value emitIsUsual(Emitter &e, Value square) {
  auto number = [&](double value) {
    return arith::ConstantOp::create(e, e.getF32FloatAttr(static_cast<float>(value)));
  };
  Value high = e.compare(arith::CmpFPredicate::OGE, square, number(1e-18));
  Value low = e.compare(arith::CmpFPredicate::OLE, square, number(1e18));
  return arith::AndIOp::create(e, high, low);
}

/// With q = first / second, the nearest power of two to √q has the exponent ⌊(log₂ q + 1) / 2⌋.
Balance vitc::cpu::emitBalance(Emitter &e, Value first, Value second) {
  Value ratio = e.divf(first, second);
  Value bits = arith::BitcastOp::create(e, e.getI32Type(), ratio);
  Value exponent = arith::SubIOp::create(e, arith::ShRUIOp::create(e, bits, integer(e, 23)),
                                         integer(e, 127 - 1));
  Value half = arith::ShRSIOp::create(e, exponent, integer(e, 1));
  Value isUsual = arith::AndIOp::create(e, emitIsUsual(e, first), emitIsUsual(e, second));
  Value zero = integer(e, 0);
  half = e.select(isUsual, half, zero);
  return {emitPower(e, half), emitPower(e, arith::SubIOp::create(e, zero, half))};
}

Value vitc::cpu::emitSumOfSquares(Emitter &e, int64_t depth,
                                  function_ref<Value(int64_t, Value, int64_t)> load) {
  SmallVector<Value> sums(2, e.splat(0));
  auto add = [&](Value k, int64_t lanes, ValueRange before) {
    SmallVector<Value> after;
    for (int64_t half = 0; half < 2; ++half) {
      Value numbers = load(half, k, lanes);
      after.push_back(e.fma(numbers, numbers, before[half]));
    }
    return after;
  };
  int64_t whole = depth / 2 / kLanes * kLanes;
  if (whole)
    sums = e.forLoop(e.index(0), e.index(whole), kLanes, sums,
                     [&](Value k, ValueRange before) { return add(k, kLanes, before); });
  if (whole < depth / 2)
    sums = add(e.index(whole), depth / 2 - whole, sums);
  return e.sumLanes(e.addf(sums[0], sums[1]));
}
