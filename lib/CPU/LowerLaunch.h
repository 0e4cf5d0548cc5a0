//===- LowerLaunch.h - kernel's launches and weights in the llvm dialect --===//

#ifndef VITC_LIB_CPU_LOWERLAUNCH_H
#define VITC_LIB_CPU_LOWERLAUNCH_H

#include "vitc/Support/LLVM.h"

#include "mlir/IR/BuiltinOps.h"

namespace mlir {
class LLVMTypeConverter;
} // namespace mlir

namespace vitc::cpu {

/// kernel.launch → a table of its arguments on the stack, and a call of `vitc_parallel_for` with a
/// task that reads the table and calls the body.
void populateLaunchPatterns(const mlir::LLVMTypeConverter &converter, RewritePatternSet &patterns);

/// Replaces every kernel.parameter by a view of the pointer that the table of raw weights has for
/// it, and erases every kernel.weight. Runs before the conversion.
LogicalResult lowerParameters(ModuleOp module, const mlir::LLVMTypeConverter &converter);

} // namespace vitc::cpu

#endif // VITC_LIB_CPU_LOWERLAUNCH_H
