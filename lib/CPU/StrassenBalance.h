//===- StrassenBalance.h - powers of two that make two rows alike ---------===//

#ifndef VITC_LIB_CPU_STRASSENBALANCE_H
#define VITC_LIB_CPU_STRASSENBALANCE_H

#include "Emitter.h"

namespace vitc::cpu {

/// Two scalars of f32: a power of two and its inverse.
struct Balance {
  Value factor, inverse;
};

/// The power of two that brings a row of norm √`second` nearest to norm √`first`, both sums of
/// squares in f32; 1 where one of them is not in [1e-18, 1e18], NaN included.
Balance emitBalance(Emitter &e, Value first, Value second);

/// The sum of squares of the `depth` numbers that `load(k, lanes)` gives, 16 at a time: two chains
/// per lane, of the first and of the second half of the row. `load` gets the half, too.
Value emitSumOfSquares(Emitter &e, int64_t depth,
                       function_ref<Value(int64_t half, Value k, int64_t lanes)> load);

} // namespace vitc::cpu

#endif // VITC_LIB_CPU_STRASSENBALANCE_H
