//===- Attention.cpp - kernel.attention to loops --------------------------===//
//
// One head at a time: its keys are transposed once into the worker's scratch memory, then for each
// tile of queries the scores go to a strip in L1, become exponentials there, and are multiplied by
// the values. The division by the sum happens at the store. Values are read in place where a
// register tile has all columns of a head; else each tile would jump from row to row again, and
// they are copied once, as many columns side by side as a tile has.
//
// In bf16 keys and values are packed as pairs, and the exponentials go to a strip of their own. A
// machine that does not multiply pairs widens queries, keys and values instead; all else is as in
// f32, but exponentials are rounded to bf16 where they are.
//
//===----------------------------------------------------------------------===//

#include "Builders.h"
#include "Microkernel.h"
#include "Prefetch.h"
#include "ScratchLayout.h"
#include "SoftmaxRow.h"
#include "TileLoops.h"
#include "Transpose.h"
#include "WidenRows.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

#include <limits>

using namespace mlir;
using namespace vitc;
using namespace vitc::cpu;

namespace {

/// The tile of queries that is being computed.
struct QueryTile {
  Value batch, head;
  /// The head's first column.
  Value column;
  Value row;
  int64_t height;
};

class AttentionBuilder {
public:
  explicit AttentionBuilder(kernel::AttentionOp op);
  kernel::ParallelOp build();

private:
  void emitHead(Value head, Value beginTile, Value endTile);
  void emitPackKeys(Value batch, Value column);
  void emitPackBlock(Value batch, Value column, Value block, int64_t keys);
  void emitPackValues(Value batch, Value column);
  void emitCopyValues(Value batch, Value column);
  void emitWidenQueries(const QueryTile &tile);
  void forEachVectorOfValues(llvm::function_ref<void(int64_t, int64_t, Value)> body);
  void emitPackValuePair(Value batch, Value column, Value pair, bool isWhole);
  void emitScores(const QueryTile &tile);
  void emitScoreGroup(const QueryTile &tile, Value group, int64_t vectors);
  void emitSoftmax(const QueryTile &tile, Value row);
  Value emitMasked(const QueryTile &tile, Value row, Value scores, Value key, int64_t lanes);
  void emitContext(const QueryTile &tile);
  void emitPrefetch(const QueryTile &tile, Value k);
  void emitContextPiece(const QueryTile &tile, int64_t piece);
  Value loadQuery(const QueryTile &tile, Value i, Value k, int64_t count);
  void planScratch();

  int64_t groups() const { return llvm::divideCeil(keyVectors, vectors); }
  /// Register tiles side by side in a head's columns, and the first vector of one.
  int64_t pieces() const { return llvm::divideCeil(sizeVectors, vectors); }
  int64_t firstOfPiece(int64_t piece) const { return piece * sizeVectors / pieces(); }
  bool copiesValues() const { return widens || (pieces() > 1 && tiles.count() > 1); }
  /// Lanes of the last vector of a head's columns.
  int64_t lanesAt(int64_t vector) const { return std::min(kLanes, size - vector * kLanes); }

  kernel::AttentionOp op;
  kernel::ScheduleAttr schedule;
  Emitter e;
  int64_t batches, queries, keys, heads, size;
  /// Vectors of a row of keys, of a head's columns, of a register tile.
  int64_t keyVectors, sizeVectors, vectors;
  /// Whether operands are of bf16, and whether the machine does not multiply their pairs.
  bool isBF16, widens;
  /// Numbers in one step of both products; steps over the keys.
  int64_t pairing, keySteps;
  Factors factors;
  BalancedTiles tiles;
  ScratchLayout layout;
  /// `weights` are the exponentials: but for pairs they take the place of the scores.
  Value packedKeys, packedValues, widenedQueries, scores, weights, sums, partial;
};

} // namespace

AttentionBuilder::AttentionBuilder(kernel::AttentionOp op)
    : op(op), schedule(op.getScheduleAttr()), e(op.getLoc(), op) {
  auto query = cast<MemRefType>(op.getQuery().getType());
  batches = query.getDimSize(0);
  queries = query.getDimSize(1);
  keys = cast<MemRefType>(op.getKey().getType()).getDimSize(1);
  heads = op.getHeads();
  size = query.getDimSize(2) / heads;
  keyVectors = llvm::divideCeil(keys, kLanes);
  sizeVectors = llvm::divideCeil(size, kLanes);
  vectors = schedule.getVectors();
  e.hasBF16 = schedule.getBf16();
  isBF16 = query.getElementType().isBF16();
  widens = isBF16 && !e.hasBF16;
  pairing = widens ? 1 : kernel::pairing(query.getElementType());
  keySteps = llvm::divideCeil(keys, pairing);
  factors = widens ? Factors::Numbers : factorsOf(e, query.getElementType());
  tiles = BalancedTiles::cut(queries, schedule.getRows());
  planScratch();
}

