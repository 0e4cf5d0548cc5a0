//===- Call.h - calling compiled entries ----------------------------------===//
#ifndef VITC_EXECUTION_CALL_H
#define VITC_EXECUTION_CALL_H

#include "vitc/Execution/JitModule.h"
#include "vitc/Target/Entry.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"

namespace vitc::execution {

/// The memory that an entry reads and writes; what its role does not have stays empty.
struct CallMemory {
  llvm::ArrayRef<const void *> inputs;     ///< Forward, Reference: as EntryDesc::inputs.
  llvm::ArrayRef<void *> outputs;          ///< Forward, Reference: as EntryDesc::outputs.
  llvm::ArrayRef<const void *> rawWeights; ///< Prepare, Reference: as EntryDesc::rawWeights.
  void *packed = nullptr;                  ///< Prepare (written), Forward (read); 64-byte aligned.
};

/// Calls `entry` of `code` with arguments in the order that its role has, an arena and workers of
/// its own. `threads` 0: one for each processor. Does not check the memory's sizes.
llvm::Error callEntry(const JitModule &code, const target::EntryDesc &entry,
                      const CallMemory &memory, unsigned threads = 0);

/// Maps the raw weights of a Prepare entry and fills `packed` (entry.packedBytes long).
llvm::Error runPrepare(const JitModule &code, const target::EntryDesc &entry,
                       llvm::MutableArrayRef<uint8_t> packed, unsigned threads = 0);

} // namespace vitc::execution

#endif // VITC_EXECUTION_CALL_H
