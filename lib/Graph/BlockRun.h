//===- BlockRun.h - equal blocks along the residual stream ----------------===//

#ifndef VITC_LIB_GRAPH_BLOCKRUN_H
#define VITC_LIB_GRAPH_BLOCKRUN_H

#include "mlir/Dialect/Func/IR/FuncOps.h"

#include <optional>

namespace vitc {

/// A run of L ≥ 2 blocks that are equal but for their weights.
struct BlockRun {
  /// The ops of each block that depend on the function's inputs, in order; `blocks[i][k]`
  /// corresponds to `blocks[0][k]`.
  llvm::SmallVector<llvm::SmallVector<mlir::Operation *>> blocks;
  /// L + 1 values: what enters block 0, then what leaves each block.
  llvm::SmallVector<mlir::Value> stream;
};

/// The run that covers most ops of `function`'s only block, shortest block first; none if no two
/// neighbouring blocks are equal. Collections of the stream by `vit.stack` do not end a block.
std::optional<BlockRun> findBlockRun(mlir::func::FuncOp function);

} // namespace vitc

#endif // VITC_LIB_GRAPH_BLOCKRUN_H
