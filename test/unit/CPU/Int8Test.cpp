//===- Int8Test.cpp - kernels that read or write integers of 8 bits -------===//
//
// Integers are compared with those that f64 arithmetic gives; products with f64 products of the
// same integers and scales, so that what is left is the rounding of a few f32 operations; and all
// levels with one another, bit by bit.
//
//===----------------------------------------------------------------------===//

#include "KernelHarness.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

using namespace vitc::test;

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

static std::string byteType(llvm::ArrayRef<int64_t> shape, int64_t stride = 0) {
  std::string type = rowsType(shape, stride);
  return type.replace(type.find("f32"), 3, "i8");
}

static std::string vectorType(int64_t size, const char *element) {
  return "memref<" + std::to_string(size) + "x" + element + ">";
}

namespace {
/// Rows as integers in [−127, 127] with a scale each, by f64 arithmetic. What has no integer, in
/// rows of zeros or with NaN, is 0.
struct QuantizedRows {
  QuantizedRows(const std::vector<float> &rows, int64_t columns) {
    for (size_t begin = 0; begin < rows.size(); begin += columns) {
      float largest = 0;
      for (int64_t k = 0; k < columns; ++k)
        largest = std::max(largest, std::abs(rows[begin + k]));
      scales.push_back(largest / 127);
      for (int64_t k = 0; k < columns; ++k) {
        double steps = rows[begin + k] * double(127 / largest);
        values.push_back(std::isfinite(steps) ? std::nearbyint(steps) : 0);
      }
    }
  }
  std::vector<int> values;
  std::vector<float> scales;
};
} // namespace

//===----------------------------------------------------------------------===//
// Rows
//===----------------------------------------------------------------------===//

namespace {
/// `rows` × 77 numbers as kernel.quantize leaves them on one level.
struct Quantized {
  Quantized(const std::vector<float> &numbers, const std::string &level, const float *bound = {}) {
    int64_t columns = 77, rows = numbers.size() / columns, stride = 128;
    std::string in = rowsType({1, rows, columns}), out = byteType({1, rows, columns}, stride);
    std::string scaleType = rowsType({1, rows, 1});
    bytes.assign(rows * stride, 7);
    scales.assign(rows, -1);
    std::string body, types = in + ", " + (bound ? "f32, " : "") + out + ", " + scaleType;
    if (bound)
      body = "%b = arith.constant " + std::to_string(*bound) + " : f32\n";
    body += std::string("kernel.quantize ins(%0) ") + (bound ? "bound(%b) " : "") +
            "outs(%1, %2) : (" + types + ") -> ()";
    CompiledKernel kernel({in, out, scaleType}, body, level);
    kernel.call({const_cast<float *>(numbers.data()), bytes.data(), scales.data()}, 1);
    for (int64_t m = 0; m < rows; ++m) {
      for (int64_t k = 0; k < columns; ++k)
        values.push_back(bytes[m * stride + k] - 128);
      for (int64_t k = columns; k < stride; ++k)
        EXPECT_EQ(bytes[m * stride + k], 7) << "written behind the row";
    }
  }
  std::vector<uint8_t> bytes;
  std::vector<int> values;
  std::vector<float> scales;
};
} // namespace

TEST(Int8Test, QuantizeRoundsRowsByTheirGreatest) {
  std::vector<float> numbers = randomFloats(5 * 77, 1);
  for (int64_t k = 0; k < 77; ++k) { // another scale; ties, which go to the even
    numbers[77 + k] *= 1e6f;
    numbers[154 + k] = k - 38.5f;
  }
  numbers[154] = -127;
  QuantizedRows expected(numbers, 77);
  for (const std::string &level : testedBF16Levels()) {
    Quantized found(numbers, level);
    EXPECT_EQ(found.values, expected.values) << level;
    EXPECT_EQ(found.scales, expected.scales) << level;
  }
}

TEST(Int8Test, QuantizeHidesNothingThatIsNotFinite) {
  std::vector<float> numbers = randomFloats(5 * 77, 2);
  numbers[3] = kNaN;
  numbers[77 + 76] = -kInfinity;
  for (int64_t k = 0; k < 77; ++k) {
    numbers[154 + k] = 0;
    numbers[231 + k] = std::ldexp(1.0f, -110);
  }
  for (const std::string &level : testedBF16Levels())
    for (float bound : {0.0f, 2.0f}) {
      Quantized found(numbers, level, bound ? &bound : nullptr);
      EXPECT_TRUE(std::isnan(found.scales[0])) << level;
      EXPECT_TRUE(std::isnan(found.scales[1])) << level;
      EXPECT_EQ(found.scales[2], bound / 127) << level;
      EXPECT_EQ(found.scales[3], bound / 127) << level;
      EXPECT_GT(found.scales[4], 0) << level;
      for (int64_t n = 154; n < 308; ++n)
        EXPECT_EQ(found.values[n], 0) << level;
    }
}

