//===- Grow.h - room for weights in a linked file -------------------------===//
#ifndef VITC_LIB_TARGET_LINK_GROW_H
#define VITC_LIB_TARGET_LINK_GROW_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <cstdint>
#include <vector>

namespace vitc::target {

/// An ELF file with a hole: `head`, then the weights, then `tail`.
struct GrownFile {
  std::vector<uint8_t> head;
  std::vector<uint8_t> tail;
  uint64_t weightsBytes = 0;
  uint64_t hashOffset = 0; ///< Of the descriptor's weights_hash, in `head` or `tail`.

  uint64_t weightsOffset() const { return head.size(); }
  uint64_t tailOffset() const { return head.size() + weightsBytes; }
};

/// Makes the 64-byte placeholder of `weightsSymbol` in `elf` (64-bit, linked or relocatable) as
/// large as `bytes`: only headers change, so gigabytes cost nothing. In a linked file the
/// placeholder's section must be the last in memory (lld's -z lrodata-after-bss).
llvm::Expected<GrownFile> growWeights(llvm::ArrayRef<uint8_t> elf, llvm::StringRef weightsSymbol,
                                      llvm::StringRef descriptorSymbol, uint64_t bytes);

} // namespace vitc::target

#endif // VITC_LIB_TARGET_LINK_GROW_H
