//===- SoftmaxRow.cpp - the exponentials of one row -----------------------===//

#include "SoftmaxRow.h"

#include "Columns.h"
#include "VectorMath.h"

#include <cmath>
#include <limits>

using namespace mlir;
using namespace vitc;
using namespace vitc::cpu;

Value SoftmaxRow::emit(Emitter &e) const {
  Value lowest = e.splat(-std::numeric_limits<double>::infinity());
  auto loadOrLowest = [&](Value column, int64_t lanes) {
    Value x = load(column, lanes);
    return lanes == kLanes ? x : e.select(e.firstLanes(lanes), x, lowest);
  };
  Value highest = emitColumnFold(
      e, length, lowest,
      [&](Value column, int64_t lanes, Value soFar) {
        return e.maximum(loadOrLowest(column, lanes), soFar);
      },
      [&](Value a, Value b) { return e.maximum(a, b); });

  // Powers of two: scale and log2 e are one factor. The maximum is taken off first: in one fma with
  // the product it would leave 2^-24 of itself, which is too much where all of a row is masked by
  // the lowest number there is.
  Value factor = e.splat(scale * M_LOG2E);
  Value shift = e.broadcast(e.maximumLane(highest));
  Value sum = emitColumnFold(
      e, length, e.splat(0),
      [&](Value column, int64_t lanes, Value soFar) {
        Value t = e.mulf(e.subf(loadOrLowest(column, lanes), shift), factor);
        Value y = isShort ? emitShortExp2(e, t) : emitExp2(e, t);
        store(column, lanes, y);
        return e.addf(soFar, y);
      },
      [&](Value a, Value b) { return e.addf(a, b); });
  return e.sumLanes(sum);
}
