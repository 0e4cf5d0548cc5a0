//===- WidenRows.cpp - rows of bf16 and 8-bit integers for products -------===//

#include "WidenRows.h"

#include "Columns.h"

#include "vitc/Dialect/Kernel/Kernel.h"

#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace vitc;
using namespace vitc::cpu;

/// The halves of 16 quads are written at a time.
int64_t vitc::cpu::strideOfHalves(Emitter &e, int64_t steps) {
  return kernel::rowStride(llvm::alignTo(2 * steps, 2 * kLanes), e.getF32Type());
}

/// 32 numbers of 32 bits: of each quad the even integers, then the odd.
static Value emitHalves(Emitter &e, Value quads) {
  auto splat = [&](int16_t value) -> Value {
    return arith::ConstantOp::create(e, DenseElementsAttr::get(e.halvesType(), value));
  };
  Value both = vector::BitCastOp::create(e, e.halvesType(), quads);
  Value even = arith::AndIOp::create(e, both, splat(0xff));
  Value odd = arith::ShRUIOp::create(e, both, splat(8));
  return vector::InterleaveOp::create(e, vector::BitCastOp::create(e, e.vectorType(), even),
                                      vector::BitCastOp::create(e, e.vectorType(), odd));
}

static void emitWidenRow(Emitter &e, Value from, int64_t count,
                         llvm::function_ref<SmallVector<Value>(Value k)> indicesOf, Value halves,
                         Value i) {
  if (getElementTypeOrSelf(from.getType()).isBF16())
    return emitColumnLoop(e, count, [&](Value k, int64_t lanes) {
      e.store(e.load(from, indicesOf(k), lanes), halves, {i, k});
    });
  constexpr int64_t block = 4 * kLanes;
  auto emitBlock = [&](Value k, int64_t numbers) {
    Value both = emitHalves(e, e.loadQuads(from, indicesOf(k), numbers));
    vector::StoreOp::create(e, both, halves, ValueRange{i, e.div(k, 2)});
  };
  int64_t whole = count / block * block;
  if (whole)
    e.forLoop(e.index(0), e.index(whole), block, [&](Value k) { emitBlock(k, block); });
  if (count > whole)
    emitBlock(e.index(whole), count - whole);
}

void vitc::cpu::emitWidenRows(Emitter &e, Value from, int64_t rows, int64_t count,
                              function_ref<SmallVector<Value>(Value i, Value k)> indicesOf,
                              Value halves) {
  e.forLoop(e.index(0), e.index(rows), 1, [&](Value i) {
    emitWidenRow(e, from, count, [&](Value k) { return indicesOf(i, k); }, halves, i);
  });
}