TEST(Int8Test, QuantizeClampsToABound) {
  std::vector<float> numbers = randomFloats(2 * 77, 3);
  const float bound = 0.5f;
  for (const std::string &level : testedBF16Levels()) {
    Quantized found(numbers, level, &bound);
    for (size_t n = 0; n < numbers.size(); ++n) {
      double inside = std::min(0.5, std::max(-0.5, double(numbers[n])));
      EXPECT_EQ(found.values[n], std::nearbyint(inside * 254)) << level;
    }
    EXPECT_EQ(found.scales, std::vector<float>(2, bound / 127)) << level;
  }
}

/// The numbers of an activation lie above a bound: 255 steps from there.
TEST(Int8Test, QuantizeSpansWhatLiesAboveTheLowest) {
  int64_t columns = 77, rows = 4;
  std::vector<float> numbers = randomFloats(rows * columns, 6);
  for (float &each : numbers)
    each = std::max(-0.25f, each * 3);
  numbers[columns] = kNaN;
  std::fill_n(numbers.begin() + 2 * columns, columns, 0.0f);
  std::vector<std::string> t = {rowsType({1, rows, columns}), byteType({1, rows, columns}),
                                rowsType({1, rows, 1})};
  for (const std::string &level : testedBF16Levels()) {
    CompiledKernel kernel(t,
                          "kernel.quantize ins(%0) outs(%1, %2) lowest = -0.25 : (" + t[0] + ", " +
                              t[1] + ", " + t[2] + ") -> ()",
                          level);
    std::vector<uint8_t> found(numbers.size());
    std::vector<float> scales(rows);
    kernel.call({numbers.data(), found.data(), scales.data()}, 1);
    EXPECT_TRUE(std::isnan(scales[1])) << level;
    for (int64_t m : {0, 2, 3})
      for (int64_t k = 0; k < columns; ++k)
        EXPECT_NEAR(found[m * columns + k] * scales[m] - 0.25, numbers[m * columns + k],
                    scales[m] * 0.501)
            << level;
  }
}

TEST(Int8Test, NormalizeStoresItsResultQuantized) {
  int64_t rows = 4, columns = 77;
  std::vector<float> numbers = randomFloats(rows * columns, 4);
  numbers[2 * columns + 5] = kNaN;
  std::string in = rowsType({1, rows, columns}), out = byteType({1, rows, columns}, 128);
  std::string scaleType = rowsType({1, rows, 1});
  auto schedule = [](const std::string &level) {
    return " eps = 1.0e-6 schedule <rows = 1, vectors = 1, unroll = 4, restart = 256, chunk = 1, "
           "prefetch = false" +
           (level == kBF16Level ? std::string(", bf16 = true") : "") + "> : (";
  };
  std::vector<float> exact(numbers.size());
  CompiledKernel norm(
      {in, in}, "kernel.normalize ins(%0) outs(%1)" + schedule("") + in + ", " + in + ") -> ()",
      "x86-64-v3");
  norm.call({numbers.data(), exact.data()});
  QuantizedRows expected(exact, columns);
  for (const std::string &level : testedBF16Levels()) {
    CompiledKernel kernel({in, out, scaleType},
                          "kernel.normalize ins(%0) outs(%1, %2)" + schedule(level) + in + ", " +
                              out + ", " + scaleType + ") -> ()",
                          level);
    std::vector<uint8_t> bytes(rows * 128);
    std::vector<float> scales(rows);
    kernel.call({numbers.data(), bytes.data(), scales.data()}, 1);
    for (int64_t m : {0, 1, 3}) {
      EXPECT_EQ(scales[m], expected.scales[m]) << level;
      for (int64_t k = 0; k < columns; ++k)
        EXPECT_EQ(bytes[m * 128 + k] - 128, expected.values[m * columns + k]) << level;
    }
    EXPECT_TRUE(std::isnan(scales[2])) << level;
  }
}

//===----------------------------------------------------------------------===//
// Weights
//===----------------------------------------------------------------------===//

