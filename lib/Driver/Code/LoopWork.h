//===- LoopWork.h - what the parallel loops of a model compute ------------===//
#ifndef VITC_LIB_DRIVER_CODE_LOOPWORK_H
#define VITC_LIB_DRIVER_CODE_LOOPWORK_H

#include "vitc/Support/LLVM.h"

#include "mlir/IR/BuiltinOps.h"

#include <string>
#include <vector>

namespace vitc::driver {

/// One parallel loop of a forward.
struct LoopWork {
  std::string name;   ///< Module path: `encoder.layer._.attention.query`.
  std::string kernel; ///< `gemm`, `attention`, …; `loop` for what has no kernel.
  std::string shape;  ///< M x N x K of a product, else the sizes of the result.
  int64_t runs = 1;   ///< In one forward: the layers around it.
  int64_t flops = 0;  ///< Of one run: two for each multiply-add of its products.
  int64_t bytes = 0;  ///< Of one run: its operands, each once.
};

/// How often `op` runs in one call of its function; loops of unknown length count once.
int64_t countRuns(mlir::Operation *op);

/// The launches of @main in a module of loops, in the order they first run in.
std::vector<LoopWork> listLoops(ModuleOp module);

} // namespace vitc::driver

#endif // VITC_LIB_DRIVER_CODE_LOOPWORK_H
