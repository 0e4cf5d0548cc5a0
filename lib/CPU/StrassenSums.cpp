//===- StrassenSums.cpp - kernel.strassen_sums to loops -------------------===//

#include "Builders.h"
#include "Columns.h"
#include "RowLoop.h"
#include "StrassenBalance.h"

using namespace mlir;
using namespace vitc;
using namespace vitc::cpu;

namespace {

class SumsBuilder {
public:
  explicit SumsBuilder(kernel::StrassenSumsOp op)
      : op(op), e(op.getLoc(), op), rows(typeOf(op.getLhs()).getDimSize(1)),
        pairs(typeOf(op.getInit()).getDimSize(2)), half(typeOf(op.getLhs()).getDimSize(2) / 2) {}

  kernel::ParallelOp build() {
    // A pair takes less time than handing it out.
    int64_t chunk = std::max<int64_t>(1, 8192 / half);
    int64_t total = typeOf(op.getInit()).getDimSize(0) * pairs;
    return emitRowRanges(e, total, chunk, [&](Value first, Value last) {
      e.forLoop(first, last, 1, [&](Value number) { emitPair(number); });
    });
  }

private:
  static MemRefType typeOf(Value value) { return cast<MemRefType>(value.getType()); }

  void emitPair(Value number) {
    Value batch = e.div(number, pairs), row = e.rem(number, pairs);
    if (rows % 2 == 0)
      return emitSums(batch, row, /*hasPartner=*/true);
    Value isLast = arith::CmpIOp::create(e, arith::CmpIPredicate::eq, row, e.index(pairs - 1));
    e.ifThenElse(isLast, [&] { emitSums(batch, row, false); }, [&] { emitSums(batch, row, true); });
  }

  Value load(Value batch, Value row, int64_t side, Value k, int64_t lanes) {
    Value channel = e.add(k, side * half);
    return e.mulf(e.load(op.getLhs(), {batch, row, channel}, lanes),
                  e.load(op.getChannels(), {channel}, lanes));
  }

  void emitSums(Value batch, Value row, bool hasPartner) {
    Value partner = e.add(row, pairs);
    Value one = arith::ConstantOp::create(e, e.getF32FloatAttr(1));
    Balance balance{one, one};
    if (hasPartner) {
      auto square = [&](Value which) {
        return emitSumOfSquares(e, 2 * half, [&](int64_t side, Value k, int64_t lanes) {
          return load(batch, which, side, k, lanes);
        });
      };
      Value first = square(row);
      balance = emitBalance(e, first, square(partner));
    }
    Value factor = e.broadcast(balance.factor);
    auto emitVectors = [&](Value k, int64_t lanes) {
      auto lower = [&](int64_t side) {
        return hasPartner ? e.mulf(load(batch, partner, side, k, lanes), factor) : e.splat(0);
      };
      Value a11 = load(batch, row, 0, k, lanes), a12 = load(batch, row, 1, k, lanes);
      Value a21 = lower(0), a22 = lower(1);
      Value s1 = e.addf(a21, a22), s2 = e.subf(s1, a11);
      Value sums[] = {s1, s2, e.subf(a11, a21), e.subf(a12, s2)};
      for (auto [part, sum] : llvm::enumerate(sums))
        e.store(sum, op.getInit(), {batch, e.index(part), row, k}, lanes);
    };
    emitColumnLoop(e, half, emitVectors, /*slots=*/1);
    Value zero = arith::ConstantOp::create(e, e.getF32FloatAttr(0));
    Value last[] = {balance.factor, balance.inverse, zero, zero};
    for (auto [part, number] : llvm::enumerate(last))
      e.storeScalar(number, op.getInit(), {batch, e.index(part), row, e.index(half)});
  }

  kernel::StrassenSumsOp op;
  Emitter e;
  int64_t rows, pairs, half;
};

} // namespace

kernel::ParallelOp vitc::cpu::buildStrassenSums(kernel::StrassenSumsOp op) {
  return SumsBuilder(op).build();
}
