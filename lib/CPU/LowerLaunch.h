//===- LowerLaunch.h - kernel.launch in the llvm dialect ------------------===//

#ifndef VITC_LIB_CPU_LOWERLAUNCH_H
#define VITC_LIB_CPU_LOWERLAUNCH_H

#include "vitc/Support/LLVM.h"

namespace mlir {
class LLVMTypeConverter;
} // namespace mlir

namespace vitc::cpu {

/// kernel.launch → a table of its arguments on the stack, and a call of `vitc_parallel_for` with a
/// task, one for each body, that reads the table and calls the body.
void populateLaunchPatterns(const mlir::LLVMTypeConverter &converter, RewritePatternSet &patterns);

} // namespace vitc::cpu

#endif // VITC_LIB_CPU_LOWERLAUNCH_H
