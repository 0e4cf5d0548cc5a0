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

/// The sums of a register tile of Factors::WidenedQuads over all of k, in i32. `kernelOf(half)`
/// multiplies the first or the second 8 columns of each vector, from zeros; `start(j)` is added to
/// the sums of vector j. Sums of halves wait in `memref`, i32 [2, ≥ rows, ≥ vectors · 16].
Value emitSumsOfQuads(Emitter &e, int64_t rows, int64_t vectors,
                      function_ref<Microkernel(Value half)> kernelOf,
                      function_ref<Value(int64_t j)> start, Value memref);

} // namespace vitc::cpu

#endif // VITC_LIB_CPU_WIDENEDQUADS_H
