//===- BF16Test.cpp - kernels that read or write bf16 ---------------------===//
//
// Products are compared with f64 products of the same rounded operands: what is left is the
// rounding of sums in f32, of exponentials, and of what is stored.
//
//===----------------------------------------------------------------------===//

#include "AttentionOracle.h"
#include "KernelHarness.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

using namespace vitc::test;

static uint32_t bitsOf(float value) {
  uint32_t bits;
  std::memcpy(&bits, &value, 4);
  return bits;
}

static float ofBits(uint32_t bits) {
  float value;
  std::memcpy(&value, &bits, 4);
  return value;
}

static float widen(uint16_t bits) { return ofBits(uint32_t(bits) << 16); }

/// To the nearest, ties to even, by arithmetic that has nothing in common with the kernels'.
static uint16_t narrow(float value) {
  uint32_t bits = bitsOf(value);
  if (std::isnan(value))
    return bits >> 16 | 0x40;
  if (std::isinf(value))
    return bits >> 16;
  double below = widen(bits >> 16), above = ofBits((bits | 0xffff) - 0xffff + 0x10000);
  if (std::isinf(above)) // as if the exponent went on
    above = std::copysign(std::ldexp(1.0, 128), value);
  double down = std::abs(value - below), up = std::abs(above - value);
  bool roundsUp = up < down || (up == down && (bits >> 16 & 1));
  return (bits >> 16) + roundsUp;
}

static std::vector<uint16_t> narrow(const std::vector<float> &values) {
  std::vector<uint16_t> bits;
  for (float value : values)
    bits.push_back(narrow(value));
  return bits;
}

static std::vector<float> widen(const std::vector<uint16_t> &bits) {
  std::vector<float> values;
  for (uint16_t each : bits)
    values.push_back(widen(each));
  return values;
}

/// `memref<AxBxCxbf16>` whose rows are `stride` numbers apart.
static std::string narrowType(llvm::ArrayRef<int64_t> shape, int64_t stride = 0) {
  std::string type = rowsType(shape, stride);
  return type.replace(type.find("f32"), 3, "bf16");
}

static std::string flag(const std::string &level) {
  return level == kBF16Level ? ", bf16 = true" : "";
}

//===----------------------------------------------------------------------===//
// Rounding
//===----------------------------------------------------------------------===//

static std::vector<float> numbersToRound() {
  std::vector<float> numbers = randomFloats(1000, 1);
  for (uint32_t upper : {0x3f80u, 0x3f81u, 0xc2ffu, 0x7f7fu, 0x0080u, 0x8000u})
    for (uint32_t lower : {0x0000u, 0x0001u, 0x7fffu, 0x8000u, 0x8001u, 0xffffu})
      numbers.push_back(ofBits(upper << 16 | lower));
  float infinity = std::numeric_limits<float>::infinity();
  for (float special :
       {0.0f, infinity, -infinity, ofBits(0x7fc00000), ofBits(0x7f800001), ofBits(0xffffffff)})
    numbers.push_back(special);
  return numbers;
}

TEST(BF16Test, ConvertRoundsToTheNearestEven) {
  std::vector<float> numbers = numbersToRound();
  int64_t count = numbers.size();
  std::string in = rowsType({1, 1, count}), out = narrowType({1, 1, count});
  for (const std::string &level : testedBF16Levels()) {
    CompiledKernel kernel(
        {in, out}, "kernel.convert ins(%0) outs(%1) : (" + in + ", " + out + ") -> ()", level);
    std::vector<uint16_t> found(count);
    kernel.call({numbers.data(), found.data()});
    EXPECT_EQ(found, narrow(numbers)) << level;
  }
}

/// The machine's own rounding, where it has one, agrees; norms make no denormal numbers here.
TEST(BF16Test, NormalizeStoresTheRoundedNumbers) {
  std::vector<float> numbers = randomFloats(3 * 77, 2);
  std::string in = rowsType({1, 3, 77}), out = narrowType({1, 3, 77});
  auto run = [&](const std::string &type, const std::string &level, void *result) {
    CompiledKernel kernel({in, type},
                          "kernel.normalize ins(%0) outs(%1) eps = 1.0e-6 schedule <rows = 1, "
                          "vectors = 1, unroll = 4, restart = 256, chunk = 1, prefetch = false" +
                              flag(level) + "> : (" + in + ", " + type + ") -> ()",
                          level);
    kernel.call({numbers.data(), result});
  };
  std::vector<float> exact(numbers.size());
  run(in, "x86-64-v3", exact.data());
  for (const std::string &level : testedBF16Levels()) {
    std::vector<uint16_t> found(numbers.size());
    run(out, level, found.data());
    EXPECT_EQ(found, narrow(exact)) << level;
  }
}

