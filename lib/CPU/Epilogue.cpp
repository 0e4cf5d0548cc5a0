//===- Epilogue.cpp - what follows the sums of a product ------------------===//

#include "Epilogue.h"

#include "Prefetch.h"
#include "VectorMath.h"

using namespace mlir;
using namespace vitc;
using namespace vitc::cpu;

void Epilogue::emit(Emitter &e, Value sums, Value batch, Value row, Value column,
                    int64_t lanes) const {
  Value value = sums;
  if (bias)
    value = e.addf(value, e.load(bias, {column}));
  if (activation)
    value = isShort ? emitShortActivation(e, *activation, value)
                    : emitActivation(e, *activation, value);
  if (residual.buffer())
    value = e.addf(value, e.load(residual.buffer(), residual.at(e, batch, row, column), lanes));
  e.store(value, init.buffer(), init.at(e, batch, row, column), lanes);
}

void Epilogue::emitPrefetch(Emitter &e, const ResultTile &tile, Value k, int64_t steps,
                            int64_t span) const {
  bool reads = residual.buffer() != nullptr;
  const Rows &rows = reads ? residual : init;
  Value row = e.add(tile.row, emitScaled(e, k, tile.height, steps));
  for (int64_t n = 0, end = llvm::divideCeil(tile.height * span, steps); n < end; ++n)
    for (int64_t j = 0; j < tile.vectors; ++j)
      e.prefetch(rows.buffer(),
                 rows.at(e, tile.batch, e.add(row, n), e.add(tile.column, j * kLanes)),
                 /*forWrite=*/!reads);
}
