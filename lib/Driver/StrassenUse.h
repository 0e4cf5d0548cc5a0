//===- StrassenUse.h - what --gemm=strassen makes of a model --------------===//
#ifndef VITC_LIB_DRIVER_STRASSENUSE_H
#define VITC_LIB_DRIVER_STRASSENUSE_H

#include "vitc/Support/LLVM.h"

#include "mlir/IR/BuiltinOps.h"

#include <string>
#include <vector>

namespace vitc::driver {

/// The error of a product by Strassen's algorithm, against the classical one's, at most: what the
/// kernel's tests hold, but for channels of k that stick out (docs/Decisions/0013).
inline constexpr double strassenErrorFactor = 2.5;

/// Counts of one forward.
struct StrassenUse {
  int64_t products = 0, classical = 0;
  int64_t bytes = 0;                ///< Of the packed weights of `products`.
  int64_t classicalBytes = 0;       ///< Of the same weights as classical products would have them.
  std::vector<std::string> remarks; ///< Why products stay classical.

  /// Lowers `module`, a model in the vit dialect, to kernels.
  static Expected<StrassenUse> measure(ModuleOp module);
};

} // namespace vitc::driver

#endif // VITC_LIB_DRIVER_STRASSENUSE_H
