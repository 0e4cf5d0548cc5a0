//===- BlockRun.h - equal blocks along the residual stream ----------------===//

#ifndef VITC_LIB_GRAPH_BLOCKRUN_H
#define VITC_LIB_GRAPH_BLOCKRUN_H

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace vitc {

/// A run of L ≥ 2 blocks that are equal but for their weights.
struct BlockRun {
  /// The ops of each block that depend on the function's inputs, in order; `blocks[i][k]`
  /// corresponds to `blocks[0][k]`.
  llvm::SmallVector<llvm::SmallVector<mlir::Operation *>> blocks;
  /// L + 1 values: what enters block 0, then what leaves each block.
  llvm::SmallVector<mlir::Value> stream;
};

/// What a product's input was measured to be: an array that runs of blocks join, never what tells
/// two blocks apart. See `#kernel.input`.
constexpr llvm::StringLiteral measuredInput = "kernel.input";

/// Runs without a common op in `function`'s only block: the one that covers most ops, shortest
/// block first, then those that cover most of what is left. None if no two neighbouring blocks are
/// equal. Collections of the stream by `vit.stack` do not end a block.
llvm::SmallVector<BlockRun> findBlockRuns(mlir::func::FuncOp function);

} // namespace vitc

#endif // VITC_LIB_GRAPH_BLOCKRUN_H
