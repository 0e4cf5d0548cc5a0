//===- Lowering.h - from the vit dialect to the llvm dialect --------------===//
#ifndef VITC_LIB_DRIVER_CODE_LOWERING_H
#define VITC_LIB_DRIVER_CODE_LOWERING_H

#include "Phases.h"

#include "vitc/Target/Info/TargetInfo.h"

namespace vitc::driver {

/// vit → kernels on tensors, whose products read `precision` (f32, bf16, int8) and are made as
/// `gemm` says (classical, strassen). Knows no target.
Error lowerToKernel(ModuleOp module, Phases &phases, StringRef precision = "f32",
                    StringRef gemm = "classical");

/// Kernels on tensors → loops for one target. `label` tells dumps of variants apart. In a module
/// with `vitc.copies` values may be copied, which a remark says; in others none may.
Error lowerToLoops(ModuleOp module, const target::TargetInfo &target, StringRef label,
                   Phases &phases);

/// Loops → the llvm dialect. Entries keep what readEntry needs.
Error lowerToLLVM(ModuleOp module, StringRef label, Phases &phases);

} // namespace vitc::driver

#endif // VITC_LIB_DRIVER_CODE_LOWERING_H
