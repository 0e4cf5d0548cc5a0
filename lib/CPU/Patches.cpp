//===- Patches.cpp - kernel.patches to loops ------------------------------===//

#include "Builders.h"
#include "Columns.h"

using namespace mlir;
using namespace vitc;
using namespace vitc::cpu;

/// One item is a row of patches: it reads whole lines of the picture.
kernel::ParallelOp vitc::cpu::buildPatches(kernel::PatchesOp op) {
  Emitter e(op.getLoc(), op);
  auto pixels = cast<MemRefType>(op.getPixels().getType());
  int64_t batch = pixels.getDimSize(0), channels = pixels.getDimSize(1);
  int64_t height = op.getPatch()[0], width = op.getPatch()[1];
  int64_t down = op.getStrides()[0], right = op.getStrides()[1];
  int64_t numDown = (pixels.getDimSize(2) - height) / down + 1;
  int64_t numRight = (pixels.getDimSize(3) - width) / right + 1;

  auto emitLine = [&](Value b, Value y, Value x, Value c, Value i) {
    Value row = e.add(e.mul(y, numRight), x);
    Value first = e.mul(e.add(e.mul(c, height), i), width);
    Value top = e.add(e.mul(y, down), i), left = e.mul(x, right);
    emitColumnLoop(e, width, [&](Value j, int64_t lanes) {
      Value line = e.load(op.getPixels(), {b, c, top, e.add(left, j)}, lanes);
      e.store(line, op.getInit(), {b, row, e.add(first, j)}, lanes);
    });
  };
  return e.parallel(batch * numDown, /*scratchBytes=*/0, [&](Value begin, Value end, Value) {
    Value zero = e.index(0);
    e.forLoop(begin, end, 1, [&](Value item) {
      Value b = e.div(item, numDown), y = e.rem(item, numDown);
      e.forLoop(zero, e.index(numRight), 1, [&](Value x) {
        e.forLoop(zero, e.index(channels), 1, [&](Value c) {
          e.forLoop(zero, e.index(height), 1, [&](Value i) { emitLine(b, y, x, c, i); });
        });
      });
    });
  });
}
