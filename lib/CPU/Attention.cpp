//===- Attention.cpp - kernel.attention to loops --------------------------===//
//
// One head at a time: its keys are transposed once into the worker's scratch memory, then for each
// tile of queries the scores go to a strip in L1, become exponentials there, and are multiplied by
// the values, which are read in place. The division by the sum happens at the store.
//
//===----------------------------------------------------------------------===//

#include "Builders.h"
#include "Microkernel.h"
#include "SoftmaxRow.h"
#include "TileLoops.h"
#include "Transpose.h"

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
  void build();

private:
  void emitHead(Value head, Value beginTile, Value endTile);
  void emitPackKeys(Value batch, Value column);
  void emitPackBlock(Value batch, Value column, Value block, int64_t keys);
  void emitScores(const QueryTile &tile);
  void emitScoreGroup(const QueryTile &tile, Value group, int64_t vectors);
  void emitSoftmax(const QueryTile &tile, Value row);
  Value emitMasked(const QueryTile &tile, Value row, Value scores, Value key, int64_t lanes);
  void emitContext(const QueryTile &tile);
  void emitPrefetch(const QueryTile &tile, Value k);
  void emitContextPiece(const QueryTile &tile, int64_t first, int64_t vectors);
  void emitViews(Value scratch);

  int64_t groups() const { return llvm::divideCeil(keyVectors, vectors); }
  /// Lanes of the last vector of a head's columns.
  int64_t lanesAt(int64_t vector) const { return std::min(kLanes, size - vector * kLanes); }

  kernel::AttentionOp op;
  kernel::ScheduleAttr schedule;
  Emitter e;
  int64_t batches, queries, keys, heads, size;
  int64_t keyVectors, vectors;
  BalancedTiles tiles;
  int64_t scoreStride;
  Value packedKeys, scores, sums, partial;
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
  vectors = schedule.getVectors();
  tiles = BalancedTiles::cut(queries, schedule.getRows());
  scoreStride = (keyVectors | 1) * kLanes; // an odd number of lines: rows spread over L1's sets
}

/// The schedule's `chunk` counts query tiles: several heads, or a part of one.
void AttentionBuilder::build() {
  int64_t headsOfItem = std::max<int64_t>(1, schedule.getChunk() / tiles.count());
  int64_t tilesOfItem = std::min(schedule.getChunk(), tiles.count());
  int64_t parts = llvm::divideCeil(tiles.count(), tilesOfItem);
  int64_t allHeads = batches * heads;
  int64_t items = llvm::divideCeil(allHeads, headsOfItem) * parts;
  int64_t bytes = bytesOfFloats(groups() * size * vectors * kLanes) +
                  bytesOfFloats(tiles.height * scoreStride) + bytesOfFloats(tiles.height) +
                  bytesOfFloats(tiles.height * vectors * kLanes);
  kernel::ParallelOp::create(
      e, items, bytes, [&](OpBuilder &, Location, Value begin, Value end, Value scratch) {
        emitViews(scratch);
        Value all = e.index(tiles.count());
        if (parts == 1) {
          Value last = e.min(e.mul(end, headsOfItem), e.index(allHeads));
          return e.forLoop(e.mul(begin, headsOfItem), last, 1,
                           [&](Value head) { emitHead(head, e.index(0), all); });
        }
        e.forLoop(begin, end, 1, [&](Value item) {
          Value first = e.mul(e.rem(item, parts), tilesOfItem);
          emitHead(e.div(item, parts), first, e.min(e.add(first, tilesOfItem), all));
        });
      });
}

void AttentionBuilder::emitViews(Value scratch) {
  int64_t offset = 0;
  auto take = [&](ArrayRef<int64_t> shape) {
    Value view = e.scratchView(scratch, offset, shape);
    offset += bytesOfFloats(ShapedType::getNumElements(shape));
    return view;
  };
  packedKeys = take({groups(), size, vectors * kLanes});
  scores = take({tiles.height, scoreStride});
  sums = take({tiles.height});
  partial = take({tiles.height, vectors * kLanes});
}

void AttentionBuilder::emitHead(Value item, Value beginTile, Value endTile) {
  Value batch = e.div(item, heads), head = e.rem(item, heads);
  Value column = e.mul(head, size);
  emitPackKeys(batch, column);
  emitTileLoops(e, tiles, beginTile, endTile, [&](int64_t height, Value row, Value) {
    QueryTile tile{batch, head, column, row, height};
    emitScores(tile);
    e.forLoop(e.index(0), e.index(height), 1, [&](Value i) { emitSoftmax(tile, i); });
    emitContext(tile);
  });
}

