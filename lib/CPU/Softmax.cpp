//===- Softmax.cpp - kernel.softmax to loops ------------------------------===//

#include "Builders.h"
#include "Columns.h"
#include "RowLoop.h"
#include "SoftmaxRow.h"

using namespace mlir;
using namespace vitc;
using namespace vitc::cpu;

kernel::ParallelOp vitc::cpu::buildSoftmax(kernel::SoftmaxOp op) {
  Emitter e(op.getLoc(), op);
  int64_t columns = cast<MemRefType>(op.getInit().getType()).getDimSize(2);
  return emitRowLoop(e, {op.getInput(), op.getInit()}, /*chunk=*/1,
                     [&](ArrayRef<Rows> views, Value batch, Value row) {
                       const Rows &input = views[0], &init = views[1];
                       auto load = [&](Value column, int64_t lanes) {
                         return e.load(input.buffer(), input.at(e, batch, row, column), lanes);
                       };
                       auto store = [&](Value column, int64_t lanes, Value y) {
                         e.store(y, init.buffer(), init.at(e, batch, row, column), lanes);
                       };
                       Value sum = e.broadcast(SoftmaxRow{columns, 1.0, load, store}.emit(e));
                       emitColumnLoop(e, columns, [&](Value column, int64_t lanes) {
                         Value y = e.load(init.buffer(), init.at(e, batch, row, column), lanes);
                         store(column, lanes, e.divf(y, sum));
                       });
                     });
}