void AttentionBuilder::planScratch() {
  // Rows an odd number of lines apart spread over L1's sets.
  int64_t scoreStride = kernel::rowStride(keyVectors * kLanes, e.getF32Type());
  int64_t sizeSteps = llvm::divideCeil(size, pairing);
  layout.add(packedKeys, {groups(), sizeSteps, vectors * kLanes});
  layout.add(scores, {tiles.height, scoreStride});
  layout.add(sums, {tiles.height});
  layout.add(partial, {tiles.height, vectors * kLanes});
  if (isBF16 || copiesValues())
    layout.add(packedValues, {pieces(), keySteps, vectors * kLanes});
  if (widens)
    layout.add(widenedQueries, {tiles.height, sizeVectors * kLanes});
  if (pairing == 1)
    return;
  Type element = e.getBF16Type();
  layout.add(weights, {tiles.height, kernel::rowStride(keyVectors * kLanes, element)}, element);
}

/// A unit is a head of one batch element.
kernel::ParallelOp AttentionBuilder::build() {
  auto items = TileItems::cut(batches * heads, tiles.count(), schedule.getChunk());
  return e.parallel(items.count(), layout.bytes(), [&](Value begin, Value end, Value scratch) {
    layout.emitViews(e, scratch);
    if (pairing == 1)
      weights = scores;
    items.emit(e, begin, end, [&](Value head, Value beginTile, Value endTile) {
      emitHead(head, beginTile, endTile);
    });
  });
}

void AttentionBuilder::emitHead(Value item, Value beginTile, Value endTile) {
  Value batch = e.div(item, heads), head = e.rem(item, heads);
  Value column = e.mul(head, size);
  emitPackKeys(batch, column);
  if (pairing == 2)
    emitPackValues(batch, column);
  else if (copiesValues())
    emitCopyValues(batch, column);
  emitTileLoops(e, tiles, beginTile, endTile, [&](int64_t height, Value row, Value) {
    QueryTile tile{batch, head, column, row, height};
    if (widens)
      emitWidenQueries(tile);
    emitScores(tile);
    e.forLoop(e.index(0), e.index(height), 1, [&](Value i) { emitSoftmax(tile, i); });
    emitContext(tile);
  });
}

//===----------------------------------------------------------------------===//
// Keys: [keys, size] to groups of [size, vectors · 16]; values of bf16 as pairs of keys or widened
//===----------------------------------------------------------------------===//

void AttentionBuilder::emitPackKeys(Value batch, Value column) {
  int64_t whole = keys / kLanes;
  if (whole)
    e.forLoop(e.index(0), e.index(whole), 1,
              [&](Value block) { emitPackBlock(batch, column, block, kLanes); });
  if (keys % kLanes)
    emitPackBlock(batch, column, e.index(whole), keys % kLanes);
}

void AttentionBuilder::emitPackBlock(Value batch, Value column, Value block, int64_t numKeys) {
  Value group = e.div(block, vectors);
  Value lane = e.mul(e.rem(block, vectors), kLanes);
  Value first = e.mul(block, kLanes);
  auto load = [&](Value j, Value k, int64_t count) {
    SmallVector<Value> indices{batch, e.add(first, j), e.add(column, k)};
    return pairing == 2 ? e.loadPairs(op.getKey(), indices, count)
                        : e.load(op.getKey(), indices, count);
  };
  auto store = [&](Value k, Value vector) { e.store(vector, packedKeys, {group, k, lane}); };
  emitTransposeStrip(e, size, pairing, numKeys, load, store);
}

void AttentionBuilder::emitPackValues(Value batch, Value column) {
  int64_t whole = keys / 2;
  e.forLoop(e.index(0), e.index(whole), 1,
            [&](Value pair) { emitPackValuePair(batch, column, pair, /*isWhole=*/true); });
  if (whole < keySteps)
    emitPackValuePair(batch, column, e.index(whole), /*isWhole=*/false);
}

