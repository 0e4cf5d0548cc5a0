//===- StrassenUse.cpp - what --gemm=strassen makes of a model ------------===//

#include "StrassenUse.h"

#include "Code/LoopWork.h"
#include "Code/Lowering.h"

#include "vitc/Dialect/Kernel/Kernel.h"

using namespace mlir;

namespace vitc::driver {

Expected<StrassenUse> StrassenUse::measure(ModuleOp module) {
  Phases phases("");
  if (Error error = lowerToKernel(module, phases, "f32", "strassen"))
    return std::move(error);
  StrassenUse use;
  module.walk([&](Operation *op) {
    int64_t times = countRuns(op);
    if (isa<kernel::GemmOp>(op))
      use.classical += times;
    auto product = dyn_cast<kernel::StrassenGemmOp>(op);
    if (!product)
      return;
    auto panels = cast<ShapedType>(product.getPanels().getType());
    auto numbers = [](Value value, unsigned dimension) {
      return cast<ShapedType>(value.getType()).getDimSize(dimension);
    };
    use.products += times;
    use.bytes += times * panels.getNumElements() * 4;
    use.classicalBytes += times * numbers(product.getLhs(), 2) * numbers(product.getInit(), 2) * 4;
  });
  use.remarks.assign(phases.remarks().begin(), phases.remarks().end());
  return use;
}

} // namespace vitc::driver
