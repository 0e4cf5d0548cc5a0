//===- NarrowPanels.h - weights packed in the type products read ----------===//

#ifndef VITC_LIB_KERNEL_NARROWPANELS_H
#define VITC_LIB_KERNEL_NARROWPANELS_H

#include "vitc/Dialect/Kernel/Kernel.h"

#include "llvm/ADT/MapVector.h"

namespace vitc {

/// Packings in bf16 and i8 in the place of those in f32.
class NarrowPanels {
public:
  /// Lets `gemm` read its weights, packed in f32, in `element` instead; returns that packing, made
  /// once for all products that read it.
  kernel::PackOp replace(kernel::GemmOp gemm, mlir::Type element);

  /// Erases packings that nobody reads any more.
  void eraseUnread();

  size_t size() const { return made.size(); }

private:
  llvm::MapVector<std::pair<mlir::Operation *, mlir::Type>, kernel::PackOp> made;
};

} // namespace vitc

#endif // VITC_LIB_KERNEL_NARROWPANELS_H
