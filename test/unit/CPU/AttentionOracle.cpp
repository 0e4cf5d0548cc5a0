//===- AttentionOracle.cpp - attention in f64 -----------------------------===//

#include "AttentionOracle.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace vitc::test {

std::vector<double> attentionInF64(const AttentionShape &shape, llvm::ArrayRef<float> query,
                                   llvm::ArrayRef<float> key, llvm::ArrayRef<float> value,
                                   llvm::ArrayRef<float> mask) {
  constexpr double hidden = -std::numeric_limits<double>::infinity();
  std::vector<double> out(query.size());
  std::vector<double> scores(shape.keys);
  for (int64_t b = 0; b < shape.batch; ++b)
    for (int64_t h = 0; h < shape.heads; ++h)
      for (int64_t n = 0; n < shape.queries; ++n) {
        int64_t row = (b * shape.queries + n) * shape.width() + h * shape.size;
        auto rowOfKey = [&](int64_t m) {
          return (b * shape.keys + m) * shape.width() + h * shape.size;
        };
        for (int64_t m = 0; m < shape.keys; ++m) {
          double dot = 0;
          for (int64_t d = 0; d < shape.size; ++d)
            dot += double(query[row + d]) * key[rowOfKey(m) + d];
          scores[m] = kAttentionScale * dot;
          if (shape.mask)
            scores[m] += mask[(h * shape.queries + n) * shape.keys + m];
          if (shape.causal && m > n)
            scores[m] = hidden;
        }
        double highest = *std::max_element(scores.begin(), scores.end()), sum = 0;
        for (int64_t m = 0; m < shape.keys; ++m) {
          double weight = std::exp(scores[m] - highest);
          sum += weight;
          for (int64_t d = 0; d < shape.size; ++d)
            out[row + d] += weight * value[rowOfKey(m) + d];
        }
        for (int64_t d = 0; d < shape.size; ++d)
          out[row + d] /= sum;
      }
  return out;
}

} // namespace vitc::test