TEST(Int8Test, PackMakesQuads) {
  struct Case {
    int64_t rows, depth, width;
  };
  for (Case p :
       {Case{96, 64, 48}, Case{100, 37, 48}, Case{7, 63, 16}, Case{16, 1, 16}, Case{33, 130, 32}}) {
    int64_t panels = (p.rows + p.width - 1) / p.width, quads = (p.depth + 3) / 4;
    int64_t columns = panels * p.width;
    std::vector<float> matrix = randomFloats(p.rows * p.depth, 1);
    QuantizedRows quantized(matrix, p.depth);
    std::vector<int8_t> expected(panels * quads * p.width * 4);
    std::vector<int32_t> correction(columns);
    std::vector<float> scales(columns);
    for (int64_t n = 0; n < p.rows; ++n) {
      scales[n] = quantized.scales[n];
      for (int64_t k = 0; k < p.depth; ++k) {
        int value = quantized.values[n * p.depth + k];
        expected[((n / p.width * quads + k / 4) * p.width + n % p.width) * 4 + k % 4] = value;
        correction[n] -= 128 * value;
      }
    }
    std::vector<std::string> t = {rowsType({p.rows, p.depth}),
                                  byteType({panels, quads, 4 * p.width}),
                                  vectorType(columns, "f32"), vectorType(columns, "i32")};
    for (const std::string &level : testedBF16Levels()) {
      CompiledKernel kernel(t,
                            "kernel.pack ins(%0) outs(%1, %2, %3) : (" + t[0] + ", " + t[1] + ", " +
                                t[2] + ", " + t[3] + ") -> ()",
                            level);
      std::vector<int8_t> found(expected.size(), 99);
      std::vector<float> foundScales(columns, -1);
      std::vector<int32_t> foundCorrection(columns, -1);
      kernel.call({matrix.data(), found.data(), foundScales.data(), foundCorrection.data()}, 1);
      EXPECT_EQ(found, expected) << level << ", " << p.rows << " rows";
      EXPECT_EQ(foundScales, scales) << level << ", " << p.rows << " rows";
      EXPECT_EQ(foundCorrection, correction) << level << ", " << p.rows << " rows";
    }
  }
}

//===----------------------------------------------------------------------===//
// Products
//===----------------------------------------------------------------------===//

namespace {
struct GemmCase {
  int64_t batch, rows, columns, depth, width;
  bool gelu, residual, narrowResult;
};

/// A product's operands, and what it is in f64.
struct Product {
  explicit Product(const GemmCase &c)
      : c(c), panels((c.columns + c.width - 1) / c.width), quads((c.depth + 3) / 4),
        stride(c.depth + 3), lhs(c.batch * c.rows * stride, 255),
        weights(panels * quads * c.width * 4), correction(panels * c.width),
        panelScales(panels * c.width), bias(randomFloats(panels * c.width, 3)),
        residual(randomFloats(c.batch * c.rows * c.columns, 4)),
        lhsScales(randomFloats(c.batch * c.rows, 5)) {
    uint32_t seed = 1;
    auto next = [&] { return seed = seed * 1664525u + 1013904223u, int(seed >> 16 & 0xff); };
    for (uint8_t &each : lhs)
      each = next();
    std::fill_n(lhs.begin(), c.depth, 255); // the greatest sums there are
    for (int64_t n = 0; n < c.columns; ++n) {
      panelScales[n] = 1e-4f * (1 + n % 7);
      for (int64_t k = 0; k < c.depth; ++k) {
        int value = n == 0 ? -127 : n == 1 ? 127 : next() % 255 - 127;
        weight(n, k) = value;
        correction[n] -= 128 * value;
      }
    }
    for (int64_t m = 0; m < c.batch * c.rows; ++m)
      for (int64_t n = 0; n < c.columns; ++n)
        expected.push_back(element(m, n));
  }

  int8_t &weight(int64_t n, int64_t k) {
    return weights[((n / c.width * quads + k / 4) * c.width + n % c.width) * 4 + k % 4];
  }

  double element(int64_t m, int64_t n) {
    int64_t exact = 0;
    for (int64_t k = 0; k < c.depth; ++k)
      exact += (int64_t(lhs[m * stride + k]) - 128) * weight(n, k);
    double sum = exact * double(lhsScales[m]) * panelScales[n] + bias[n];
    if (c.gelu)
      sum = 0.5 * sum * std::erfc(-sum / std::sqrt(2.0));
    return c.residual ? sum + residual[m * c.columns + n] : sum;
  }

