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
