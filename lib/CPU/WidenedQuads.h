//===- WidenedQuads.h - products of 8-bit integers in 16 bits -------------===//
//
// What a machine does that has no instruction for quads. Its sums of two products are as wide as
// two integers of 16 bits: a vector of 16 lanes has two for each of 8 columns. A tile of 16 columns
// is multiplied in two halves, and the two sums of a column are added when all of k is through.
//
//===----------------------------------------------------------------------===//

#ifndef VITC_LIB_CPU_WIDENEDQUADS_H
#define VITC_LIB_CPU_WIDENEDQUADS_H

#include "Microkernel.h"

namespace vitc::cpu {

/// The sums of `kernel`, whose factors are Factors::WidenedQuads, over k in [0, steps): a register
/// tile of i32. `load(k, column)` are the quads of 8 columns of the right side from a column of the
/// tile on, vector<32xi8>; `kernel.rhs` is not asked. Sums of halves wait in `memref`, i32
/// [2, ≥ rows, ≥ vectors · 16].
Value emitSumsOfQuads(Emitter &e, Microkernel kernel, int64_t steps,
                      function_ref<Value(Value k, Value column)> load, Value memref);

} // namespace vitc::cpu

#endif // VITC_LIB_CPU_WIDENEDQUADS_H
