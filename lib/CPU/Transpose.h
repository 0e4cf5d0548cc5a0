//===- Transpose.h - 16 × 16 numbers turned over in registers -------------===//

#ifndef VITC_LIB_CPU_TRANSPOSE_H
#define VITC_LIB_CPU_TRANSPOSE_H

#include "Emitter.h"

namespace vitc::cpu {

/// 16 vectors as the rows of a matrix to 16 vectors that are its columns: 64 shuffles, each one
/// instruction on AVX-512, and none that AVX2 has no instruction for on half a vector.
SmallVector<Value> emitTranspose(Emitter &e, SmallVector<Value> rows);

/// `to[k, j] = from(row j, column k)` for 16 columns j and `depth` rows k, by blocks of 16 × 16.
/// `load(j, k, count)` gives columns k … k + count − 1 of row j, or a null value for a row that
/// does not exist and reads as zeros; `store(k, vector)` takes what becomes row k. With `pairing` 2
/// a lane holds a pair of columns, `count` is up to 32, and row k of the result is pair k.
void emitTransposeStrip(Emitter &e, int64_t depth, int64_t pairing,
                        function_ref<Value(int64_t j, Value k, int64_t count)> load,
                        function_ref<void(Value k, Value vector)> store);

} // namespace vitc::cpu

#endif // VITC_LIB_CPU_TRANSPOSE_H
