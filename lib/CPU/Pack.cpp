//===- Pack.cpp - kernel.pack to loops ------------------------------------===//

#include "Builders.h"
#include "Transpose.h"

using namespace mlir;
using namespace vitc;
using namespace vitc::cpu;

/// Strips of 16 columns of one panel, of which the first `validRows` come from rows of the matrix.
static void emitPanel(Emitter &e, kernel::PackOp op, Value panel, int64_t validRows) {
  auto type = cast<MemRefType>(op.getInit().getType());
  int64_t depth = type.getDimSize(1), width = type.getDimSize(2);
  for (int64_t first = 0; first < width; first += kLanes) {
    auto load = [&](int64_t j, Value k, int64_t lanes) -> Value {
      if (first + j >= validRows)
        return nullptr;
      Value row = e.add(e.mul(panel, width), first + j);
      return e.load(op.getMatrix(), {row, k}, lanes);
    };
    auto store = [&](Value k, Value vector) {
      e.store(vector, op.getInit(), {panel, k, e.index(first)});
    };
    emitTransposeStrip(e, depth, load, store);
  }
}

LogicalResult vitc::cpu::buildPack(kernel::PackOp op) {
  Emitter e(op.getLoc(), op);
  auto type = cast<MemRefType>(op.getInit().getType());
  int64_t panels = type.getDimSize(0), width = type.getDimSize(2);
  int64_t rows = cast<MemRefType>(op.getMatrix().getType()).getDimSize(0);
  int64_t wholePanels = rows / width, rest = rows % width;
  kernel::ParallelOp::create(e, panels, /*scratchBytes=*/0,
                             [&](OpBuilder &, Location, Value begin, Value end, Value) {
                               Value border = e.index(wholePanels);
                               if (wholePanels)
                                 e.forLoop(begin, rest ? e.min(end, border) : end, 1,
                                           [&](Value panel) { emitPanel(e, op, panel, width); });
                               if (rest)
                                 e.forLoop(e.max(begin, border), end, 1,
                                           [&](Value panel) { emitPanel(e, op, panel, rest); });
                             });
  return success();
}
