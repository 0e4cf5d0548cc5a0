//===- Quantize.cpp - kernel.quantize to loops ----------------------------===//
//
// Two passes over a row that stays in L1: the greatest magnitude, the integers. With a bound, one.
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
class RowQuantizer {
public:
  RowQuantizer(Emitter &e, kernel::QuantizeOp op, ArrayRef<Rows> views, Value batch, Value row)
      : e(e), bound(op.getBound()), lowest(op.getLowest() ? op.getLowest()->convertToFloat() : 0),
        hasLowest(op.getLowest().has_value()), input(views[0]), init(views[1]), scales(views[2]),
        batch(batch), row(row), columns(cast<MemRefType>(op.getInit().getType()).getDimSize(2)) {}

  void emit() { bound ? emitBounded() : emitMeasured(); }

private:
  Value load(Value column, int64_t lanes) {
    return e.load(input.buffer(), input.at(e, batch, row, column), lanes);
  }

  void store(Value column, int64_t lanes, Value x, Value inverse) {
    if (hasLowest)
      x = e.subf(e.maximum(x, e.splat(lowest)), e.splat(lowest));
    e.storeBytes(emitQuantized(e, x, inverse, hasLowest ? 0 : kernel::kZeroPoint), init.buffer(),
                 init.at(e, batch, row, column), lanes);
  }

  RowScale scaleOf(Value magnitude) {
    return hasLowest ? RowScale::of(e, magnitude, lowest, 255) : RowScale::of(e, magnitude);
  }

  void storeScale(Value scale) {
    e.storeScalar(scale, scales.buffer(), scales.at(e, batch, row, e.index(0)));
  }

  Value greatest(llvm::function_ref<Value(Value, int64_t)> each) {
    Value lanes = emitColumnFold(
        e, columns, e.splatInteger(0),
        [&](Value column, int64_t count, Value soFar) {
          return emitGreater(e, soFar, emitMagnitude(e, each(column, count)));
        },
        [&](Value a, Value b) { return emitGreater(e, a, b); });
    return e.maximumIntegerLane(lanes);
  }

  void emitMeasured() {
    Value magnitude = greatest([&](Value column, int64_t lanes) { return load(column, lanes); });
    RowScale scale = scaleOf(magnitude);
    storeScale(scale.scale);
    Value inverse = e.broadcast(scale.inverse);
    emitColumnLoop(e, columns, [&](Value column, int64_t lanes) {
      store(column, lanes, load(column, lanes), inverse);
    });
  }

  /// The greatest magnitude is still looked at, while numbers pass: a row that is not finite shows.
  void emitBounded() {
    Value bits = arith::BitcastOp::create(e, e.getI32Type(), math::AbsFOp::create(e, bound));
    RowScale scale = scaleOf(bits);
    Value inverse = e.broadcast(scale.inverse), high = e.broadcast(bound);
    Value low = e.subf(e.splat(0), high);
    Value magnitude = greatest([&](Value column, int64_t lanes) {
      Value x = load(column, lanes);
      store(column, lanes, e.minimum(e.maximum(x, low), high), inverse);
      return x;
    });
    // The bound's own scale where the row is finite, whatever its magnitude.
    Value infinity = arith::ConstantOp::create(e, e.getI32IntegerAttr(0x7f800000));
    Value isFinite = arith::CmpIOp::create(e, arith::CmpIPredicate::slt, magnitude, infinity);
    Value nan =
        arith::ConstantOp::create(e, e.getF32FloatAttr(std::numeric_limits<float>::quiet_NaN()));
    storeScale(e.select(isFinite, scale.scale, nan));
  }

  Emitter &e;
  Value bound;
  float lowest;
  bool hasLowest;
  const Rows &input, &init, &scales;
  Value batch, row;
  int64_t columns;
};

} // namespace

kernel::ParallelOp vitc::cpu::buildQuantize(kernel::QuantizeOp op) {
  Emitter e(op.getLoc(), op);
  int64_t columns = cast<MemRefType>(op.getInit().getType()).getDimSize(2);
  return emitRowLoop(e, {op.getInput(), op.getInit(), op.getScales()},
                     /*chunk=*/std::max<int64_t>(1, 8192 / columns),
                     [&](ArrayRef<Rows> views, Value batch, Value row) {
                       RowQuantizer(e, op, views, batch, row).emit();
                     });
}
