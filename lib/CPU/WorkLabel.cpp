//===- WorkLabel.cpp - what a parallel loop computes ----------------------===//

#include "WorkLabel.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace vitc;

namespace {
/// The sizes that say how much a kernel computes, and how much that is.
struct Work {
  SmallVector<int64_t> sizes;
  int64_t flops = 0;
};
} // namespace

static ArrayRef<int64_t> shapeOf(Value value) {
  return cast<ShapedType>(value.getType()).getShape();
}

static Work measure(Operation *op) {
  return llvm::TypeSwitch<Operation *, Work>(op)
      .Case([](kernel::GemmOp gemm) {
        ArrayRef<int64_t> init = shapeOf(gemm.getInit());
        int64_t rows = init[0] * init[1], depth = shapeOf(gemm.getLhs()).back();
        return Work{{rows, init[2], depth}, 2 * rows * init[2] * depth};
      })
      .Case([](kernel::StrassenGemmOp gemm) { // the share of the classical product's work
        ArrayRef<int64_t> init = shapeOf(gemm.getInit());
        int64_t rows = init[0] * init[1], depth = shapeOf(gemm.getLhs()).back();
        return Work{{rows, init[2], depth}, 2 * rows * init[2] * depth};
      })
      .Case([](kernel::AttentionOp attention) {
        ArrayRef<int64_t> query = shapeOf(attention.getQuery());
        int64_t keys = shapeOf(attention.getKey())[1];
        return Work{{query[0], query[1], keys, query[2]},
                    4 * query[0] * query[1] * keys * query[2]};
      })
      .Default([](Operation *other) {
        Value init = cast<DestinationStyleOpInterface>(other).getDpsInitOperand(0)->get();
        return Work{SmallVector<int64_t>(shapeOf(init)), 0};
      });
}

void vitc::cpu::labelWork(Operation *op, kernel::ParallelOp loop) {
  Work work = measure(op);
  int64_t bytes = 0;
  for (Value operand : op->getOperands()) {
    auto type = dyn_cast<ShapedType>(operand.getType());
    if (!type)
      continue;
    bytes += type.getNumElements() * llvm::divideCeil(type.getElementTypeBitWidth(), 8);
  }
  auto sizes = llvm::map_range(work.sizes, [](int64_t size) { return std::to_string(size); });
  Builder b(op->getContext());
  loop->setDiscardableAttr(
      "kernel.work",
      b.getDictionaryAttr({b.getNamedAttr("kernel", b.getStringAttr(op->getName().stripDialect())),
                           b.getNamedAttr("shape", b.getStringAttr(llvm::join(sizes, "x"))),
                           b.getNamedAttr("flops", b.getI64IntegerAttr(work.flops)),
                           b.getNamedAttr("bytes", b.getI64IntegerAttr(bytes))}));
}
