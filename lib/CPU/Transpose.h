//===- Transpose.h - 16 × 16 numbers turned over in registers -------------===//

#ifndef VITC_LIB_CPU_TRANSPOSE_H
#define VITC_LIB_CPU_TRANSPOSE_H

#include "Emitter.h"

namespace vitc::cpu {

/// `to[k, j] = from(row j, column k)` for 16 columns j and `depth` rows k, by blocks of 16 × 16.
/// `load(j, k, count)` gives columns k … k + count − 1 of row j; rows from `numRows` on do not
/// exist and count as zeros. `store(k, vector)` takes what becomes row k. With `pairing` 2 a lane
/// holds a pair of columns, `count` is up to 32, and row k of the result is pair k; with 4, quads.
void emitTransposeStrip(Emitter &e, int64_t depth, int64_t pairing, int64_t numRows,
                        function_ref<Value(Value j, Value k, int64_t count)> load,
                        function_ref<void(Value k, Value vector)> store);

/// Transposes of vector<16x16xf32> to shuffles of its rows.
void populateTransposePatterns(mlir::RewritePatternSet &patterns);

} // namespace vitc::cpu

#endif // VITC_LIB_CPU_TRANSPOSE_H
