//===- Prefetch.cpp - what is fetched while a product runs ----------------===//

#include "Prefetch.h"

using namespace vitc;

Value cpu::emitScaled(Emitter &e, Value value, int64_t numerator, int64_t denominator) {
  return e.div(e.mul(value, (numerator << 16) / denominator), 1 << 16);
}

Value cpu::emitNextPanel(Emitter &e, Value panel, int64_t numPanels, bool passesAgain) {
  Value next = e.add(panel, 1);
  return passesAgain ? e.rem(next, numPanels) : e.min(next, e.index(numPanels - 1));
}

void cpu::emitPacedFetch(Emitter &e, int64_t lines, int64_t allSteps, int64_t unroll, Value step,
                         function_ref<void(Value)> fetch) {
  int64_t linesPerTurn = llvm::divideCeil(lines * unroll, allSteps);
  if (linesPerTurn > lines)
    return;
  Value line = e.min(emitScaled(e, step, lines, allSteps), e.index(lines - linesPerTurn));
  for (int64_t n = 0; n < linesPerTurn; ++n)
    fetch(e.add(line, n));
}