TEST(BF16Test, PackMakesPairs) {
  struct Case {
    int64_t rows, depth, width;
  };
  for (Case p : {Case{96, 64, 48}, Case{100, 37, 48}, Case{7, 63, 16}, Case{16, 1, 16}}) {
    int64_t panels = (p.rows + p.width - 1) / p.width, pairs = (p.depth + 1) / 2;
    std::vector<float> matrix = randomFloats(p.rows * p.depth, 1);
    std::vector<uint16_t> expected(panels * pairs * p.width * 2);
    for (int64_t n = 0; n < p.rows; ++n)
      for (int64_t k = 0; k < p.depth; ++k)
        expected[((n / p.width * pairs + k / 2) * p.width + n % p.width) * 2 + k % 2] =
            narrow(matrix[n * p.depth + k]);
    std::string in = rowsType({p.rows, p.depth}), out = narrowType({panels, pairs, 2 * p.width});
    for (const std::string &level : testedBF16Levels()) {
      CompiledKernel kernel(
          {in, out}, "kernel.pack ins(%0) outs(%1) : (" + in + ", " + out + ") -> ()", level);
      std::vector<uint16_t> found(expected.size(), 0x7fc0);
      kernel.call({matrix.data(), found.data()}, 1);
      EXPECT_EQ(found, expected) << level << ", " << p.rows << " rows";
    }
  }
}

//===----------------------------------------------------------------------===//
// Products
//===----------------------------------------------------------------------===//

namespace {
struct GemmCase {
  int64_t rows, columns, depth, width;
  bool gelu, residual, narrowResult;
};
} // namespace

class BF16GemmTest : public ::testing::TestWithParam<GemmCase> {};

TEST_P(BF16GemmTest, IsNearTheProductOfWhatItReads) {
  const GemmCase &c = GetParam();
  int64_t panels = (c.columns + c.width - 1) / c.width, pairs = (c.depth + 1) / 2;
  int64_t stride = c.depth + 3;
  std::vector<uint16_t> lhs(c.rows * stride, 0x7fc0); // NaN between the rows
  std::vector<uint16_t> weights(panels * pairs * c.width * 2);
  std::vector<float> left = randomFloats(c.rows * c.depth, 1);
  std::vector<float> right = randomFloats(c.columns * c.depth, 2);
  std::vector<float> bias = randomFloats(panels * c.width, 3);
  std::vector<float> residual = randomFloats(c.rows * c.columns, 4);
  for (int64_t m = 0; m < c.rows; ++m)
    for (int64_t k = 0; k < c.depth; ++k)
      lhs[m * stride + k] = narrow(left[m * c.depth + k]);
  for (int64_t n = 0; n < c.columns; ++n)
    for (int64_t k = 0; k < c.depth; ++k)
      weights[((n / c.width * pairs + k / 2) * c.width + n % c.width) * 2 + k % 2] =
          narrow(right[n * c.depth + k]);
  std::vector<double> expected;
  double largest = 0;
  for (int64_t m = 0; m < c.rows; ++m)
    for (int64_t n = 0; n < c.columns; ++n) {
      double sum = bias[n];
      for (int64_t k = 0; k < c.depth; ++k)
        sum += double(widen(narrow(left[m * c.depth + k]))) * widen(narrow(right[n * c.depth + k]));
      if (c.gelu)
        sum = 0.5 * sum * std::erfc(-sum / std::sqrt(2.0));
      if (c.residual)
        sum += residual[m * c.columns + n];
      expected.push_back(sum);
      largest = std::max(largest, std::abs(sum));
    }

  std::vector<std::string> t = {
      narrowType({1, c.rows, c.depth}, stride), narrowType({panels, pairs, 2 * c.width}),
      "memref<" + std::to_string(panels * c.width) + "xf32>", rowsType({1, c.rows, c.columns}),
      c.narrowResult ? narrowType({1, c.rows, c.columns}) : rowsType({1, c.rows, c.columns})};
  std::vector<float> first; // of the levels without AVX512_BF16, whose bits agree
  for (const std::string &level : testedBF16Levels())
    for (int64_t chunk : {1, 1000}) {
      std::string tile = level == "x86-64-v3" ? "rows = 5, vectors = 1, pieces = 3, turns = 16"
                                              : "rows = 6, vectors = 3";
      std::string body = std::string("kernel.gemm ins(%0, %1) bias(%2) ") +
                         (c.gelu ? "activation(gelu) " : "") + (c.residual ? "residual(%3) " : "") +
                         "outs(%4) schedule <" + tile +
                         ", unroll = 4, restart = 512, chunk = " + std::to_string(chunk) +
                         ", prefetch = true" + flag(level) + "> : (" + t[0] + ", " + t[1] + ", " +
                         t[2] + ", " + (c.residual ? t[3] + ", " : "") + t[4] + ") -> ()";
      std::vector<float> found(c.rows * c.columns);
      std::vector<uint16_t> narrowFound(found.size());
      CompiledKernel kernel(t, body, level);
      kernel.call({lhs.data(), weights.data(), bias.data(), residual.data(),
                   c.narrowResult ? static_cast<void *>(narrowFound.data()) : found.data()},
                  1);
      if (c.narrowResult)
        found = widen(narrowFound);
      double rounding = c.narrowResult ? std::ldexp(largest, -8) : 0;
      EXPECT_LE(largestError(found, expected), 1e-6 * std::sqrt(double(c.depth)) + rounding)
          << level << ", chunk " << chunk;
      if (first.empty())
        first = found;
      EXPECT_TRUE(level == kBF16Level || found == first) << level << ", chunk " << chunk;
    }
}

