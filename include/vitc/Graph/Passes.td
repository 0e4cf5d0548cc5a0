//===- Passes.td - the Graph phase: mathematics on the vit dialect --------===//

#ifndef VITC_GRAPH_PASSES
#define VITC_GRAPH_PASSES

include "mlir/Pass/PassBase.td"

def PruneTokensPass : Pass<"vit-prune-tokens", "::mlir::func::FuncOp"> {
  let summary = "compute only the tokens that are read";
  let description = [{
    Where all that is read of a residual stream are single tokens (`vit.pool token`), the ops that
    make it from row to row (residuals, norms, feed-forward networks, attention's queries and output)
    work on those rows alone. A self-attention becomes one with a memory: its keys and values still
    come from all tokens.

    Why: of a classifier's last layer only the class token is read. Its queries, attention, output and
    feed-forward network take 7 % of the time of a ViT with 12 layers. Rows do not depend on each
    other, so every bit stays what it was.

    Requires: nothing.
    Leaves alone: streams with another reader (hidden states, means of tokens), attention with a mask
    or `causal`, norms alone.

    (* example test/Graph/vit-prune-tokens.mlir @last_block *)
  }];
  let dependentDialects = ["::mlir::tensor::TensorDialect"];
  let statistics = [Statistic<"numPruned", "num-pruned", "Ops that compute fewer rows">];
}

def RollLayersPass : Pass<"vit-roll-layers", "::mlir::func::FuncOp"> {
  let summary = "turn equal blocks into one loop over layers";
  let description = [{
    Finds runs of equal blocks along the residual stream, longest first, and replaces each by one
    `scf.for` with the body of the first block; every weight of a block becomes a
    `vit.layer_parameter` that lists the weights of all layers. Values of the stream that a `vit.stack`
    collects leave the loop as one tensor. Arrays `kernel.input` of measurements are joined, an entry
    for each layer; another `vitc.precision` is another block, and cuts a run.

    Why: a ViT is one block times its depth. Code size, compile time and instruction cache stop
    growing with depth, and every later pass sees one block.

    Requires: blocks whose only input is one value and whose weights are `vit.parameter`.
    Leaves alone: blocks that differ in ops, attributes, shapes or stored weight types, and runs of
    fewer than two blocks.

    (* example test/Graph/vit-roll-layers.mlir @two_blocks *)
  }];
  let dependentDialects = ["::mlir::scf::SCFDialect", "::mlir::arith::ArithDialect",
                           "::mlir::tensor::TensorDialect"];
  let statistics = [Statistic<"numRolled", "num-rolled", "Blocks that became iterations">];
}

def DecomposePass : Pass<"vit-decompose", "::mlir::func::FuncOp"> {
  let summary = "express attention, feed-forward networks and heads by smaller ops";
  let description = [{
    Replaces every op with a `DecomposableOpInterface` by what its `decompose` builds.

    Why: folds and fusions meet linears, not every composite that contains them.

    Requires: nothing.
    Leaves alone: all other ops.

    (* example test/Graph/vit-decompose.mlir @ffn *)
  }];
  let statistics = [Statistic<"numDecomposed", "num-decomposed", "Ops decomposed">];
}

def FoldWeightsPass : Pass<"vit-fold-weights", "::mlir::func::FuncOp"> {
  let summary = "move scales and shifts into the weights of linears";
  let description = [{
    - LayerNorm's affine part into the linears that read it: `W' = W diag(γ)`, `b' = b + W β`;
    - attention's scale into the query projection;
    - LayerScale into the linear before its residual: `W' = diag(λ) W`, `b' = λ ⊙ b`.
    Weight arithmetic is ordinary linalg on tensors, in f64, rounded once at its end.

    Why: what can be done to weights ahead of time costs nothing at run time.

    Requires: decomposed ops; weights that depend on no argument.
    Leaves alone: linears whose result has another use, LayerNorms read by anything but linears.

    (* example test/Graph/vit-fold-weights.mlir @layer_norm *)
  }];
  let dependentDialects = ["::mlir::linalg::LinalgDialect", "::mlir::arith::ArithDialect",
                           "::mlir::tensor::TensorDialect"];
  let statistics = [Statistic<"numFolded", "num-folded", "Scales and shifts moved">];
}

def MergeProjectionsPass : Pass<"vit-merge-projections", "::mlir::func::FuncOp"> {
  let summary = "merge linears that share their input into one wider linear";
  let description = [{
    Linears of one input become one linear whose weights are theirs one under the other
    (`tensor.concat`), followed by slices of its result. A missing bias counts as zeros when another
    one is there.

    Why: one [N, 3D] product fills the register tile better than three of [N, D] and reads the
    activations once.

    Requires: weights that depend on no argument.
    Leaves alone: linears of different input or element type.

    (* example test/Graph/vit-merge-projections.mlir @self_attention *)
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::tensor::TensorDialect"];
  let statistics = [Statistic<"numMerged", "num-merged", "Linears merged into another">];
}

def ReorderTokensPass : Pass<"vit-reorder-tokens", "::mlir::func::FuncOp"> {
  let summary = "add positions before tokens are joined, pool before the last norm";
  let description = [{
    - `add_position(prepend_token(l, t), p)` becomes
      `prepend_token(l + p[0:R], add_position(t, p[R:]))`: the learned tokens are summed ahead of
      time, the others in the epilogue of the patch embedding;
    - `pool token (layer_norm x)` becomes `layer_norm (pool token x)`: one row is normalised, not all.

    Why: both leave less to do at run time and change no result.

    Requires: nothing.
    Leaves alone: tokens inserted behind others, norms with another use, other poolings.

    (* example test/Graph/vit-reorder-tokens.mlir @positions *)
  }];
  let dependentDialects = ["::mlir::tensor::TensorDialect"];
  let statistics = [Statistic<"numReordered", "num-reordered", "Ops moved past another">];
}

#endif // VITC_GRAPH_PASSES
