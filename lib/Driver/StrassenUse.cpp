//===- StrassenUse.cpp - what --gemm=strassen makes of a model ------------===//

#include "StrassenUse.h"

#include "Lowering.h"

#include "vitc/Dialect/Kernel/Kernel.h"

#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;

namespace vitc::driver {

/// How often `op` runs in one forward.
static int64_t timesOf(Operation *op) {
  int64_t times = 1;
  for (auto loop = op->getParentOfType<scf::ForOp>(); loop;
       loop = loop->getParentOfType<scf::ForOp>())
    if (std::optional<APInt> trips = loop.getStaticTripCount())
      times *= trips->getSExtValue();
  return times;
}

Expected<StrassenUse> StrassenUse::measure(ModuleOp module) {
  Phases phases("");
  if (Error error = lowerToKernel(module, phases, "f32", "strassen"))
    return std::move(error);
  StrassenUse use;
  module.walk([&](Operation *op) {
    int64_t times = timesOf(op);
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
