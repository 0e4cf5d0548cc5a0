//===- Prefetch.h - what is fetched while a product runs ------------------===//

#ifndef VITC_LIB_CPU_PREFETCH_H
#define VITC_LIB_CPU_PREFETCH_H

#include "Emitter.h"

#include "vitc/Dialect/Kernel/Kernel.h"

namespace vitc::cpu {

/// Steps of k between two times that something is fetched.
int64_t spanOf(kernel::ScheduleAttr schedule);

/// `value` · numerator / denominator in fixed point: no division at run time.
Value emitScaled(Emitter &e, Value value, int64_t numerator, int64_t denominator);

/// The unit of `count` to fetch while `unit` is in use. After the last it is the first if all pass
/// again, else the last itself, which is there already.
Value emitNextUnit(Emitter &e, Value unit, int64_t count, bool passesAgain);

/// Spreads `lines` cache lines evenly over `allSteps` steps of k, of which `span` pass between two
/// calls: calls `fetch(line)` for each line that belongs to the span at `step`.
void emitPacedFetch(Emitter &e, int64_t lines, int64_t allSteps, int64_t span, Value step,
                    function_ref<void(Value line)> fetch);

/// Calls `fetch(step)` for each of the `unroll` steps that follow soon after the turn at `k`: from
/// L2 into L1. Steps may lie behind the end of what is read; a prefetch of nothing is none.
void emitFetchAhead(Emitter &e, Value k, int64_t unroll, function_ref<void(Value step)> fetch);

} // namespace vitc::cpu

#endif // VITC_LIB_CPU_PREFETCH_H