/// Keys 2 · pair and, where `isWhole`, 2 · pair + 1; else zeros, which meet exponentials of zero.
void AttentionBuilder::emitPackValuePair(Value batch, Value column, Value pair, bool isWhole) {
  Value key = e.mul(pair, 2);
  Value nothing =
      arith::ConstantOp::create(e, e.getZeroAttr(VectorType::get({kLanes}, e.getI16Type())));
  forEachVectorOfValues([&](int64_t vector, int64_t piece, Value inPiece) {
    Value at = e.add(column, vector * kLanes);
    int64_t lanes = lanesAt(vector);
    Value low = e.loadBits(op.getValue(), {batch, key, at}, lanes);
    Value high = isWhole ? e.loadBits(op.getValue(), {batch, e.add(key, 1), at}, lanes) : nothing;
    e.store(e.interleave(low, high), packedValues, {e.index(piece), pair, inPiece});
  });
}

/// As numbers in f32.
void AttentionBuilder::emitCopyValues(Value batch, Value column) {
  e.forLoop(e.index(0), e.index(keys), 1, [&](Value key) {
    forEachVectorOfValues([&](int64_t vector, int64_t piece, Value inPiece) {
      Value at = e.add(column, vector * kLanes);
      e.store(e.load(op.getValue(), {batch, key, at}, lanesAt(vector)), packedValues,
              {e.index(piece), key, inPiece});
    });
  });
}

/// Calls `body(vector, its piece, its column there)` for each vector of a head's columns.
void AttentionBuilder::forEachVectorOfValues(
    llvm::function_ref<void(int64_t, int64_t, Value)> body) {
  for (int64_t piece = 0; piece < pieces(); ++piece)
    for (int64_t vector = firstOfPiece(piece); vector < firstOfPiece(piece + 1); ++vector)
      body(vector, piece, e.index((vector - firstOfPiece(piece)) * kLanes));
}

void AttentionBuilder::emitWidenQueries(const QueryTile &tile) {
  auto indicesOf = [&](Value i, Value k) {
    return SmallVector<Value>{tile.batch, e.add(tile.row, i), e.add(tile.column, k)};
  };
  emitWidenRows(e, op.getQuery(), tile.height, size, indicesOf, widenedQueries);
}

//===----------------------------------------------------------------------===//
// Scores and their softmax
//===----------------------------------------------------------------------===//

void AttentionBuilder::emitScores(const QueryTile &tile) {
  int64_t whole = keyVectors / vectors, rest = keyVectors % vectors;
  if (whole)
    e.forLoop(e.index(0), e.index(whole), 1,
              [&](Value group) { emitScoreGroup(tile, group, vectors); });
  if (rest)
    emitScoreGroup(tile, e.index(whole), rest);
}

void AttentionBuilder::emitScoreGroup(const QueryTile &tile, Value group, int64_t groupVectors) {
  Microkernel kernel;
  kernel.rows = tile.height;
  kernel.vectors = groupVectors;
  kernel.steps = size / pairing;
  kernel.unroll = schedule.getUnroll();
  kernel.factors = factors;
  kernel.lhs = [&](Value i, Value k) { return loadQuery(tile, i, k, pairing); };
  kernel.rhs = [&](Value k, int64_t j) {
    return e.load(packedKeys, {group, k, e.index(j * kLanes)});
  };
  if (size % pairing) // half a pair: behind it the next head begins
    kernel.lhsOfRest = [&](Value i, Value k) { return loadQuery(tile, i, k, 1); };
  Value dots = kernel.emit(e);
  Value key = e.mul(group, vectors * kLanes);
  forEachRow(e, dots, [&](Value i, MutableArrayRef<Value> row) {
    for (auto [j, dot] : llvm::enumerate(row))
      e.store(dot, scores, {i, e.add(key, j * kLanes)});
  });
}

/// The number of step k in row i of the tile, or the first `count` of its pair.
Value AttentionBuilder::loadQuery(const QueryTile &tile, Value i, Value k, int64_t count) {
  if (widens)
    return e.loadScalar(widenedQueries, {i, k});
  SmallVector<Value> indices{tile.batch, e.add(tile.row, i), e.add(tile.column, e.mul(k, pairing))};
  return pairing == 2 ? e.loadPair(op.getQuery(), indices, count)
                      : e.loadScalar(op.getQuery(), indices);
}

void AttentionBuilder::emitSoftmax(const QueryTile &tile, Value row) {
  double scale = op.getScale().convertToDouble();
  // The strip is padded to whole vectors: only the caller of SoftmaxRow masks.
  auto load = [&](Value key, int64_t lanes) {
    return emitMasked(tile, row, e.load(scores, {row, key}), key, lanes);
  };
  auto store = [&](Value key, int64_t, Value y) {
    e.store(widens ? e.widen(e.roundToBits(y)) : y, weights, {row, key});
  };
  Value sum = SoftmaxRow{keys, op.getMask() ? 1.0 : scale, load, store, /*isShort=*/isBF16}.emit(e);
  Value one = arith::ConstantOp::create(e, e.getF32FloatAttr(1));
  e.storeScalar(e.divf(one, sum), sums, {row});
}

