//===- Pack.cpp - kernel.pack to loops ------------------------------------===//

#include "Builders.h"
#include "Transpose.h"

using namespace mlir;
using namespace vitc;
using namespace vitc::cpu;

namespace {
/// The shape of a packing: `depth` of the matrix, `width` of a panel, `pairing` of its element
/// type.
struct PackShape {
  explicit PackShape(kernel::PackOp op) {
    auto matrix = cast<MemRefType>(op.getMatrix().getType());
    auto type = cast<MemRefType>(op.getInit().getType());
    pairing = kernel::pairing(type.getElementType());
    rows = matrix.getDimSize(0);
    depth = matrix.getDimSize(1);
    panels = type.getDimSize(0);
    width = type.getDimSize(2) / pairing;
  }

  int64_t rows, depth, panels, width, pairing;
};
} // namespace

/// `count` ≤ 32 numbers of a row as pairs of bf16. Rounded by integer operations on every machine:
/// packed weights are the same bytes wherever they are made.
static Value emitLoadRounded(Emitter &e, Value matrix, Value row, Value k, int64_t count) {
  auto load = [&](int64_t first) {
    int64_t lanes = std::min(kLanes, count - first);
    Value numbers = lanes > 0 ? e.load(matrix, {row, e.add(k, first)}, lanes) : e.splat(0);
    return e.roundToBits(numbers);
  };
  return e.concatenate(load(0), load(kLanes));
}

/// Strips of 16 columns of one panel, of which the first `validRows` come from rows of the matrix.
static void emitPanel(Emitter &e, kernel::PackOp op, const PackShape &shape, Value panel,
                      int64_t validRows) {
  for (int64_t first = 0; first < shape.width; first += kLanes) {
    auto load = [&](int64_t j, Value k, int64_t count) -> Value {
      if (first + j >= validRows)
        return nullptr;
      Value row = e.add(e.mul(panel, shape.width), first + j);
      if (shape.pairing == 2)
        return emitLoadRounded(e, op.getMatrix(), row, k, count);
      return e.load(op.getMatrix(), {row, k}, count);
    };
    auto store = [&](Value k, Value vector) {
      SmallVector<Value> indices{panel, k, e.index(first * shape.pairing)};
      if (shape.pairing == 2)
        e.storePairs(vector, op.getInit(), indices);
      else
        e.store(vector, op.getInit(), indices);
    };
    emitTransposeStrip(e, shape.depth, shape.pairing, load, store);
  }
}

LogicalResult vitc::cpu::buildPack(kernel::PackOp op) {
  Emitter e(op.getLoc(), op);
  PackShape shape(op);
  int64_t wholePanels = shape.rows / shape.width, rest = shape.rows % shape.width;
  kernel::ParallelOp::create(
      e, shape.panels, /*scratchBytes=*/0,
      [&](OpBuilder &, Location, Value begin, Value end, Value) {
        Value border = e.index(wholePanels);
        if (wholePanels)
          e.forLoop(begin, rest ? e.min(end, border) : end, 1,
                    [&](Value panel) { emitPanel(e, op, shape, panel, shape.width); });
        if (rest)
          e.forLoop(e.max(begin, border), end, 1,
                    [&](Value panel) { emitPanel(e, op, shape, panel, rest); });
      });
  return success();
}
