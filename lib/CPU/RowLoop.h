//===- RowLoop.h - kernels that treat one row after the other -------------===//

#ifndef VITC_LIB_CPU_ROWLOOP_H
#define VITC_LIB_CPU_ROWLOOP_H

#include "Rows.h"

namespace vitc::cpu {

/// One kernel.parallel over `total` rows, `chunk` of them an item: `body` gets those in [first,
/// last).
kernel::ParallelOp emitRowRanges(Emitter &e, int64_t total, int64_t chunk,
                                 function_ref<void(Value first, Value last)> body);

/// One kernel.parallel over the rows of [B, M, ·] operands, `chunk` rows an item. `body` gets each
/// operand's view, then batch and row for `Rows::at`.
kernel::ParallelOp
emitRowLoop(Emitter &e, ArrayRef<Value> operands, int64_t chunk,
            function_ref<void(ArrayRef<Rows> views, Value batch, Value row)> body);

} // namespace vitc::cpu

#endif // VITC_LIB_CPU_ROWLOOP_H
