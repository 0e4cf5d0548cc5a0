//===- RegisterTile.h - accumulators as one value -------------------------===//
//
// The sums of a register tile travel as one value, vector<rows × vectors × 16>, until
// cpu-unroll-loops makes registers of it: what is done to all of them is written once.
//
//===----------------------------------------------------------------------===//

#ifndef VITC_LIB_CPU_REGISTERTILE_H
#define VITC_LIB_CPU_REGISTERTILE_H

#include "Emitter.h"

namespace vitc::cpu {

/// A tile of zeros.
Value emitZeros(Emitter &e, int64_t rows, int64_t vectors, mlir::Type elementType);

/// The tile whose vector j of row i is `vector(i, j)`, asked for row by row.
Value emitTile(Emitter &e, int64_t rows, int64_t vectors, mlir::Type elementType,
               function_ref<Value(Value i, int64_t j)> vector);

/// The tile of `map(i, j, vector j of row i of tile)`, with elements of `elementType` or, if that
/// is null, those of `tile`.
Value mapTile(Emitter &e, Value tile, function_ref<Value(Value i, int64_t j, Value vector)> map,
              mlir::Type elementType = {});

/// The vectors of a row.
SmallVector<Value> emitRowOfTile(Emitter &e, Value tile, Value i);

/// Calls `body(i, vectors of row i)` for the first `count` rows, or all, in straight code.
void forEachRow(Emitter &e, Value tile, function_ref<void(Value, MutableArrayRef<Value>)> body,
                std::optional<int64_t> count = {});

/// Stores a tile to the top left of `memref`.
void storeTile(Emitter &e, Value tile, Value memref);

/// Calls `body(row number, its vectors)` in a loop over the first `count` rows of a tile, for
/// epilogues that need registers of their own: the sums wait in `memref`, in L1.
void emitRowByRow(Emitter &e, Value tile, Value memref, Value count,
                  function_ref<void(Value, MutableArrayRef<Value>)> body);

} // namespace vitc::cpu

#endif // VITC_LIB_CPU_REGISTERTILE_H
