//===- Reference.h - the pipeline of the reference form ---------*- C++ -*-===//
//
// vit → linalg → loops → llvm, every op as its formula says. Run in f64 it is the oracle of all
// tests.
//
//===----------------------------------------------------------------------===//

#ifndef VITC_PIPELINES_REFERENCE_H
#define VITC_PIPELINES_REFERENCE_H

#include "mlir/Pass/PassOptions.h"

namespace mlir {
class OpPassManager;
} // namespace mlir

namespace vitc {

struct ReferenceOptions : mlir::PassPipelineOptions<ReferenceOptions> {
  ReferenceOptions();

  /// By default convert-vit-to-linalg's.
  Option<std::string> elementType;
};

/// vit on tensors → linalg on tensors, weights as arguments, checks as loops: `--emit=linalg`.
void buildReferenceLinalgPipeline(mlir::OpPassManager &pm, const ReferenceOptions &options);

/// vit on tensors → the llvm dialect. A function with the attribute `vitc.entry` becomes
/// `void name(void **)`: pointers to inputs, outputs and raw weights in this order, described by
/// its attribute `vitc.arguments` (see convert-func-to-entry). Inputs and outputs are dense
/// row-major arrays of the element type, weights of the type that their file stores. Other
/// functions keep MLIR's own calling convention. Needs `malloc`, `free`, the C math library and,
/// for checks, Runtime/Check.
void buildReferencePipeline(mlir::OpPassManager &pm, const ReferenceOptions &options);

/// Makes both known by name: `vitc-reference-linalg-pipeline`, `vitc-reference-pipeline`.
void registerReferencePipelines();

} // namespace vitc

#endif // VITC_PIPELINES_REFERENCE_H
