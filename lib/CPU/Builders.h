//===- Builders.h - one builder for each kernel op ------------------------===//
//
// Each replaces its op, whose operands are static strided memrefs of f32 with innermost stride 1,
// or of bf16 or i8 where products read or write them, by one kernel.parallel. A builder reads
// `#kernel.schedule` and knows no machine.
//
//===----------------------------------------------------------------------===//

#ifndef VITC_LIB_CPU_BUILDERS_H
#define VITC_LIB_CPU_BUILDERS_H

#include "vitc/Dialect/Kernel/Kernel.h"
#include "vitc/Support/LLVM.h"

namespace vitc::cpu {

/// Each emits its loops before `op`, or reports why it cannot; the caller erases `op`.
LogicalResult buildGemm(kernel::GemmOp op);
LogicalResult buildAttention(kernel::AttentionOp op);
LogicalResult buildNormalize(kernel::NormalizeOp op);
LogicalResult buildSoftmax(kernel::SoftmaxOp op);
LogicalResult buildActivate(kernel::ActivateOp op);
LogicalResult buildPatches(kernel::PatchesOp op);
LogicalResult buildPack(kernel::PackOp op);
LogicalResult buildConvert(kernel::ConvertOp op);
LogicalResult buildStrassenChannels(kernel::StrassenChannelsOp op);
LogicalResult buildStrassenPack(kernel::StrassenPackOp op);
LogicalResult buildStrassenSums(kernel::StrassenSumsOp op);
LogicalResult buildStrassenGemm(kernel::StrassenGemmOp op);
LogicalResult buildQuantize(kernel::QuantizeOp op);

} // namespace vitc::cpu

#endif // VITC_LIB_CPU_BUILDERS_H
