//===- WidenRows.h - rows of bf16 and 8-bit integers for products ---------===//
//
// Where the machine does not multiply pairs or quads. Each number of a left side is multiplied by a
// whole panel: widened in the product's loop, it would be widened again for each of its vectors,
// and take registers there.
//
//===----------------------------------------------------------------------===//

#ifndef VITC_LIB_CPU_WIDENROWS_H
#define VITC_LIB_CPU_WIDENROWS_H

#include "Emitter.h"

namespace vitc::cpu {

/// Floats in a row that emitWidenRows writes for `steps` pairs or quads; rows at this distance
/// spread over L1's sets.
int64_t strideOfWideRows(Emitter &e, int64_t steps);

/// Writes `rows` rows of `wide`, a memref of f32: numbers of bf16 as f32, integers of 8 bits,
/// unsigned, as two of 16 bits in each. Row i comes from `from`, bf16 or i8, `count` numbers at
/// `indicesOf(i, k)`. Zeros fill the last vector of 16 numbers of bf16, or of 64 integers.
void emitWidenRows(Emitter &e, Value from, int64_t rows, int64_t count,
                   function_ref<SmallVector<Value>(Value i, Value k)> indicesOf, Value wide);

} // namespace vitc::cpu

#endif // VITC_LIB_CPU_WIDENROWS_H
