//===- Passes.h - the Graph phase: mathematics on the vit dialect ---------===//

#ifndef VITC_GRAPH_PASSES_H
#define VITC_GRAPH_PASSES_H

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Pass/Pass.h"

namespace vitc {

#define GEN_PASS_DECL
#include "vitc/Graph/Passes.h.inc"

#define GEN_PASS_REGISTRATION
#include "vitc/Graph/Passes.h.inc"

} // namespace vitc

#endif // VITC_GRAPH_PASSES_H
