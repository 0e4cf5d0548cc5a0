//===- Timeline.h - from when to when memory is in use --------------------===//

#ifndef VITC_LIB_KERNEL_TIMELINE_H
#define VITC_LIB_KERNEL_TIMELINE_H

#include "ArenaPlan.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

namespace vitc {

/// Steps of a function: every op has one, those of a region lie within its op's.
class Timeline {
public:
  explicit Timeline(mlir::func::FuncOp function);

  /// From the allocation to the last op that may touch it through any alias; `bytes` is left to the
  /// caller. What is made outside a loop and touched inside lives as long as the loop.
  ///
  /// Fails, with an error, where memory made inside a loop leaves its iteration (the next one would
  /// make it at the same place), where it is freed, and where an op passes it on that is no view,
  /// scf.for or scf.if: who has it then is not known.
  mlir::FailureOr<ArenaBuffer> measure(mlir::memref::AllocOp alloc) const;

private:
  llvm::DenseMap<mlir::Operation *, int64_t> first, last;
};

} // namespace vitc

#endif // VITC_LIB_KERNEL_TIMELINE_H
