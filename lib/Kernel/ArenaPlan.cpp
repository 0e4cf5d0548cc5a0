//===- ArenaPlan.cpp - offsets for buffers by when they live --------------===//

#include "ArenaPlan.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/MathExtras.h"

using namespace llvm;
using namespace vitc;

int64_t vitc::planArena(MutableArrayRef<ArenaBuffer> buffers, int64_t alignment) {
  SmallVector<ArenaBuffer *> bySize;
  for (ArenaBuffer &buffer : buffers)
    bySize.push_back(&buffer);
  // Equal sizes keep their order in `buffers`, for the same plan every time.
  sort(bySize, [](auto *a, auto *b) { return std::pair(-a->bytes, a) < std::pair(-b->bytes, b); });
  SmallVector<ArenaBuffer *> placed; // by offset
  int64_t total = 0;
  for (ArenaBuffer *buffer : bySize) {
    int64_t offset = 0;
    for (ArenaBuffer *other : placed) {
      bool together = buffer->first <= other->last && other->first <= buffer->last;
      if (together && offset + buffer->bytes > other->offset &&
          other->offset + other->bytes > offset)
        offset = alignTo(other->offset + other->bytes, alignment);
    }
    buffer->offset = offset;
    total = std::max<int64_t>(total, alignTo(offset + buffer->bytes, alignment));
    placed.insert(
        upper_bound(placed, buffer, [](auto *a, auto *b) { return a->offset < b->offset; }),
        buffer);
  }
  return total;
}
