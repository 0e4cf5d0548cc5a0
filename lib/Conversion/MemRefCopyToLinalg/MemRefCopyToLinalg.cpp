//===- MemRefCopyToLinalg.cpp - convert-memref-copy-to-linalg -------------===//

#include "vitc/Conversion/Passes.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/PatternMatch.h"

namespace vitc {
#define GEN_PASS_DEF_CONVERTMEMREFCOPYTOLINALGPASS
#include "vitc/Conversion/Passes.h.inc"
} // namespace vitc

using namespace mlir;
using namespace vitc;

namespace {
struct ConvertMemRefCopyToLinalg
    : vitc::impl::ConvertMemRefCopyToLinalgPassBase<ConvertMemRefCopyToLinalg> {
  using ConvertMemRefCopyToLinalgPassBase::ConvertMemRefCopyToLinalgPassBase;

  void runOnOperation() override {
    IRRewriter rewriter(&getContext());
    getOperation()->walk([&](memref::CopyOp op) {
      if (!isa<MemRefType>(op.getSource().getType()) || !isa<MemRefType>(op.getTarget().getType()))
        return;
      if (report)
        op.emitRemark("this value is copied: ")
            << cast<MemRefType>(op.getTarget().getType()).getNumElements() << " elements";
      rewriter.setInsertionPoint(op);
      rewriter.replaceOpWithNewOp<linalg::CopyOp>(op, op.getSource(), op.getTarget());
      ++numCopies;
    });
  }
};
} // namespace
