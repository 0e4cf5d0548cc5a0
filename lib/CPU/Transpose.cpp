//===- Transpose.cpp - 16 × 16 numbers turned over in registers -----------===//

#include "Transpose.h"

#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace vitc;
using namespace vitc::cpu;

/// The same choice in each quarter of four lanes; entries 0–3 are lanes of a, 4–7 lanes of b.
static Value shuffleQuarters(Emitter &e, Value a, Value b, ArrayRef<int64_t> choice) {
  SmallVector<int64_t> mask;
  for (int64_t lane = 0; lane < kLanes; ++lane) {
    int64_t entry = choice[lane % 4];
    mask.push_back(entry % 4 + lane / 4 * 4 + (entry >= 4 ? kLanes : 0));
  }
  return vector::ShuffleOp::create(e, a, b, mask);
}

/// Transposes the 4 × 4 blocks of four rows, each quarter by itself.
static void transposeQuarters(Emitter &e, MutableArrayRef<Value> rows) {
  Value low01 = shuffleQuarters(e, rows[0], rows[1], {0, 4, 1, 5});
  Value high01 = shuffleQuarters(e, rows[0], rows[1], {2, 6, 3, 7});
  Value low23 = shuffleQuarters(e, rows[2], rows[3], {0, 4, 1, 5});
  Value high23 = shuffleQuarters(e, rows[2], rows[3], {2, 6, 3, 7});
  rows[0] = shuffleQuarters(e, low01, low23, {0, 1, 4, 5});
  rows[1] = shuffleQuarters(e, low01, low23, {2, 3, 6, 7});
  rows[2] = shuffleQuarters(e, high01, high23, {0, 1, 4, 5});
  rows[3] = shuffleQuarters(e, high01, high23, {2, 3, 6, 7});
}

/// Exchanges the off-diagonal blocks of `distance` lanes between rows i and i + distance.
static void exchangeBlocks(Emitter &e, MutableArrayRef<Value> rows, int64_t distance) {
  SmallVector<int64_t> low, high;
  for (int64_t lane = 0; lane < kLanes; ++lane) {
    bool second = lane & distance;
    low.push_back(second ? lane - distance + kLanes : lane);
    high.push_back(second ? lane + kLanes : lane + distance);
  }
  for (int64_t i = 0; i < kLanes; ++i) {
    if (i & distance)
      continue;
    Value a = rows[i], b = rows[i + distance];
    rows[i] = vector::ShuffleOp::create(e, a, b, low);
    rows[i + distance] = vector::ShuffleOp::create(e, a, b, high);
  }
}

SmallVector<Value> vitc::cpu::emitTranspose(Emitter &e, SmallVector<Value> rows) {
  for (int64_t i = 0; i < kLanes; i += 4)
    transposeQuarters(e, MutableArrayRef(rows).slice(i, 4));
  exchangeBlocks(e, rows, 4);
  exchangeBlocks(e, rows, 8);
  return rows;
}

void vitc::cpu::emitTransposeStrip(Emitter &e, int64_t depth, int64_t pairing,
                                   function_ref<Value(int64_t j, Value k, int64_t count)> load,
                                   function_ref<void(Value k, Value vector)> store) {
  auto emitBlock = [&](Value k, int64_t count) {
    SmallVector<Value> rows;
    for (int64_t j = 0; j < kLanes; ++j) {
      Value row = load(j, k, count);
      rows.push_back(row ? row : e.splat(0));
    }
    rows = emitTranspose(e, rows);
    Value first = e.div(k, pairing);
    for (int64_t i = 0; i * pairing < count; ++i)
      store(e.add(first, i), rows[i]);
  };
  int64_t block = kLanes * pairing, whole = depth / block * block;
  if (whole)
    e.forLoop(e.index(0), e.index(whole), block, [&](Value k) { emitBlock(k, block); });
  if (depth > whole)
    emitBlock(e.index(whole), depth - whole);
}
