//===- CopyRepeatedResults.cpp - copy-repeated-results --------------------===//

#include "vitc/Conversion/Passes.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "llvm/ADT/SmallPtrSet.h"

namespace vitc {
#define GEN_PASS_DEF_COPYREPEATEDRESULTSPASS
#include "vitc/Conversion/Passes.h.inc"
} // namespace vitc

using namespace mlir;
using namespace vitc;

namespace {
struct CopyRepeatedResults : vitc::impl::CopyRepeatedResultsPassBase<CopyRepeatedResults> {
  void runOnOperation() override {
    getOperation().walk([&](func::ReturnOp op) {
      OpBuilder builder(op);
      SmallPtrSet<Value, 8> seen;
      for (OpOperand &operand : op->getOpOperands()) {
        auto type = dyn_cast<MemRefType>(operand.get().getType());
        if (seen.insert(operand.get()).second || !type || !type.hasStaticShape())
          continue;
        Value copy = memref::AllocOp::create(builder, op.getLoc(), type);
        memref::CopyOp::create(builder, op.getLoc(), operand.get(), copy);
        operand.set(copy);
        ++numCopies;
      }
    });
  }
};
} // namespace
