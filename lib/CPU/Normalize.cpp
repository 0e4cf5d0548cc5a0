//===- Normalize.cpp - kernel.normalize to loops --------------------------===//
//
// Three passes over a row that stays in L1: the mean, the variance of centred values, the result.
// Centred, because E[x²] − E[x]² loses all digits when the mean is large.
//
//===----------------------------------------------------------------------===//

#include "Builders.h"
#include "Columns.h"
#include "QuantizeRow.h"
#include "RowLoop.h"

#include "mlir/Dialect/Math/IR/Math.h"

using namespace mlir;
using namespace vitc;
using namespace vitc::cpu;

namespace {

/// One row.
class RowNormalizer {
public:
  RowNormalizer(Emitter &e, kernel::NormalizeOp op, ArrayRef<Rows> views, Value batch, Value row)
      : e(e), op(op), input(views[0]), init(views[1]), views(views), batch(batch), row(row),
        columns(cast<MemRefType>(op.getInit().getType()).getDimSize(2)) {}

  void emit() {
    mean = e.broadcast(emitMean(
        [&](Value column, int64_t lanes, Value sum) { return e.addf(sum, load(column, lanes)); }));
    Value variance = emitMean([&](Value column, int64_t lanes, Value sum) {
      Value centred = loadCentred(column, lanes);
      if (lanes < kLanes)
        centred = e.select(e.firstLanes(lanes), centred, e.splat(0));
      return e.fma(centred, centred, sum);
    });
    Value deviation =
        math::SqrtOp::create(e, e.addf(variance, scalar(op.getEps().convertToDouble())));
    factor = e.broadcast(e.divf(scalar(1), deviation));
    if (op.getScales())
      return emitQuantizedRow();
    emitColumnLoop(e, columns, [&](Value column, int64_t lanes) {
      e.store(result(column, lanes), init.buffer(), init.at(e, batch, row, column), lanes);
    });
  }

private:
  Value scalar(double value) {
    return arith::ConstantOp::create(e, e.getF32FloatAttr(static_cast<float>(value)));
  }
  Value load(Value column, int64_t lanes) {
    return e.load(input.buffer(), input.at(e, batch, row, column), lanes);
  }
  Value loadCentred(Value column, int64_t lanes) { return e.subf(load(column, lanes), mean); }

  /// The lanes' sums over the row, added in a fixed tree, over the number of columns.
  Value emitMean(llvm::function_ref<Value(Value, int64_t, Value)> accumulate) {
    Value sum = emitColumnFold(e, columns, e.splat(0), accumulate,
                               [&](Value a, Value b) { return e.addf(a, b); });
    return e.divf(e.sumLanes(sum), scalar(columns));
  }

  Value result(Value column, int64_t lanes) {
    Value y = e.mulf(loadCentred(column, lanes), factor);
    if (op.getGamma())
      y = e.fma(y, e.load(op.getGamma(), {column}, lanes), e.load(op.getBeta(), {column}, lanes));
    return y;
  }

  /// Results are computed twice: once for the greatest magnitude, once to be stored.
  void emitQuantizedRow() {
    Value lanes = emitColumnFold(
        e, columns, e.splatInteger(0),
        [&](Value column, int64_t count, Value soFar) {
          Value magnitude = emitMagnitude(e, result(column, count));
          if (count < kLanes)
            magnitude = e.select(e.firstLanes(count), magnitude, e.splatInteger(0));
          return emitGreater(e, soFar, magnitude);
        },
        [&](Value a, Value b) { return emitGreater(e, a, b); });
    RowScale scale = RowScale::of(e, e.maximumIntegerLane(lanes));
    const Rows &scales = views[2];
    e.storeScalar(scale.scale, scales.buffer(), scales.at(e, batch, row, e.index(0)));
    Value inverse = e.broadcast(scale.inverse);
    emitColumnLoop(e, columns, [&](Value column, int64_t count) {
      Value bytes = emitQuantized(e, result(column, count), inverse, kernel::kZeroPoint);
      e.storeBytes(bytes, init.buffer(), init.at(e, batch, row, column), count);
    });
  }

  Emitter &e;
  kernel::NormalizeOp op;
  const Rows &input, &init;
  ArrayRef<Rows> views;
  Value batch, row;
  int64_t columns;
  Value mean, factor;
};

} // namespace

kernel::ParallelOp vitc::cpu::buildNormalize(kernel::NormalizeOp op) {
  Emitter e(op.getLoc(), op);
  e.hasBF16 = op.getScheduleAttr().getBf16();
  SmallVector<Value> operands{op.getInput(), op.getInit()};
  if (op.getScales())
    operands.push_back(op.getScales());
  return emitRowLoop(e, operands, op.getScheduleAttr().getChunk(),
                     [&](ArrayRef<Rows> views, Value batch, Value row) {
                       RowNormalizer(e, op, views, batch, row).emit();
                     });
}
