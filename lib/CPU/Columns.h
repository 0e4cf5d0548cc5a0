//===- Columns.h - loops over the columns of a row ------------------------===//

#ifndef VITC_LIB_CPU_COLUMNS_H
#define VITC_LIB_CPU_COLUMNS_H

#include "Emitter.h"

namespace vitc::cpu {

/// Vectors in one turn of the loops below: as many independent chains.
inline constexpr int64_t kSlots = 4;

/// Folds the vectors of columns [0, count) of a row into `kSlots` values that start as `initial`:
/// vector q goes to slot q mod kSlots by `body(column, lanes, value so far)`, where `lanes` < 16 in
/// the last vector of a row whose length is no multiple of 16. Then the slots are combined in
/// pairs.
Value emitColumnFold(Emitter &e, int64_t count, Value initial,
                     function_ref<Value(Value column, int64_t lanes, Value soFar)> body,
                     function_ref<Value(Value, Value)> combine);

/// Calls `body(column, lanes)` for the vectors of columns [0, count), `slots` of them in one turn.
void emitColumnLoop(Emitter &e, int64_t count, function_ref<void(Value column, int64_t lanes)> body,
                    int64_t slots = kSlots);

} // namespace vitc::cpu

#endif // VITC_LIB_CPU_COLUMNS_H
