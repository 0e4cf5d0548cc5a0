//===- Pack.cpp - kernel.pack to loops ------------------------------------===//

#include "Builders.h"
#include "Columns.h"
#include "QuantizeRow.h"
#include "ScratchLayout.h"
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

/// `count` ≤ 64 numbers of a row as quads, times `inverse`.
static Value emitLoadQuantized(Emitter &e, Value matrix, Value row, Value k, int64_t count,
                               Value inverse) {
  SmallVector<Value> quarters;
  for (int64_t first = 0; first < 4 * kLanes; first += kLanes) {
    int64_t lanes = std::min(kLanes, count - first);
    Value numbers = lanes > 0 ? e.load(matrix, {row, e.add(k, first)}, lanes) : e.splat(0);
    quarters.push_back(emitQuantized(e, numbers, inverse, /*zeroPoint=*/0));
  }
  return e.joinQuads(quarters);
}

/// Scales of the columns of a panel, and their inverses in `inverses`; then the correction is zero.
static void emitScales(Emitter &e, kernel::PackOp op, const PackShape &shape, Value panel,
                       int64_t validRows, Value inverses) {
  Value first = e.mul(panel, shape.width);
  for (int64_t j = 0; j < shape.width; j += kLanes) {
    e.store(e.splat(0), op.getScales(), {e.add(first, j)});
    e.storeIntegers(e.splatInteger(0), op.getCorrection(), {e.add(first, j)});
  }
  e.forLoop(e.index(0), e.index(validRows), 1, [&](Value j) {
    Value row = e.add(first, j);
    Value lanes = emitColumnFold(
        e, shape.depth, e.splatInteger(0),
        [&](Value column, int64_t count, Value soFar) {
          Value numbers = e.load(op.getMatrix(), {row, column}, count);
          return emitGreater(e, soFar, emitMagnitude(e, numbers));
        },
        [&](Value a, Value b) { return emitGreater(e, a, b); });
    RowScale scale = RowScale::of(e, e.maximumIntegerLane(lanes));
    e.storeScalar(scale.scale, op.getScales(), {row});
    e.storeScalar(scale.inverse, inverses, {j});
  });
}

/// correction[column …] −= 128 · the sums of the 16 `quads`.
static void emitCorrect(Emitter &e, kernel::PackOp op, Value quads, Value column) {
  Value bits = arith::BitcastOp::create(e, e.integerType(), quads);
  Value sum = e.splatInteger(0);
  for (int64_t byte = 0; byte < 4; ++byte) {
    Value upper = arith::ShLIOp::create(e, bits, e.splatInteger(24 - 8 * byte));
    sum = arith::AddIOp::create(e, sum, arith::ShRSIOp::create(e, upper, e.splatInteger(24)));
  }
  Value before = e.loadIntegers(op.getCorrection(), {column});
  Value product = arith::MulIOp::create(e, sum, e.splatInteger(-kernel::kZeroPoint));
  e.storeIntegers(arith::AddIOp::create(e, before, product), op.getCorrection(), {column});
}

/// 16 columns of a panel from column `first` of it on, of which the first `validRows` come from
/// rows of the matrix. `inverses` as in emitScales, for panels of i8.
static void emitStrip(Emitter &e, kernel::PackOp op, const PackShape &shape, Value panel,
                      Value first, int64_t validRows, Value inverses) {
  Value column = e.add(e.mul(panel, shape.width), first);
  auto load = [&](Value j, Value k, int64_t count) {
    Value row = e.add(column, j);
    if (shape.pairing == 4)
      return emitLoadQuantized(e, op.getMatrix(), row, k, count,
                               e.broadcast(e.loadScalar(inverses, {e.add(first, j)})));
    if (shape.pairing == 2)
      return emitLoadRounded(e, op.getMatrix(), row, k, count);
    return e.load(op.getMatrix(), {row, k}, count);
  };
  auto store = [&](Value k, Value vector) {
    SmallVector<Value> indices{panel, k, e.mul(first, shape.pairing)};
    if (shape.pairing == 4) {
      e.storeQuads(vector, op.getInit(), indices);
      emitCorrect(e, op, vector, column);
    } else if (shape.pairing == 2) {
      e.storePairs(vector, op.getInit(), indices);
    } else {
      e.store(vector, op.getInit(), indices);
    }
  };
  emitTransposeStrip(e, shape.depth, shape.pairing, std::min(validRows, kLanes), load, store);
}

/// One panel, of which the first `validRows` columns come from rows of the matrix.
static void emitPanel(Emitter &e, kernel::PackOp op, const PackShape &shape, Value panel,
                      int64_t validRows, Value inverses) {
  if (shape.pairing == 4)
    emitScales(e, op, shape, panel, validRows, inverses);
  int64_t whole = validRows / kLanes * kLanes;
  if (whole)
    e.forLoop(e.index(0), e.index(whole), kLanes,
              [&](Value first) { emitStrip(e, op, shape, panel, first, kLanes, inverses); });
  for (int64_t first = whole; first < shape.width; first += kLanes)
    emitStrip(e, op, shape, panel, e.index(first), std::max<int64_t>(0, validRows - first),
              inverses);
}

kernel::ParallelOp vitc::cpu::buildPack(kernel::PackOp op) {
  Emitter e(op.getLoc(), op);
  PackShape shape(op);
  int64_t wholePanels = shape.rows / shape.width, rest = shape.rows % shape.width;
  bool isQuantized = shape.pairing == 4;
  ScratchLayout layout;
  Value inverses;
  if (isQuantized)
    layout.add(inverses, {shape.width});
  return e.parallel(shape.panels, layout.bytes(), [&](Value begin, Value end, Value scratch) {
    layout.emitViews(e, scratch);
    Value border = e.index(wholePanels);
    if (wholePanels)
      e.forLoop(begin, rest ? e.min(end, border) : end, 1,
                [&](Value panel) { emitPanel(e, op, shape, panel, shape.width, inverses); });
    if (rest)
      e.forLoop(e.max(begin, border), end, 1,
                [&](Value panel) { emitPanel(e, op, shape, panel, rest, inverses); });
  });
}
