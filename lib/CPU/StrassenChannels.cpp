//===- StrassenChannels.cpp - kernel.strassen_channels to loops -----------===//

#include "Builders.h"
#include "StrassenBalance.h"

using namespace mlir;
using namespace vitc;
using namespace vitc::cpu;

namespace {

class ChannelsBuilder {
public:
  explicit ChannelsBuilder(kernel::StrassenChannelsOp op) : op(op), e(op.getLoc(), op) {
    auto matrix = cast<MemRefType>(op.getMatrix().getType());
    rows = matrix.getDimSize(0);
    half = matrix.getDimSize(1) / 2;
  }

  kernel::ParallelOp build() {
    int64_t whole = half / kLanes, rest = half % kLanes;
    int64_t items = whole + (rest != 0);
    return e.parallel(items, /*scratchBytes=*/0, [&](Value begin, Value end, Value) {
      e.forLoop(begin, end, 1, [&](Value item) { emitItem(item, whole, rest); });
    });
  }

private:
  void emitItem(Value item, int64_t whole, int64_t rest) {
    Value k = e.mul(item, kLanes);
    auto emitWhole = [&] { emitStrip(k, kLanes); };
    if (rest == 0)
      return emitWhole();
    Value isLast = arith::CmpIOp::create(e, arith::CmpIPredicate::eq, item, e.index(whole));
    e.ifThenElse(isLast, [&] { emitStrip(k, rest); }, emitWhole);
  }

  /// Sums of squares lie in `init` until they have become powers of two.
  void emitStrip(Value k, int64_t lanes) {
    SmallVector<Value> sums(2, e.splat(0));
    sums = e.forLoop(e.index(0), e.index(rows), 1, sums, [&](Value row, ValueRange before) {
      SmallVector<Value> after;
      for (int64_t side = 0; side < 2; ++side) {
        Value numbers = e.load(op.getMatrix(), {row, e.add(k, side * half)}, lanes);
        after.push_back(e.fma(numbers, numbers, before[side]));
      }
      return after;
    });
    for (int64_t side = 0; side < 2; ++side)
      e.store(sums[side], op.getInit(), {e.add(k, side * half)}, lanes);
    e.forLoop(k, e.add(k, e.index(lanes)), 1, [&](Value each) { emitPair(each); });
  }

  /// The second of a pair by its ratio to the first: rounding both to powers of two could set two
  /// equal norms apart by a factor of two.
  void emitPair(Value k) {
    Value partner = e.add(k, half);
    Value square = e.loadScalar(op.getInit(), {k});
    Value one = arith::ConstantOp::create(e, e.getF32FloatAttr(1));
    Value first = emitBalance(e, square, one).factor;
    Value ratio = emitBalance(e, square, e.loadScalar(op.getInit(), {partner})).inverse;
    e.storeScalar(first, op.getInit(), {k});
    e.storeScalar(e.mulf(first, ratio), op.getInit(), {partner});
  }

  kernel::StrassenChannelsOp op;
  Emitter e;
  int64_t rows, half;
};

} // namespace

kernel::ParallelOp vitc::cpu::buildStrassenChannels(kernel::StrassenChannelsOp op) {
  return ChannelsBuilder(op).build();
}
