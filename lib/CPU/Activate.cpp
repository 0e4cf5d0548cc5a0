//===- Activate.cpp - kernel.activate to loops ----------------------------===//

#include "Builders.h"
#include "Columns.h"
#include "RowLoop.h"
#include "VectorMath.h"

using namespace mlir;
using namespace vitc;
using namespace vitc::cpu;

kernel::ParallelOp vitc::cpu::buildActivate(kernel::ActivateOp op) {
  Emitter e(op.getLoc(), op);
  int64_t columns = cast<MemRefType>(op.getInit().getType()).getDimSize(2);
  return emitRowLoop(e, {op.getInput(), op.getInit()}, /*chunk=*/1,
                     [&](ArrayRef<Rows> views, Value batch, Value row) {
                       const Rows &input = views[0], &init = views[1];
                       emitColumnLoop(e, columns, [&](Value column, int64_t lanes) {
                         auto load = [&](Value at) {
                           return e.load(input.buffer(), input.at(e, batch, row, at), lanes);
                         };
                         Value y = emitActivation(e, op.getKind(), load(column));
                         if (op.getGated())
                           y = e.mulf(y, load(e.add(column, columns)));
                         e.store(y, init.buffer(), init.at(e, batch, row, column), lanes);
                       });
                     });
}
