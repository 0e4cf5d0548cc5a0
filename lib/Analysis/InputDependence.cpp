//===- InputDependence.cpp - what follows from weights alone --------------===//

#include "vitc/Analysis/InputDependence.h"

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;
using namespace vitc;

InputDependence::InputDependence(FunctionOpInterface function) {
  if (function.isExternal())
    return;
  for (BlockArgument argument : function.getArguments())
    mark(argument);
  // Values carried around loops need a second look; each round marks at least one more value.
  bool changed = true;
  while (changed) {
    changed = false;
    function.getFunctionBody().walk<WalkOrder::PreOrder>(
        [&](Operation *op) { changed |= visit(op); });
  }
}

/// Marks what `op` makes dependent; true if something new was marked.
bool InputDependence::visit(Operation *op) {
  if (isa<scf::ForOp>(op))
    return visitLoop(op);
  if (isa<scf::YieldOp>(op) && isa<scf::ForOp>(op->getParentOp()))
    return visitLoop(op->getParentOp());
  bool depends = llvm::any_of(op->getOperands(), [&](Value v) { return dependsOnInputs(v); });
  if (!depends)
    for (Region &region : op->getRegions())
      region.walk([&](Operation *inner) {
        depends |= llvm::any_of(inner->getOperands(), [&](Value v) { return dependsOnInputs(v); });
      });
  depends |= !isMemoryEffectFree(op);
  bool changed = false;
  if (depends)
    for (Value result : op->getResults())
      changed |= mark(result);
  return changed;
}

bool InputDependence::visitLoop(Operation *op) {
  auto loop = cast<scf::ForOp>(op);
  bool bounds = dependsOnInputs(loop.getLowerBound()) || dependsOnInputs(loop.getUpperBound()) ||
                dependsOnInputs(loop.getStep());
  bool changed = bounds && mark(loop.getInductionVar());
  for (auto [init, carried, yielded, result] :
       llvm::zip_equal(loop.getInitArgs(), loop.getRegionIterArgs(), loop.getYieldedValues(),
                       loop.getResults())) {
    if (!bounds && !dependsOnInputs(init) && !dependsOnInputs(yielded))
      continue;
    changed |= mark(carried);
    changed |= mark(result);
  }
  return changed;
}
