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

/// Each emits its loop before `op` and returns it, or reports why it cannot; the caller erases
/// `op`.
FailureOr<kernel::ParallelOp> buildGemm(kernel::GemmOp op);
kernel::ParallelOp buildAttention(kernel::AttentionOp op);
kernel::ParallelOp buildNormalize(kernel::NormalizeOp op);
kernel::ParallelOp buildSoftmax(kernel::SoftmaxOp op);
kernel::ParallelOp buildActivate(kernel::ActivateOp op);
kernel::ParallelOp buildPatches(kernel::PatchesOp op);
kernel::ParallelOp buildPack(kernel::PackOp op);
kernel::ParallelOp buildConvert(kernel::ConvertOp op);
kernel::ParallelOp buildStrassenChannels(kernel::StrassenChannelsOp op);
kernel::ParallelOp buildStrassenPack(kernel::StrassenPackOp op);
kernel::ParallelOp buildStrassenSums(kernel::StrassenSumsOp op);
FailureOr<kernel::ParallelOp> buildStrassenGemm(kernel::StrassenGemmOp op);
kernel::ParallelOp buildQuantize(kernel::QuantizeOp op);

} // namespace vitc::cpu

#endif // VITC_LIB_CPU_BUILDERS_H