INSTANTIATE_TEST_SUITE_P(Shapes, BF16GemmTest,
                         ::testing::Values(GemmCase{29, 96, 64, 48, false, false, false},
                                           GemmCase{17, 100, 513, 48, true, true, false},
                                           GemmCase{9, 144, 2100, 48, false, true,
                                                    false}, // restarts
                                           GemmCase{9, 33, 31, 48, true, false, true},
                                           GemmCase{5, 48, 1, 48, false, false, true},
                                           GemmCase{30, 101, 96, 48, false, false, true}));

namespace {
struct AttentionCase : AttentionShape {
  bool narrowResult;
};

class AttentionData {
public:
  explicit AttentionData(const AttentionCase &c)
      : c(c), key(narrow(randomFloats(c.batch * c.keys * c.width(), 2))),
        value(narrow(randomFloats(c.batch * c.keys * c.width(), 3))),
        mask(randomFloats(c.heads * c.queries * c.keys, 4)) {
    std::vector<float> scaled = randomFloats(c.batch * c.queries * c.width(), 1);
    for (float &each : scaled)
      each *= 5; // softmax far from uniform
    query = narrow(scaled);
    for (size_t i = 1; i < mask.size(); i += 3)
      mask[i] = -std::numeric_limits<float>::infinity();
  }

  std::vector<float> run(const std::string &level, int64_t chunk) {
    std::vector<float> found(query.size());
    std::vector<uint16_t> narrowFound(query.size());
    CompiledKernel kernel(types(), body(level, chunk), level);
    kernel.call({query.data(), key.data(), value.data(), mask.data(),
                 c.narrowResult ? static_cast<void *>(narrowFound.data()) : found.data()},
                1);
    return c.narrowResult ? widen(narrowFound) : found;
  }

  std::vector<double> expected() const {
    return attentionInF64(c, widen(query), widen(key), widen(value), mask);
  }

private:
  std::vector<std::string> types() const {
    std::string rows = narrowType({c.batch, c.queries, c.width()});
    std::string keys = narrowType({c.batch, c.keys, c.width()});
    return {rows, keys, keys,
            "memref<1x" + std::to_string(c.heads) + "x" + std::to_string(c.queries) + "x" +
                std::to_string(c.keys) + "xf32>",
            c.narrowResult ? rows : rowsType({c.batch, c.queries, c.width()})};
  }
  std::string body(const std::string &level, int64_t chunk) const {
    std::vector<std::string> t = types();
    return std::string("kernel.attention ") + (c.causal ? "causal " : "") + "ins(%0, %1, %2) " +
           (c.mask ? "mask(%3) " : "") + "outs(%4) heads = " + std::to_string(c.heads) +
           " scale = 0.25 schedule <rows = 5, vectors = " + (level == "x86-64-v3" ? "1" : "4") +
           ", unroll = 4, restart = 512, chunk = " + std::to_string(chunk) + ", prefetch = true" +
           flag(level) + "> : (" + t[0] + ", " + t[1] + ", " + t[2] + ", " +
           (c.mask ? t[3] + ", " : "") + t[4] + ") -> ()";
  }

