//===- InputDependence.h - what follows from weights alone ----------------===//
//
// A weight is a program: whatever a function computes without looking at its arguments is weight
// arithmetic, to be done once, ahead of time. This analysis finds it by dataflow, so no pass has to
// know which ops such arithmetic is made of.
//
//===----------------------------------------------------------------------===//

#ifndef VITC_ANALYSIS_INPUTDEPENDENCE_H
#define VITC_ANALYSIS_INPUTDEPENDENCE_H

#include "mlir/Interfaces/FunctionInterfaces.h"
#include "llvm/ADT/DenseSet.h"

namespace vitc {

/// Which values of a function depend on its arguments. The number of a layer (a loop's induction
/// variable) does not count as an argument; a value carried around a loop depends on the arguments
/// as soon as its first or any later value does. Ops with side effects always depend.
class InputDependence {
public:
  explicit InputDependence(mlir::FunctionOpInterface function);

  /// True if `value` may differ between two calls with different arguments.
  bool dependsOnInputs(mlir::Value value) const { return dependent.contains(value); }

private:
  bool mark(mlir::Value value) { return dependent.insert(value).second; }
  bool visit(mlir::Operation *op);
  bool visitLoop(mlir::Operation *op);

  llvm::DenseSet<mlir::Value> dependent;
};

} // namespace vitc

#endif // VITC_ANALYSIS_INPUTDEPENDENCE_H
