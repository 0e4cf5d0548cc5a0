//===- TileLoops.cpp - rows cut into tiles of nearly one height -----------===//

#include "TileLoops.h"

using namespace mlir;
using namespace vitc::cpu;

BalancedTiles BalancedTiles::cut(int64_t rows, int64_t maxHeight) {
  int64_t count = (rows + maxHeight - 1) / maxHeight;
  int64_t height = (rows + count - 1) / count;
  int64_t numHigh = rows - (height - 1) * count;
  return {height, numHigh, count - numHigh};
}

void vitc::cpu::emitTileLoops(Emitter &e, const BalancedTiles &tiles, Value begin, Value end,
                              function_ref<void(int64_t, Value, Value)> body) {
  Value border = e.index(tiles.numHigh);
  e.forLoop(begin, tiles.numLow ? e.min(end, border) : end, 1,
            [&](Value tile) { body(tiles.height, e.mul(tile, tiles.height), tile); });
  if (!tiles.numLow)
    return;
  int64_t low = tiles.height - 1;
  e.forLoop(e.max(begin, border), end, 1,
            [&](Value tile) { body(low, e.add(e.mul(tile, low), tiles.numHigh), tile); });
}

TileItems TileItems::cut(int64_t units, int64_t tiles, int64_t chunk) {
  return {units, tiles, std::max<int64_t>(1, chunk / tiles), std::min(chunk, tiles)};
}

void TileItems::emit(Emitter &e, Value begin, Value end,
                     function_ref<void(Value, Value, Value)> body) const {
  int64_t itemsOfUnit = llvm::divideCeil(tiles, tilesOfItem);
  Value allTiles = e.index(tiles);
  if (itemsOfUnit == 1) {
    Value last = e.min(e.mul(end, unitsOfItem), e.index(units));
    e.forLoop(e.mul(begin, unitsOfItem), last, 1,
              [&](Value unit) { body(unit, e.index(0), allTiles); });
    return;
  }
  Value firstUnit = e.div(begin, itemsOfUnit);
  Value lastUnit = e.div(e.add(end, itemsOfUnit - 1), itemsOfUnit);
  e.forLoop(firstUnit, lastUnit, 1, [&](Value unit) {
    Value first = e.mul(unit, itemsOfUnit), next = e.add(first, itemsOfUnit);
    auto tileOf = [&](Value item) {
      return e.mul(arith::SubIOp::create(e, item, first), tilesOfItem);
    };
    body(unit, tileOf(e.max(begin, first)), e.min(tileOf(e.min(end, next)), allTiles));
  });
}
