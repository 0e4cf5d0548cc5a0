//===- QuantizeRow.h - numbers to integers of 8 bits ----------------------===//
//
// A row's greatest magnitude becomes 127. Magnitudes are compared as integers, in whose order every
// infinity is above every number and every NaN above infinity: a row that is not finite shows, at
// no cost, and in any order of comparing.
//
//===----------------------------------------------------------------------===//

#ifndef VITC_LIB_CPU_QUANTIZEROW_H
#define VITC_LIB_CPU_QUANTIZEROW_H

#include "Emitter.h"

namespace vitc::cpu {

/// The bits of |x|, vector<16xi32>.
Value emitMagnitude(Emitter &e, Value x);

/// The greatest lane by lane of two such.
Value emitGreater(Emitter &e, Value a, Value b);

/// What a row is multiplied with, both f32.
struct RowScale {
  /// Integers times this are the numbers; NaN for a row that is not finite, 0 for one that counts
  /// as zeros.
  Value scale;
  /// Numbers times this are the integers.
  Value inverse;

  /// Of a row whose greatest magnitude has the bits `magnitude`, an i32: from `lowest` ≤ 0 up to
  /// that are `steps` steps.
  static RowScale of(Emitter &e, Value magnitude, float lowest = 0, int64_t steps = 127);
};

/// The integers of 16 numbers, vector<16xi8>: x times the vector `inverse`, rounded to the nearest
/// even, plus `zeroPoint`. What is not in [−127, 127] then leaves some integer.
Value emitQuantized(Emitter &e, Value x, Value inverse, int64_t zeroPoint);

} // namespace vitc::cpu

#endif // VITC_LIB_CPU_QUANTIZEROW_H
