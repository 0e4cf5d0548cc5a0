//===- RegisterTile.cpp - accumulators as one value -----------------------===//

#include "RegisterTile.h"

using namespace mlir;
using namespace vitc::cpu;

/// A tile of one row has room for a vector that nobody asks for: of a vector that is filled in
/// straight code, upstream's canonicaliser would make a list of all its numbers.
static VectorType typeOfTile(int64_t rows, int64_t vectors, Type elementType) {
  return VectorType::get({rows, rows == 1 ? vectors + 1 : vectors, kLanes}, elementType);
}

static int64_t rowsOf(Value tile) { return cast<VectorType>(tile.getType()).getDimSize(0); }
static int64_t vectorsOf(Value tile) {
  int64_t room = cast<VectorType>(tile.getType()).getDimSize(1);
  return rowsOf(tile) == 1 ? room - 1 : room;
}

Value vitc::cpu::emitZeros(Emitter &e, int64_t rows, int64_t vectors, Type elementType) {
  return arith::ConstantOp::create(e, e.getZeroAttr(typeOfTile(rows, vectors, elementType)));
}

Value vitc::cpu::emitTile(Emitter &e, int64_t rows, int64_t vectors, Type elementType,
                          function_ref<Value(Value i, int64_t j)> vector) {
  Value zeros = emitZeros(e, rows, vectors, elementType);
  return e.repeat(rows, zeros, [&](Value i, ValueRange before) -> SmallVector<Value> {
    Value tile = before[0];
    for (int64_t j = 0; j < vectors; ++j)
      tile = e.insert(vector(i, j), tile, {i, e.getIndexAttr(j)});
    return {tile};
  })[0];
}

Value vitc::cpu::mapTile(Emitter &e, Value tile,
                         function_ref<Value(Value i, int64_t j, Value vector)> map,
                         Type elementType) {
  Type type = elementType ? elementType : getElementTypeOrSelf(tile.getType());
  return emitTile(e, rowsOf(tile), vectorsOf(tile), type, [&](Value i, int64_t j) {
    return map(i, j, e.extract(tile, {i, e.getIndexAttr(j)}));
  });
}

SmallVector<Value> vitc::cpu::emitRowOfTile(Emitter &e, Value tile, Value i) {
  SmallVector<Value> row;
  for (int64_t j = 0, end = vectorsOf(tile); j < end; ++j)
    row.push_back(e.extract(tile, {i, e.getIndexAttr(j)}));
  return row;
}

void vitc::cpu::forEachRow(Emitter &e, Value tile,
                           function_ref<void(Value, MutableArrayRef<Value>)> body,
                           std::optional<int64_t> count) {
  e.repeat(count.value_or(rowsOf(tile)), [&](Value i) {
    SmallVector<Value> row = emitRowOfTile(e, tile, i);
    body(i, row);
  });
}

void vitc::cpu::storeTile(Emitter &e, Value tile, Value memref) {
  forEachRow(e, tile, [&](Value i, MutableArrayRef<Value> row) {
    for (auto [j, vector] : llvm::enumerate(row))
      e.store(vector, memref, {i, e.index(j * kLanes)});
  });
}

void vitc::cpu::emitRowByRow(Emitter &e, Value tile, Value memref, Value count,
                             function_ref<void(Value, MutableArrayRef<Value>)> body) {
  storeTile(e, tile, memref);
  e.forLoop(e.index(0), count, 1, [&](Value i) {
    SmallVector<Value> row;
    for (int64_t j = 0, end = vectorsOf(tile); j < end; ++j)
      row.push_back(e.load(memref, {i, e.index(j * kLanes)}));
    body(i, row);
  });
}
