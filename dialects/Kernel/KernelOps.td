//===- KernelOps.td - all ops of the kernel dialect -----------------------===//

#ifndef VITC_DIALECT_KERNEL_OPS
#define VITC_DIALECT_KERNEL_OPS

include "Kernel/KernelWeightOps.td"
include "Kernel/KernelComputeOps.td"
include "Kernel/KernelQuantizeOps.td"
include "Kernel/KernelStrassenOps.td"
include "Kernel/KernelParallelOps.td"

#endif // VITC_DIALECT_KERNEL_OPS