  const AttentionCase &c;
  std::vector<uint16_t> query, key, value;
  std::vector<float> mask;
};
} // namespace

class BF16AttentionTest : public ::testing::TestWithParam<AttentionCase> {};

TEST_P(BF16AttentionTest, IsNearTheAttentionOfWhatItReads) {
  const AttentionCase &c = GetParam();
  AttentionData data(c);
  std::vector<double> expected = data.expected();
  std::vector<float> first; // of the levels without AVX512_BF16, whose bits agree
  for (const std::string &level : testedBF16Levels())
    for (int64_t chunk : {1, 1000}) { // a tile of queries, everything
      std::vector<float> found = data.run(level, chunk);
      // Values are below 1; exponentials and results are rounded by 2^-9 at most.
      EXPECT_LE(largestError(found, expected), std::ldexp(1.0, c.narrowResult ? -8 : -9))
          << level << ", chunk " << chunk;
      if (first.empty())
        first = found;
      EXPECT_TRUE(level == kBF16Level || found == first) << level << ", chunk " << chunk;
    }
}

INSTANTIATE_TEST_SUITE_P(Shapes, BF16AttentionTest,
                         ::testing::Values(AttentionCase{{1, 17, 17, 2, 64}, true},
                                           AttentionCase{{2, 9, 50, 3, 20, true}, false},
                                           AttentionCase{{1, 33, 33, 1, 72, false, true}, true},
                                           AttentionCase{{1, 7, 301, 2, 31}, false},
                                           AttentionCase{{3, 11, 13, 2, 5, true}, true},
                                           AttentionCase{{1, 1, 5, 3, 5}, true},
                                           AttentionCase{{1, 3, 1, 1, 16}, false}));

/// A query of one number and keys of one make any score; values that are the unit matrix show each
/// exponential on its own.
TEST(BF16ExponentialsTest, AreRightAtEveryMagnitudeAndTheSameOnEveryLevel) {
  const int64_t queries = 24, size = 64;
  std::vector<float> query(queries * size), key(size * size), value(size * size);
  for (int64_t n = 0; n < queries; ++n)
    query[n * size] = 1 + n / 16.0f;
  for (int64_t m = 0; m < size; ++m) {
    key[m * size] = -1.5f * m;
    value[m * size + m] = 1;
  }
  std::vector<uint16_t> queryBits = narrow(query), keyBits = narrow(key), valueBits = narrow(value);
  std::string rows = narrowType({1, queries, size}), keys = narrowType({1, size, size});
  std::string out = rowsType({1, queries, size});
  std::vector<float> first;
  for (const std::string &level : testedBF16Levels()) {
    std::string body = "kernel.attention ins(%0, %1, %2) outs(%3) heads = 1 scale = 1.0 schedule "
                       "<rows = 6, vectors = 4, unroll = 4, restart = 64, chunk = 1, prefetch = "
                       "true" +
                       flag(level) + "> : (" + rows + ", " + keys + ", " + keys + ", " + out +
                       ") -> ()";
    CompiledKernel kernel({rows, keys, keys, out}, body, level);
    std::vector<float> found(queries * size);
    kernel.call({queryBits.data(), keyBits.data(), valueBits.data(), found.data()}, 1);
    for (int64_t n = 0; n < queries; ++n) {
      double sum = 0;
      for (int64_t m = 0; m < size; ++m)
        sum += std::exp(double(query[n * size]) * key[m * size]);
      for (int64_t m = 0; m < size; ++m) {
        double power = double(query[n * size]) * key[m * size] / std::log(2.0);
        double expected = power < -126 ? 0 : std::exp2(power) / sum;
        // 2^-8 by rounding to bf16, 1.1e-4 by the polynomial in each of the two, 1e-5 by the score.
        EXPECT_NEAR(found[n * size + m], expected, expected * (std::ldexp(1.0, -8) + 2.3e-4))
            << level << ", query " << n << ", key " << m;
      }
    }
    if (first.empty())
      first = found;
    EXPECT_EQ(std::memcmp(first.data(), found.data(), found.size() * sizeof(float)), 0) << level;
  }
}
