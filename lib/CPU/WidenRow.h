//===- WidenRow.h - rows of bf16 and 8-bit integers for products ----------===//
//
// Where the machine does not multiply pairs or quads. Each number of a left side is multiplied by a
// whole panel: widened in the product's loop, it would be widened again for each of its vectors,
// and take registers there.
//
//===----------------------------------------------------------------------===//

#ifndef VITC_LIB_CPU_WIDENROW_H
#define VITC_LIB_CPU_WIDENROW_H

#include "Emitter.h"

namespace vitc::cpu {

/// Floats in a row that emitWidenRow writes for `steps` pairs or quads; rows at this distance
/// spread over L1's sets.
int64_t strideOfHalves(Emitter &e, int64_t steps);

/// Writes row `i` of `halves`: of each pair or quad the first half, then the second
/// (Microkernel.h); of bf16 these are the numbers, one after the other. They come from `from`, bf16
/// or i8, `count` of them at `indicesOf(k)`. Zeros fill the last vector of 16 numbers of bf16, or
/// of 64 integers.
void emitWidenRow(Emitter &e, Value from, function_ref<SmallVector<Value>(Value k)> indicesOf,
                  int64_t count, Value halves, Value i);

} // namespace vitc::cpu

#endif // VITC_LIB_CPU_WIDENROW_H
