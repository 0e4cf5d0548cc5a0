//===- Passes.h - passes of the CPU phase ---------------------------------===//
//
// From kernel ops on memrefs to the llvm dialect. Passes.td says what each pass does.
//
//===----------------------------------------------------------------------===//

#ifndef VITC_CPU_PASSES_H
#define VITC_CPU_PASSES_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"

namespace vitc {

#define GEN_PASS_DECL
#include "vitc/CPU/Passes.h.inc"
#define GEN_PASS_REGISTRATION
#include "vitc/CPU/Passes.h.inc"

} // namespace vitc

#endif // VITC_CPU_PASSES_H
