//===- WidenRows.cpp - rows of bf16 and 8-bit integers for products -------===//

#include "WidenRows.h"

#include "Columns.h"

#include "vitc/Dialect/Kernel/Kernel.h"

#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace vitc;
using namespace vitc::cpu;

/// 16 quads are written at a time.
int64_t vitc::cpu::strideOfWideRows(Emitter &e, int64_t steps) {
  return kernel::rowStride(llvm::alignTo(2 * steps, 2 * kLanes), e.getF32Type());
}

/// 64 integers of 16 bits, as 32 numbers.
static Value emitWords(Emitter &e, Value quads) {
  Value bytes = vector::BitCastOp::create(e, e.quadsType(), quads);
  Value words = arith::ExtUIOp::create(e, VectorType::get({4 * kLanes}, e.getI16Type()), bytes);
  return vector::BitCastOp::create(e, VectorType::get({2 * kLanes}, e.getF32Type()), words);
}

static void emitWidenRow(Emitter &e, Value from, int64_t count,
                         llvm::function_ref<SmallVector<Value>(Value k)> indicesOf, Value wide,
                         Value i) {
  if (getElementTypeOrSelf(from.getType()).isBF16())
    return emitColumnLoop(e, count, [&](Value k, int64_t lanes) {
      e.store(e.load(from, indicesOf(k), lanes), wide, {i, k});
    });
  constexpr int64_t block = 4 * kLanes;
  auto emitBlock = [&](Value k, int64_t numbers) {
    Value words = emitWords(e, e.loadQuads(from, indicesOf(k), numbers));
    vector::StoreOp::create(e, words, wide, ValueRange{i, e.div(k, 2)});
  };
  int64_t whole = count / block * block;
  if (whole)
    e.forLoop(e.index(0), e.index(whole), block, [&](Value k) { emitBlock(k, block); });
  if (count > whole)
    emitBlock(e.index(whole), count - whole);
}

void vitc::cpu::emitWidenRows(Emitter &e, Value from, int64_t rows, int64_t count,
                              function_ref<SmallVector<Value>(Value i, Value k)> indicesOf,
                              Value wide) {
  e.forLoop(e.index(0), e.index(rows), 1, [&](Value i) {
    emitWidenRow(e, from, count, [&](Value k) { return indicesOf(i, k); }, wide, i);
  });
}
