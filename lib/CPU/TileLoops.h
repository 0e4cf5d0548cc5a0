//===- TileLoops.h - rows cut into tiles of nearly one height -------------===//
//
// M rows in tiles of at most `rows`: the fewest tiles, whose heights differ by one at most, so that
// no row is computed for nothing and no store needs a mask. 197 rows in tiles of at most 8 are 22
// of 8 and 3 of 7. And how tiles are shared out: who hands out items knows how many workers there
// are and how far each has come, so items are small; what belongs together is found again in those
// that come together.
//
//===----------------------------------------------------------------------===//

#ifndef VITC_LIB_CPU_TILELOOPS_H
#define VITC_LIB_CPU_TILELOOPS_H

#include "Emitter.h"

namespace vitc::cpu {

/// `numHigh` tiles of `height` rows, then `numLow` of `height` − 1.
struct BalancedTiles {
  int64_t height, numHigh, numLow;

  /// Cuts `rows` ≥ 1 rows in tiles of at most `maxHeight` ≥ 1.
  static BalancedTiles cut(int64_t rows, int64_t maxHeight);
  int64_t count() const { return numHigh + numLow; }
};

/// Calls `body(height, first row, tile index)` in a loop over tiles [begin, end) of `tiles`; the
/// body is emitted once for each height.
void emitTileLoops(Emitter &e, const BalancedTiles &tiles, Value begin, Value end,
                   function_ref<void(int64_t, Value, Value)> body);

/// The items of a parallel loop over units (a panel, a head) of `tiles` each: some units whole, or
/// some tiles of one.
struct TileItems {
  int64_t units, tiles, unitsOfItem, tilesOfItem;

  /// Items of `chunk` ≥ 1 tiles, or of as many whole units as have them.
  static TileItems cut(int64_t units, int64_t tiles, int64_t chunk);
  int64_t count() const {
    return llvm::divideCeil(units, unitsOfItem) * llvm::divideCeil(tiles, tilesOfItem);
  }
  /// Calls `body(unit, begin tile, end tile)` in a loop over the units in items [begin, end), once
  /// for each: what a unit needs beforehand is made once for all of its items.
  void emit(Emitter &e, Value begin, Value end, function_ref<void(Value, Value, Value)> body) const;
};

} // namespace vitc::cpu

#endif // VITC_LIB_CPU_TILELOOPS_H
