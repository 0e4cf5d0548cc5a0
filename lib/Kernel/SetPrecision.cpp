//===- SetPrecision.cpp - in which type products read and write -----------===//
//
// A value that only products read is stored in their type by whoever makes it; what others read,
// too, is rounded in a copy. Residual streams, biases, masks and every sum stay f32. Integers of 8
// bits need the greatest number of a row before the first is stored: only norms, which have whole
// rows, write them; others store bf16, of which kernel.quantize makes them.
//
//===----------------------------------------------------------------------===//

#include "NarrowPanels.h"
#include "NarrowRows.h"
#include "QuantizedProducts.h"
#include "ReadTypes.h"

#include "vitc/Kernel/Passes.h"

namespace vitc {
#define GEN_PASS_DEF_SETPRECISIONPASS
#include "vitc/Kernel/Passes.h.inc"
} // namespace vitc

using namespace mlir;
using namespace vitc;

namespace {

struct SetPrecisionPass : vitc::impl::SetPrecisionPassBase<SetPrecisionPass> {
  using SetPrecisionPassBase::SetPrecisionPassBase;

  void runOnOperation() override {
    FailureOr<ReadTypes> types = findTypes();
    if (failed(types))
      return signalPassFailure();
    getOperation().walk(
        [&](DestinationStyleOpInterface op) { numNarrowed += storeNarrow(op, *types); });
    NarrowPanels panels;
    for (auto [reader, element] : types->getReaders())
      narrow(*reader, element, *types, panels);
    panels.eraseUnread();
    numNarrowed += panels.size();
  }

private:
  FailureOr<ReadTypes> findTypes() {
    if (!isPrecision(type)) {
      getOperation().emitError("kernel-set-precision: found type '")
          << type << "', expected f32, bf16 or int8: products in other types have no kernels";
      return failure();
    }
    WalkResult measured = getOperation().walk([](kernel::GemmOp gemm) {
      return succeeded(verifyMeasurement(gemm)) ? WalkResult::advance() : WalkResult::interrupt();
    });
    if (measured.wasInterrupted())
      return failure();
    return ReadTypes::find(getOperation(), type);
  }

  /// Lets `reader` read `element`, its weights included.
  void narrow(OpOperand &reader, Type element, const ReadTypes &types, NarrowPanels &panels) {
    auto gemm = dyn_cast<kernel::GemmOp>(reader.getOwner());
    kernel::PackOp pack = gemm ? panels.replace(gemm, element) : kernel::PackOp();
    if (getElementTypeOrSelf(reader.get().getType()) != element) {
      if (element.isInteger(8))
        quantizeRows(reader.get(), types);
      else
        readRounded(reader);
      ++numConverted;
    }
    if (element.isInteger(8))
      multiplyQuantized(gemm, pack);
  }
};

} // namespace
