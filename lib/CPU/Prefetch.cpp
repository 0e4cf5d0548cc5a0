//===- Prefetch.cpp - what is fetched while a product runs ----------------===//

#include "Prefetch.h"

using namespace vitc;

int64_t cpu::spanOf(kernel::ScheduleAttr schedule) {
  return schedule.getUnroll() * schedule.getTurns();
}

Value cpu::emitScaled(Emitter &e, Value value, int64_t numerator, int64_t denominator) {
  return e.div(e.mul(value, (numerator << 16) / denominator), 1 << 16);
}

Value cpu::emitNextUnit(Emitter &e, Value unit, int64_t count, bool passesAgain) {
  Value next = e.add(unit, 1);
  return passesAgain ? e.rem(next, count) : e.min(next, e.index(count - 1));
}

void cpu::emitPacedFetch(Emitter &e, int64_t lines, int64_t allSteps, int64_t span, Value step,
                         function_ref<void(Value)> fetch) {
  int64_t linesOfSpan = llvm::divideCeil(lines * span, allSteps);
  if (linesOfSpan > lines)
    return;
  Value line = e.min(emitScaled(e, step, lines, allSteps), e.index(lines - linesOfSpan));
  for (int64_t n = 0; n < linesOfSpan; ++n)
    fetch(e.add(line, n));
}

void cpu::emitFetchAhead(Emitter &e, Value k, int64_t unroll, function_ref<void(Value)> fetch) {
  constexpr int64_t distance = 16;
  for (int64_t u = 0; u < unroll; ++u)
    fetch(e.add(k, distance + u));
}
