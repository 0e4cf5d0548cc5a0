//===- RowLoop.cpp - kernels that treat one row after the other -----------===//

#include "RowLoop.h"

using namespace mlir;
using namespace vitc;
using namespace vitc::cpu;

kernel::ParallelOp vitc::cpu::emitRowRanges(Emitter &e, int64_t total, int64_t chunk,
                                            function_ref<void(Value, Value)> body) {
  int64_t items = llvm::divideCeil(total, chunk);
  return e.parallel(items, /*scratchBytes=*/0, [&](Value begin, Value end, Value) {
    Value last = e.min(e.mul(end, chunk), e.index(total));
    body(e.mul(begin, chunk), last);
  });
}

kernel::ParallelOp vitc::cpu::emitRowLoop(Emitter &e, ArrayRef<Value> operands, int64_t chunk,
                                          function_ref<void(ArrayRef<Rows>, Value, Value)> body) {
  SmallVector<MemRefType> types;
  for (Value operand : operands)
    types.push_back(cast<MemRefType>(operand.getType()));
  RowSpace space = RowSpace::of(types[0].getDimSize(0), types[0].getDimSize(1), types);
  return emitRowRanges(e, space.batches * space.rows, chunk, [&](Value first, Value last) {
    SmallVector<Rows> views;
    for (Value operand : operands)
      views.push_back(space.view(e, operand));
    e.forLoop(first, last, 1, [&](Value row) {
      if (space.batches == 1)
        return body(views, e.index(0), row);
      body(views, e.div(row, space.rows), e.rem(row, space.rows));
    });
  });
}
