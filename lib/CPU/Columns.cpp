//===- Columns.cpp - loops over the columns of a row ----------------------===//

#include "Columns.h"

using namespace mlir;
using namespace vitc;
using namespace vitc::cpu;

Value vitc::cpu::emitColumnFold(Emitter &e, int64_t count, Value initial,
                                function_ref<Value(Value column, int64_t lanes, Value soFar)> body,
                                function_ref<Value(Value, Value)> combine) {
  int64_t turn = kSlots * kLanes, whole = count / turn * turn;
  SmallVector<Value> slots(kSlots, initial);
  if (whole)
    slots = e.forLoop(e.index(0), e.index(whole), turn, slots, [&](Value column, ValueRange c) {
      SmallVector<Value> next;
      for (int64_t s = 0; s < kSlots; ++s)
        next.push_back(body(e.add(column, s * kLanes), kLanes, c[s]));
      return next;
    });
  for (int64_t column = whole; column < count; column += kLanes) {
    Value &slot = slots[column / kLanes % kSlots];
    slot = body(e.index(column), std::min(kLanes, count - column), slot);
  }
  return combine(combine(slots[0], slots[1]), combine(slots[2], slots[3]));
}

void vitc::cpu::emitColumnLoop(Emitter &e, int64_t count,
                               function_ref<void(Value column, int64_t lanes)> body,
                               int64_t slots) {
  int64_t turn = slots * kLanes, whole = count / turn * turn;
  if (whole)
    e.forLoop(e.index(0), e.index(whole), turn, [&](Value column) {
      for (int64_t s = 0; s < slots; ++s)
        body(e.add(column, s * kLanes), kLanes);
    });
  for (int64_t column = whole; column < count; column += kLanes)
    body(e.index(column), std::min(kLanes, count - column));
}
