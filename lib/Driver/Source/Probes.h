//===- Probes.h - what ops leave in memory, as results --------------------===//
#ifndef VITC_LIB_DRIVER_SOURCE_PROBES_H
#define VITC_LIB_DRIVER_SOURCE_PROBES_H

#include "vitc/Support/LLVM.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"

#include <string>
#include <vector>

namespace vitc::driver {

/// Makes composite ops of `function` smaller ones.
void decomposeComposites(mlir::func::FuncOp function);

/// Adds `values` to the results of @main, as outputs called `probe.0`, `probe.1`, ….
void addResults(mlir::func::FuncOp main, ArrayRef<mlir::Value> values);

/// The outputs that `addProbes` adds are called this and a number.
constexpr StringLiteral probePrefix = "probe.";

/// Adds to @main's results, in the order they are computed, the values that optimised code keeps in
/// memory too: the residual stream, attention's context, what the activations of the feed-forward
/// give. Composite ops are decomposed for it. Returns the ops' places
/// (`vit.encoder.layer.3.ffn.activation`), with the weights where there are any.
std::vector<std::string> addProbes(ModuleOp module);

} // namespace vitc::driver

#endif // VITC_LIB_DRIVER_SOURCE_PROBES_H
