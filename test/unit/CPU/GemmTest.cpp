//===- GemmTest.cpp - kernel.gemm bit for bit -----------------------------===//

#include "KernelHarness.h"

#include <gtest/gtest.h>

#include <cmath>

using namespace vitc::test;

namespace {

/// One product. Rows of the result are `stride` floats apart; what lies between stays untouched.
struct GemmCase {
  int64_t batch, rows, columns, depth, width;
  bool bias = false, gelu = false, residual = false;
  /// The residual has one image.
  bool broadcast = false;
  /// Rows of an image that are not part of the operands: batches then are not one range of rows.
  int64_t gap = 0;

  int64_t panels() const { return (columns + width - 1) / width; }
  int64_t stride() const { return columns + 5; }
  int64_t imageOf() const { return (rows + gap) * stride(); }
};

/// How the work is cut up.
struct Cut {
  int64_t chunk = 1000, block = 0, itemsOfCall = 0;
};

class GemmData {
public:
  explicit GemmData(const GemmCase &c)
      : c(c), lhs(randomFloats(c.batch * c.rows * c.depth, 1)),
        panels(randomFloats(c.panels() * c.depth * c.width, 2)),
        bias(randomFloats(c.panels() * c.width, 3)),
        residual(randomFloats(c.batch * c.imageOf(), 4)) {}

  std::vector<float> run(const std::string &cpu, const std::string &tile, const Cut &cut) {
    std::vector<float> out(c.batch * c.imageOf(), 777.0f);
    CompiledKernel kernel(types(), body(tile, cut), cpu, {cut.chunk, cut.block});
    kernel.call({lhs.data(), panels.data(), bias.data(), residual.data(), out.data()},
                cut.itemsOfCall);
    return out;
  }

  std::vector<double> expected() const {
    std::vector<double> out(c.batch * c.imageOf(), 777.0);
    for (int64_t b = 0; b < c.batch; ++b)
      for (int64_t m = 0; m < c.rows; ++m)
        for (int64_t n = 0; n < c.columns; ++n)
          out[b * c.imageOf() + m * c.stride() + n] = element(b, m, n);
    return out;
  }

private:
  /// The promised order in f32: chains of 256, added in rising order; then bias, activation (in
  /// f64), residual.
  double element(int64_t b, int64_t m, int64_t n) const {
    float total = 0;
    for (int64_t begin = 0; begin < c.depth; begin += 256) {
      float sum = 0;
      for (int64_t k = begin; k < std::min(begin + 256, c.depth); ++k)
        sum = std::fma(lhs[(b * c.rows + m) * c.depth + k],
                       panels[(n / c.width * c.depth + k) * c.width + n % c.width], sum);
      total = begin ? total + sum : sum;
    }
    if (c.bias)
      total += bias[n];
    float addend =
        c.residual ? residual[(c.broadcast ? 0 : b) * c.imageOf() + m * c.stride() + n] : 0;
    if (c.gelu)
      return 0.5 * total * std::erfc(-total / std::sqrt(2.0)) + addend;
    return c.residual ? total + addend : total;
  }

  std::string strided(int64_t batch) const {
    return "memref<" + std::to_string(batch) + "x" + std::to_string(c.rows) + "x" +
           std::to_string(c.columns) + "xf32, strided<[" + std::to_string(c.imageOf()) + ", " +
           std::to_string(c.stride()) + ", 1]>>";
  }
  std::vector<std::string> types() const {
    return {rowsType({c.batch, c.rows, c.depth}), rowsType({c.panels(), c.depth, c.width}),
            "memref<" + std::to_string(c.panels() * c.width) + "xf32>",
            strided(c.broadcast ? 1 : c.batch), strided(c.batch)};
  }
  std::string body(const std::string &tile, const Cut &cut) const {
    std::vector<std::string> t = types();
    std::string schedule = "schedule <" + tile +
                           ", unroll = 4, restart = 256, chunk = " + std::to_string(cut.chunk) +
                           ", prefetch = true, block = " + std::to_string(cut.block) + "> ";
    return std::string("kernel.gemm ins(%0, %1) ") + (c.bias ? "bias(%2) " : "") +
           (c.gelu ? "activation(gelu) " : "") + (c.residual ? "residual(%3) " : "") + "outs(%4) " +
           (tile == kSelected ? "" : schedule) + ": (" + t[0] + ", " + t[1] + ", " +
           (c.bias ? t[2] + ", " : "") + (c.residual ? t[3] + ", " : "") + t[4] + ") -> ()";
  }

  const GemmCase &c;
  std::vector<float> lhs, panels, bias, residual;
};

class GemmTest : public ::testing::TestWithParam<GemmCase> {};

} // namespace

TEST_P(GemmTest, HasThePromisedBitsEverywhere) {
  GemmData data(GetParam());
  std::vector<float> first = data.run("x86-64-v3", "rows = 6, vectors = 1", {});
  // Without an activation to the last bit; sums are below 40, where f32 has steps of 4e-6.
  EXPECT_LE(largestError(first, data.expected()), GetParam().gelu ? 4e-6 : 0);
  for (const std::string &level : testedLevels())
    // Everything; a tile; calls that end and begin inside of panels, blocks and both.
    for (const Cut &cut : {Cut{1000, 0, 1}, Cut{1, 0, 1}, Cut{2, 0, 3}, Cut{1, 2, 3}, Cut{2, 3, 1}})
      EXPECT_TRUE(data.run(level, kSelected, cut) == first)
          << level << ", chunk " << cut.chunk << ", block " << cut.block << ", " << cut.itemsOfCall;
}

/// Units of a part of a panel, pieces side by side in one, and prefetches once in several turns are
/// other ways through the same sums.
TEST_P(GemmTest, HasTheSameBitsInParts) {
  GemmData data(GetParam());
  std::vector<float> first = data.run("x86-64-v3", "rows = 6, vectors = 1", {});
  int64_t pieces = GetParam().width / 16;
  for (const std::string &level : testedLevels())
    for (const std::string &tile :
         {std::string("rows = 6, vectors = 1, turns = 16"),
          "rows = 4, vectors = 1, turns = 2, pieces = " + std::to_string(pieces)})
      for (const Cut &cut : {Cut{2, 0, 3}, Cut{1, 2, 3}})
        EXPECT_TRUE(data.run(level, tile, cut) == first)
            << level << ", " << tile << ", chunk " << cut.chunk << ", block " << cut.block;
}

INSTANTIATE_TEST_SUITE_P(
    Shapes, GemmTest,
    ::testing::Values(GemmCase{1, 29, 96, 64, 48, true}, //
                      GemmCase{1, 17, 100, 513, 48, true, true, true},
                      GemmCase{1, 9, 33, 300, 16, false, true}, GemmCase{1, 27, 70, 90, 32, true},
                      GemmCase{3, 1, 10, 40, 48, true},                         // classifier
                      GemmCase{2, 5, 48, 770, 48, true, false, true},           // one range
                      GemmCase{2, 5, 40, 31, 48, true, false, true, true, 0},   // positions
                      GemmCase{2, 7, 64, 20, 16, false, false, true, false, 1}, // patches
                      GemmCase{1, 1, 7, 3, 16}));