  std::vector<std::string> types() const {
    std::string out = rowsType({c.batch, c.rows, c.columns});
    std::string narrow = out;
    narrow.replace(narrow.find("f32"), 3, "bf16");
    return {byteType({c.batch, c.rows, c.depth}, stride),
            byteType({panels, quads, 4 * c.width}),
            rowsType({c.batch, c.rows, 1}),
            vectorType(panels * c.width, "f32"),
            vectorType(panels * c.width, "i32"),
            vectorType(panels * c.width, "f32"),
            out,
            c.narrowResult ? narrow : out};
  }

  std::string body() const {
    std::vector<std::string> t = types();
    return std::string("kernel.gemm ins(%0, %1) scales(%2, %3) correction(%4) bias(%5) ") +
           (c.gelu ? "activation(gelu) " : "") + (c.residual ? "residual(%6) " : "") +
           "outs(%7) : (" + t[0] + ", " + t[1] + ", " + t[2] + ", " + t[3] + ", " + t[4] + ", " +
           t[5] + ", " + (c.residual ? t[6] + ", " : "") + t[7] + ") -> ()";
  }

  /// The result on one level, widened where it is bf16.
  std::vector<float> run(const std::string &level, int64_t chunk) {
    std::vector<float> found(expected.size());
    std::vector<uint16_t> narrow(expected.size());
    CompiledKernel kernel(types(), body(), level, {chunk});
    kernel.call({lhs.data(), weights.data(), lhsScales.data(), panelScales.data(),
                 correction.data(), bias.data(), residual.data(),
                 c.narrowResult ? static_cast<void *>(narrow.data()) : found.data()},
                1);
    if (c.narrowResult)
      for (size_t i = 0; i < found.size(); ++i) {
        uint32_t bits = uint32_t(narrow[i]) << 16;
        std::memcpy(&found[i], &bits, 4);
      }
    return found;
  }

  GemmCase c;
  int64_t panels, quads, stride;
  std::vector<uint8_t> lhs;
  std::vector<int8_t> weights;
  std::vector<int32_t> correction;
  std::vector<float> panelScales, bias, residual, lhsScales;
  std::vector<double> expected;
};
} // namespace

class Int8GemmTest : public ::testing::TestWithParam<GemmCase> {};

TEST_P(Int8GemmTest, IsTheProductOfWhatItReads) {
  Product product(GetParam());
  double largest = 0;
  for (double each : product.expected)
    largest = std::max(largest, std::abs(each));
  // A few roundings to f32, or the one to bf16; the short GELU of such products has 2e-4.
  double bound =
      largest * (GetParam().narrowResult ? std::ldexp(1, -8) : 5e-7) + (GetParam().gelu ? 2e-4 : 0);
  std::vector<float> first;
  for (const std::string &level : testedBF16Levels())
    for (int64_t chunk : {1, 1000}) {
      std::vector<float> found = product.run(level, chunk);
      EXPECT_LE(largestError(found, product.expected), bound) << level << ", chunk " << chunk;
      if (first.empty())
        first = found;
      EXPECT_EQ(found, first) << level << ", chunk " << chunk; // bit by bit
    }
}

INSTANTIATE_TEST_SUITE_P(Shapes, Int8GemmTest,
                         ::testing::Values(GemmCase{1, 29, 96, 64, 48, false, false, false},
                                           GemmCase{1, 17, 100, 513, 48, true, true, false},
                                           GemmCase{2, 9, 144, 2100, 48, false, true, false},
                                           GemmCase{1, 9, 33, 31, 48, true, false, true},
                                           GemmCase{3, 5, 48, 1, 48, false, false, true},
                                           GemmCase{4, 1, 17, 66, 32, false, true, false},
                                           GemmCase{1, 30, 101, 96, 48, false, false, true}));

TEST(Int8Test, ARowThatIsNotFiniteHasNoFiniteProducts) {
  for (bool gelu : {false, true}) {
    Product product({1, 5, 48, 20, 48, gelu, false, false});
    product.lhsScales[2] = kNaN;
    for (const std::string &level : testedBF16Levels()) {
      std::vector<float> found = product.run(level, 1000);
      for (size_t n = 0; n < found.size(); ++n)
        EXPECT_EQ(std::isnan(found[n]), n / 48 == 2) << level;
    }
  }
}
