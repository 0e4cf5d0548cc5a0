//===- AttentionOracle.h - attention in f64 -------------------------------===//

#ifndef VITC_TEST_UNIT_CPU_ATTENTIONORACLE_H
#define VITC_TEST_UNIT_CPU_ATTENTIONORACLE_H

#include "llvm/ADT/ArrayRef.h"

#include <cstdint>
#include <vector>

namespace vitc::test {

/// Whether scores have a mask, [heads, queries, keys], and whether later keys are hidden.
struct AttentionShape {
  int64_t batch, queries, keys, heads, size;
  bool mask = false, causal = false;
  int64_t width() const { return heads * size; }
};

/// Scores are multiplied by this before the mask.
inline constexpr double kAttentionScale = 0.25;

/// softmax(kAttentionScale · Q Kᵀ + mask) V, head by head: [batch, queries, width].
std::vector<double> attentionInF64(const AttentionShape &shape, llvm::ArrayRef<float> query,
                                   llvm::ArrayRef<float> key, llvm::ArrayRef<float> value,
                                   llvm::ArrayRef<float> mask);

} // namespace vitc::test

#endif // VITC_TEST_UNIT_CPU_ATTENTIONORACLE_H
