//===- AttentionTest.cpp - kernel.attention against f64, and bit for bit --===//

#include "AttentionOracle.h"
#include "KernelHarness.h"

#include <gtest/gtest.h>

#include <limits>

using namespace vitc::test;

namespace {

class AttentionData {
public:
  explicit AttentionData(const AttentionShape &c)
      : c(c), query(randomFloats(c.batch * c.queries * c.width(), 1)),
        key(randomFloats(c.batch * c.keys * c.width(), 2)),
        value(randomFloats(c.batch * c.keys * c.width(), 3)),
        mask(randomFloats(c.heads * c.queries * c.keys, 4)) {
    for (float &q : query)
      q *= 5; // softmax far from uniform
    for (size_t i = 0; i < mask.size(); i += 3)
      mask[i] = -std::numeric_limits<float>::infinity();
  }

  std::vector<float> run(const std::string &cpu, const std::string &tile, int64_t chunk,
                         int64_t itemsOfCall) {
    std::vector<float> out(query.size(), 777.0f);
    CompiledKernel kernel(types(), body(tile, chunk), cpu);
    kernel.call({query.data(), key.data(), value.data(), mask.data(), out.data()}, itemsOfCall);
    return out;
  }

  std::vector<double> expected() const { return attentionInF64(c, query, key, value, mask); }

private:
  std::vector<std::string> types() const {
    return {rowsType({c.batch, c.queries, c.width()}), rowsType({c.batch, c.keys, c.width()}),
            rowsType({c.batch, c.keys, c.width()}),
            "memref<1x" + std::to_string(c.heads) + "x" + std::to_string(c.queries) + "x" +
                std::to_string(c.keys) + "xf32>",
            rowsType({c.batch, c.queries, c.width()})};
  }
  std::string body(const std::string &tile, int64_t chunk) const {
    std::vector<std::string> t = types();
    return std::string("kernel.attention ") + (c.causal ? "causal " : "") + "ins(%0, %1, %2) " +
           (c.mask ? "mask(%3) " : "") + "outs(%4) heads = " + std::to_string(c.heads) +
           " scale = 0.25 schedule <" + tile +
           ", unroll = 4, restart = 256, chunk = " + std::to_string(chunk) +
           ", prefetch = true> : (" + t[0] + ", " + t[1] + ", " + t[2] + ", " +
           (c.mask ? t[3] + ", " : "") + t[4] + ") -> ()";
  }

  const AttentionShape &c;
  std::vector<float> query, key, value, mask;
};

class AttentionTest : public ::testing::TestWithParam<AttentionShape> {};

} // namespace

TEST_P(AttentionTest, IsExactAndTheSameEverywhere) {
  AttentionData data(GetParam());
  std::vector<float> first = data.run("x86-64-v3", "rows = 6, vectors = 1", 1000, 0);
  EXPECT_LT(largestError(first, data.expected()), 2e-6);
  for (const std::string &level : testedLevels())
    // A tile of queries; calls that end and begin inside of heads; everything.
    for (auto [chunk, itemsOfCall] : {std::pair(1, 1), std::pair(2, 3), std::pair(1000, 1)})
      for (const char *tile : {"rows = 6, vectors = 4", "rows = 6, vectors = 1"})
        EXPECT_TRUE(data.run(level, tile, chunk, itemsOfCall) == first) << level << ", " << tile;
}

INSTANTIATE_TEST_SUITE_P(Shapes, AttentionTest,
                         ::testing::Values(AttentionShape{1, 17, 17, 2, 64},
                                           AttentionShape{2, 9, 50, 3, 20, true},
                                           AttentionShape{1, 33, 33, 1, 72, false, true},
                                           AttentionShape{1, 7, 300, 1, 80}, // sums restart
                                           AttentionShape{1, 1, 5, 2, 16}));
