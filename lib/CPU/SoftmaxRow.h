//===- SoftmaxRow.h - the exponentials of one row -------------------------===//

#ifndef VITC_LIB_CPU_SOFTMAXROW_H
#define VITC_LIB_CPU_SOFTMAXROW_H

#include "Emitter.h"

namespace vitc::cpu {

/// Where a row's numbers come from and where their exponentials go; `lanes` < 16 in the last vector
/// of a row whose length is no multiple of 16. `load` is emitted twice for each vector.
struct SoftmaxRow {
  int64_t length;
  /// Factor of the numbers, positive.
  double scale;
  function_ref<Value(Value column, int64_t lanes)> load;
  function_ref<void(Value column, int64_t lanes, Value exponentials)> store;
  /// True if exponentials are rounded to bf16 where they go.
  bool isShort = false;

  /// Stores e^(scale · (x − max x)) and returns their sum, an f32. −∞ becomes exactly 0; a row
  /// that contains NaN, or nothing but −∞, becomes NaN.
  Value emit(Emitter &e) const;
};

} // namespace vitc::cpu

#endif // VITC_LIB_CPU_SOFTMAXROW_H
