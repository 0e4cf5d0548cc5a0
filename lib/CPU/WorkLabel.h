//===- WorkLabel.h - what a parallel loop computes --------------*- C++ -*-===//

#ifndef VITC_LIB_CPU_WORKLABEL_H
#define VITC_LIB_CPU_WORKLABEL_H

#include "vitc/Dialect/Kernel/Kernel.h"

namespace vitc::cpu {

/// Notes on `loop`, which computes the kernel `op`, what a profile shows: the attribute
/// `kernel.work` with the `kernel`'s name, its `shape` (M x N x K of a product), its `flops` (two
/// for each multiply-add) and the `bytes` of its operands.
void labelWork(mlir::Operation *op, kernel::ParallelOp loop);

} // namespace vitc::cpu

#endif // VITC_LIB_CPU_WORKLABEL_H