//===----------------------------------------------------------------------===//
// Keys: [keys, size] to groups of [size, vectors · 16]
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
  auto load = [&](int64_t j, Value k, int64_t lanes) -> Value {
    if (j >= numKeys)
      return nullptr;
    return e.load(op.getKey(), {batch, e.add(first, j), e.add(column, k)}, lanes);
  };
  auto store = [&](Value k, Value vector) { e.store(vector, packedKeys, {group, k, lane}); };
  emitTransposeStrip(e, size, load, store);
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
  kernel.unroll = schedule.getUnroll();
  kernel.lhs = [&](int64_t i, Value k) {
    return e.loadScalar(op.getQuery(), {tile.batch, e.add(tile.row, i), e.add(tile.column, k)});
  };
  kernel.rhs = [&](Value k, int64_t j) {
    return e.load(packedKeys, {group, k, e.index(j * kLanes)});
  };
  SmallVector<Value> dots = kernel.emit(e, e.index(0), size);
  Value key = e.mul(group, vectors * kLanes);
  for (auto [n, dot] : llvm::enumerate(dots))
    e.store(dot, scores, {e.index(n / groupVectors), e.add(key, n % groupVectors * kLanes)});
}

void AttentionBuilder::emitSoftmax(const QueryTile &tile, Value row) {
  double scale = op.getScale().convertToDouble();
  // The strip is padded to whole vectors: only the caller of SoftmaxRow masks.
  auto load = [&](Value key, int64_t lanes) {
    return emitMasked(tile, row, e.load(scores, {row, key}), key, lanes);
  };
  auto store = [&](Value key, int64_t, Value y) { e.store(y, scores, {row, key}); };
  Value sum = SoftmaxRow{keys, op.getMask() ? 1.0 : scale, load, store}.emit(e);
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
  int64_t all = llvm::divideCeil(size, kLanes);
  int64_t pieces = llvm::divideCeil(all, vectors);
  for (int64_t piece = 0, first = 0; piece < pieces; ++piece) {
    int64_t count = llvm::divideCeil(all - first, pieces - piece);
    emitContextPiece(tile, first, count);
    first += count;
  }
}

void AttentionBuilder::emitContextPiece(const QueryTile &tile, int64_t first, int64_t count) {
  auto columnOf = [&](int64_t j) { return e.add(tile.column, (first + j) * kLanes); };
  Microkernel kernel;
  kernel.rows = tile.height;
  kernel.vectors = count;
  kernel.unroll = schedule.getUnroll();
  kernel.lhs = [&](int64_t i, Value k) { return e.loadScalar(scores, {e.index(i), k}); };
  kernel.rhs = [&](Value k, int64_t j) {
    return e.load(op.getValue(), {tile.batch, k, columnOf(j)}, lanesAt(first + j));
  };
  if (schedule.getPrefetch() && first == 0)
    kernel.eachTurn = [&](Value k) { emitPrefetch(tile, k); };
  SmallVector<Value> context = emitRestartedSums(e, kernel, keys, schedule.getRestart(), partial);
  for (int64_t i = 0; i < tile.height; ++i) {
    Value factor = e.broadcast(e.loadScalar(sums, {e.index(i)}));
    for (int64_t j = 0; j < count; ++j)
      e.store(e.mulf(context[i * count + j], factor), op.getInit(),
              {tile.batch, e.add(tile.row, i), columnOf(j)}, lanesAt(first + j));
  }
}

/// The rows of this tile of the next head's queries, and as many of its keys and values: together
/// the tiles of this head fetch all of the next one. A row of a head is a few lines far from the
/// next.
void AttentionBuilder::emitPrefetch(const QueryTile &tile, Value k) {
  Value offset = e.div(e.mul(k, (tile.height << 16) / keys), 1 << 16);
  Value queryRow = e.add(tile.row, offset);
  Value keyRow = e.min(queryRow, e.index(keys - 1));
  Value last = e.index((heads - 1) * size);
  Value column = e.min(e.add(tile.column, size), last);
  for (int64_t line = 0; line * kLanes < size; ++line) {
    Value at = e.add(column, line * kLanes);
    e.prefetch(op.getQuery(), {tile.batch, queryRow, at}, /*forWrite=*/false);
    e.prefetch(op.getKey(), {tile.batch, keyRow, at}, /*forWrite=*/false);
    e.prefetch(op.getValue(), {tile.batch, keyRow, at}, /*forWrite=*/false);
  }
}

LogicalResult vitc::cpu::buildAttention(kernel::AttentionOp op) {
  AttentionBuilder(op).build();
  return success();
}
