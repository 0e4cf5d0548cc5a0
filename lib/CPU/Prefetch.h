//===- Prefetch.h - what is fetched while a product runs ------------------===//

#ifndef VITC_LIB_CPU_PREFETCH_H
#define VITC_LIB_CPU_PREFETCH_H

#include "Emitter.h"

namespace vitc::cpu {

/// `value` · numerator / denominator in fixed point: no division at run time.
Value emitScaled(Emitter &e, Value value, int64_t numerator, int64_t denominator);

/// The panel to fetch while `panel` is in use. After the last it is the first if all pass again,
/// else the last itself, which is there already.
Value emitNextPanel(Emitter &e, Value panel, int64_t numPanels, bool passesAgain);

/// Spreads `lines` cache lines evenly over `allSteps` steps of k, of which a turn takes `unroll`:
/// calls `fetch(line)` for each line that belongs to the turn at `step`.
void emitPacedFetch(Emitter &e, int64_t lines, int64_t allSteps, int64_t unroll, Value step,
                    function_ref<void(Value line)> fetch);

} // namespace vitc::cpu

#endif // VITC_LIB_CPU_PREFETCH_H
