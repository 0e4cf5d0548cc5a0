//===- WidenedQuads.cpp - products of 8-bit integers in 16 bits -----------===//

#include "WidenedQuads.h"

#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace vitc;
using namespace vitc::cpu;

/// Of lanes 0 and 1, 2 and 3, … of both vectors, one after the other.
static Value emitSumsOfLanes(Emitter &e, Value first, Value second) {
  auto lanes = llvm::to_vector(llvm::seq<int64_t>(0, 2 * kLanes));
  Value both = vector::ShuffleOp::create(e, first, second, lanes);
  auto pairs = vector::DeinterleaveOp::create(e, both);
  return arith::AddIOp::create(e, pairs.getRes1(), pairs.getRes2());
}

Value vitc::cpu::emitSumsOfQuads(Emitter &e, int64_t rows, int64_t vectors,
                                 function_ref<Microkernel(Value)> kernelOf,
                                 function_ref<Value(int64_t)> start, Value memref) {
  // One loop for both halves: of two, LLVM would keep the first one's sums while the second runs.
  e.forLoop(e.index(0), e.index(2), 1, [&](Value half) {
    forEachRow(e, kernelOf(half).emit(e), [&](Value i, MutableArrayRef<Value> row) {
      for (auto [j, sum] : llvm::enumerate(row))
        e.storeIntegers(sum, memref, {half, i, e.index(j * kLanes)});
    });
  });
  return emitTile(e, rows, vectors, e.getI32Type(), [&](Value i, int64_t j) -> Value {
    auto sumsOf = [&](int64_t half) {
      return e.loadIntegers(memref, {e.index(half), i, e.index(j * kLanes)});
    };
    return arith::AddIOp::create(e, emitSumsOfLanes(e, sumsOf(0), sumsOf(1)), start(j));
  });
}
