//===- StrassenPack.cpp - kernel.strassen_pack to loops -------------------===//
//
// Differences are made in f64, where they are exact but for the last bits, and rounded once.
//
//===----------------------------------------------------------------------===//

#include "Builders.h"
#include "StrassenBalance.h"
#include "Transpose.h"

using namespace mlir;
using namespace vitc;
using namespace vitc::cpu;

namespace {

/// Seven factors in the order of the op's description.
constexpr int64_t kFactors = 7;

class PackBuilder {
public:
  explicit PackBuilder(kernel::StrassenPackOp op) : op(op), e(op.getLoc(), op) {
    auto matrix = cast<MemRefType>(op.getMatrix().getType());
    auto panels = cast<MemRefType>(op.getInit().getType());
    partner = matrix.getDimSize(0) / 2;
    half = matrix.getDimSize(1) / 2;
    numPanels = panels.getDimSize(0);
    width = panels.getDimSize(3);
  }

  kernel::ParallelOp build() {
    return e.parallel(numPanels, /*scratchBytes=*/0, [&](Value begin, Value end, Value) {
      e.forLoop(begin, end, 1, [&](Value panel) { emitPanel(panel); });
    });
  }

private:
  Value loadNumbers(Value column, int64_t side, Value k, int64_t count) {
    return e.load(op.getMatrix(), {column, e.add(k, side * half)}, count);
  }

  /// Ones behind the first `count`: numbers there are zeros and are divided by them.
  Value loadChannels(int64_t side, Value k, int64_t count) {
    Value channels = e.load(op.getChannels(), {e.add(k, side * half)}, count);
    return count == kLanes ? channels : e.select(e.firstLanes(count), channels, e.splat(1));
  }

  void emitPanel(Value panel) {
    e.forLoop(e.index(0), e.index(width), 1, [&](Value j) { emitColumn(panel, j); });
    e.forLoop(e.index(0), e.index(width), kLanes, [&](Value first) {
      for (int64_t factor = 0; factor < kFactors; ++factor)
        emitStrip(panel, first, factor);
    });
  }

  /// The last number of a column in each factor: 1/t, t and zeros.
  void emitColumn(Value panel, Value j) {
    Value row = e.add(e.mul(panel, width), j);
    auto square = [&](Value which) {
      return emitSumOfSquares(e, 2 * half, [&](int64_t side, Value k, int64_t lanes) {
        return e.divf(loadNumbers(which, side, k, lanes), loadChannels(side, k, lanes));
      });
    };
    Value first = square(row);
    Balance balance = emitBalance(e, first, square(e.add(row, partner)));
    Value zero = arith::ConstantOp::create(e, e.getF32FloatAttr(0));
    for (int64_t factor = 0; factor < kFactors; ++factor) {
      Value number = factor == 0 ? balance.inverse : factor == 1 ? balance.factor : zero;
      e.storeScalar(number, op.getInit(), {panel, e.index(factor), e.index(half), j});
    }
  }

  void emitStrip(Value panel, Value first, int64_t factor) {
    auto load = [&](Value j, Value k, int64_t count) {
      return emitFactor(panel, e.add(first, j), factor, k, count);
    };
    auto store = [&](Value k, Value vector) {
      e.store(vector, op.getInit(), {panel, e.index(factor), k, first});
    };
    emitTransposeStrip(e, half, /*pairing=*/1, kLanes, load, store);
  }

  /// `count` numbers from row k on of column j of a factor.
  Value emitFactor(Value panel, Value j, int64_t factor, Value k, int64_t count) {
    auto wide = VectorType::get({kLanes}, e.getF64Type());
    Value row = e.add(e.mul(panel, width), j);
    Value scalar = e.loadScalar(op.getInit(), {panel, e.index(1), e.index(half), j});
    Value balance = arith::ExtFOp::create(e, wide, e.broadcast(scalar));
    auto channels = [&](int64_t side) -> Value {
      return arith::ExtFOp::create(e, wide, loadChannels(side, k, count));
    };
    auto numbers = [&](Value column, int64_t side) -> Value {
      return arith::ExtFOp::create(e, wide, loadNumbers(column, side, k, count));
    };
    auto left = [&](int64_t side) { return e.divf(numbers(row, side), channels(side)); };
    auto right = [&](int64_t side) {
      Value column = e.mulf(numbers(e.add(row, partner), side), balance);
      return e.divf(column, channels(side));
    };
    auto t1 = [&] { return e.subf(right(0), left(0)); };
    auto t2 = [&] { return e.subf(right(1), t1()); };
    Value number;
    switch (factor) {
    case 0: // D₁·B₁₁
      number = numbers(row, 0);
      break;
    case 1: // T₂
      number = t2();
      break;
    case 2: // T₃
      number = e.subf(right(1), right(0));
      break;
    case 3: // −D₂·T₄
      number = e.mulf(e.subf(left(1), t2()), channels(1));
      break;
    case 4: // T₁
      number = t1();
      break;
    case 5: // B₂₂
      number = right(1);
      break;
    case 6: // D₂·B₂₁
      number = numbers(row, 1);
      break;
    default:
      llvm_unreachable("there are seven factors");
    }
    return arith::TruncFOp::create(e, e.vectorType(), number);
  }

  kernel::StrassenPackOp op;
  Emitter e;
  int64_t partner, half, numPanels, width;
};

} // namespace

kernel::ParallelOp vitc::cpu::buildStrassenPack(kernel::StrassenPackOp op) {
  return PackBuilder(op).build();
}