/// scale · score + mask where there is a mask, −∞ where `causal` hides the key.
Value AttentionBuilder::emitMasked(const QueryTile &tile, Value row, Value value, Value key,
                                   int64_t lanes) {
  Value query = e.add(tile.row, row);
  if (Value mask = op.getMask()) {
    auto type = cast<MemRefType>(mask.getType());
    Value batch = type.getDimSize(0) == 1 ? e.index(0) : tile.batch;
    Value head = type.getDimSize(1) == 1 ? e.index(0) : tile.head;
    Value bias = e.load(mask, {batch, head, query, key}, lanes);
    value = e.fma(value, e.splat(op.getScale().convertToDouble()), bias);
  }
  if (!op.getCausal())
    return value;
  auto indices = VectorType::get({kLanes}, e.getIndexType());
  Value step = vector::StepOp::create(e, indices);
  Value rest = arith::SubIOp::create(e, query, key);
  Value visible = arith::CmpIOp::create(e, arith::CmpIPredicate::sle, step,
                                        vector::BroadcastOp::create(e, indices, rest));
  return e.select(visible, value, e.splat(-std::numeric_limits<double>::infinity()));
}

//===----------------------------------------------------------------------===//
// Exponentials times values
//===----------------------------------------------------------------------===//

void AttentionBuilder::emitContext(const QueryTile &tile) {
  for (int64_t piece = 0; piece < pieces(); ++piece)
    emitContextPiece(tile, piece);
}

void AttentionBuilder::emitContextPiece(const QueryTile &tile, int64_t piece) {
  int64_t first = firstOfPiece(piece), count = firstOfPiece(piece + 1) - first;
  auto columnOf = [&](int64_t j) { return e.add(tile.column, (first + j) * kLanes); };
  Microkernel kernel;
  kernel.rows = tile.height;
  kernel.vectors = count;
  kernel.steps = keySteps;
  kernel.unroll = schedule.getUnroll();
  kernel.factors = factors;
  kernel.lhs = [&](Value i, Value k) {
    SmallVector<Value> indices{i, e.mul(k, pairing)};
    return pairing == 2 ? e.loadPair(weights, indices) : e.loadScalar(weights, indices);
  };
  kernel.rhs = [&](Value k, int64_t j) {
    if (packedValues)
      return e.load(packedValues, {e.index(piece), k, e.index(j * kLanes)});
    return e.load(op.getValue(), {tile.batch, k, columnOf(j)}, lanesAt(first + j));
  };
  if (schedule.getPrefetch() && piece == 0)
    kernel.eachSpan = [&](Value k) { emitPrefetch(tile, k); };
  kernel.turns = schedule.getTurns();
  Value context = kernel.emitRestarted(e, schedule.getRestart(), partial);
  forEachRow(e, context, [&](Value i, MutableArrayRef<Value> row) {
    Value factor = e.broadcast(e.loadScalar(sums, {i}));
    for (auto [j, vector] : llvm::enumerate(row))
      e.store(e.mulf(vector, factor), op.getInit(), {tile.batch, e.add(tile.row, i), columnOf(j)},
              lanesAt(first + j));
  });
}

/// The rows of this tile of the next head's queries, and as many of its keys and values: together
/// the tiles of this head fetch all of the next one. A row of a head is a few lines far from the
/// next.
void AttentionBuilder::emitPrefetch(const QueryTile &tile, Value k) {
  Value offset = emitScaled(e, k, tile.height, keySteps);
  Value queryRow = e.add(tile.row, offset);
  Value keyRow = e.min(queryRow, e.index(keys - 1));
  Value last = e.index((heads - 1) * size);
  Value column = e.min(e.add(tile.column, size), last);
  int64_t ofLine = isBF16 ? 2 * kLanes : kLanes;
  for (int64_t first = 0; first < size; first += ofLine) {
    Value at = e.add(column, first);
    e.prefetch(op.getQuery(), {tile.batch, queryRow, at}, /*forWrite=*/false);
    e.prefetch(op.getKey(), {tile.batch, keyRow, at}, /*forWrite=*/false);
    e.prefetch(op.getValue(), {tile.batch, keyRow, at}, /*forWrite=*/false);
  }
}

kernel::ParallelOp vitc::cpu::buildAttention(kernel::AttentionOp op) {
  return AttentionBuilder(op).build();
}
