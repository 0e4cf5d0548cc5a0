//===- ArenaPlan.h - offsets for buffers by when they live ----------------===//

#ifndef VITC_LIB_KERNEL_ARENAPLAN_H
#define VITC_LIB_KERNEL_ARENAPLAN_H

#include "llvm/ADT/ArrayRef.h"

#include <cstdint>

namespace vitc {

/// A buffer that is alive from step `first` to step `last`, both included.
struct ArenaBuffer {
  int64_t bytes;
  int64_t first, last;
  int64_t offset = 0; // set by planArena
};

/// Gives every buffer an offset, a multiple of `alignment`, such that buffers alive at the same
/// step do not overlap; returns the bytes needed. Largest first, each at the lowest free place
/// (Pisarchyk and Lee 2020, "greedy by size").
int64_t planArena(llvm::MutableArrayRef<ArenaBuffer> buffers, int64_t alignment);

} // namespace vitc

#endif // VITC_LIB_KERNEL_ARENAPLAN_H
