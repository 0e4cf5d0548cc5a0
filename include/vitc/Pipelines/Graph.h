//===- Graph.h - the pipeline of the Graph phase ----------------*- C++ -*-===//

#ifndef VITC_PIPELINES_GRAPH_H
#define VITC_PIPELINES_GRAPH_H

namespace mlir {
class OpPassManager;
} // namespace mlir

namespace vitc {

/// vit → vit: tokens that nobody reads left out, layers rolled, composites decomposed, scales and
/// shifts in the weights, projections merged, positions and pooling where they cost least. What a
/// program computes stays the same up to rounding.
void buildGraphPipeline(mlir::OpPassManager &pm);

/// Of these the first step: it leaves out what nobody reads, and with it work.
void buildGraphPruningPipeline(mlir::OpPassManager &pm);

/// Of these the step after which linears read what optimised code reads: tokens reordered, scales
/// and shifts in the weights. For decomposed ops, rolled or not.
void buildGraphFoldsPipeline(mlir::OpPassManager &pm);

/// Makes it known by name: `vitc-graph-pipeline`.
void registerGraphPipeline();

} // namespace vitc

#endif // VITC_PIPELINES_GRAPH_H
