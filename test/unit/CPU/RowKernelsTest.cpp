//===- RowKernelsTest.cpp - norms, softmax and activations against f64 ----===//

#include "KernelHarness.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

using namespace vitc::test;

/// The result of `body`, from %0 to %1 of `rows` × `inColumns` and `columns`, on every level; they
/// must agree.
static std::vector<float> runRows(std::vector<float> input, int64_t rows, int64_t inColumns,
                                  int64_t columns, const std::string &body) {
  std::string in = rowsType({1, rows, inColumns}), out = rowsType({1, rows, columns});
  std::vector<float> first;
  for (const std::string &level : testedLevels()) {
    std::vector<float> result(rows * columns);
    CompiledKernel kernel({in, out}, body + " : (" + in + ", " + out + ") -> ()", level);
    kernel.call({input.data(), result.data()}, 1);
    if (first.empty())
      first = result;
    EXPECT_EQ(memcmp(result.data(), first.data(), 4 * result.size()), 0) << level;
  }
  return first;
}

TEST(NormalizeTest, CentredVarianceOfAnyLength) {
  for (int64_t columns : {48, 100, 7}) {
    std::vector<float> input = randomFloats(3 * columns, 1);
    for (float &x : input)
      x += 1000; // E[x²] − E[x]² would have no digit left
    std::vector<double> expected;
    for (int64_t r = 0; r < 3; ++r) {
      const float *x = &input[r * columns];
      double mean = 0, variance = 0;
      for (int64_t c = 0; c < columns; ++c)
        mean += x[c] / double(columns);
      for (int64_t c = 0; c < columns; ++c)
        variance += (x[c] - mean) * (x[c] - mean) / columns;
      for (int64_t c = 0; c < columns; ++c)
        expected.push_back((x[c] - mean) / std::sqrt(variance + 1e-6));
    }
    std::vector<float> found =
        runRows(input, 3, columns, columns,
                "kernel.normalize ins(%0) outs(%1) eps = 1.0e-6 schedule <rows = 1, vectors = 1, "
                "unroll = 4, restart = 256, chunk = 2, prefetch = false>");
    EXPECT_LT(largestError(found, expected), 1e-3); // half a unit of 1000's last place
  }
}

TEST(SoftmaxTest, RowsSumToOneAndNaNStaysVisible) {
  for (int64_t columns : {100, 5}) {
    std::vector<float> input = randomFloats(3 * columns, 1);
    for (float &x : input)
      x *= 30;
    input[columns + 1] = -std::numeric_limits<float>::infinity();
    input[2 * columns + 3] = std::numeric_limits<float>::quiet_NaN();
    std::vector<double> expected;
    for (int64_t r = 0; r < 3; ++r) {
      double sum = 0;
      for (int64_t c = 0; c < columns; ++c)
        sum += std::exp(double(input[r * columns + c]));
      for (int64_t c = 0; c < columns; ++c)
        expected.push_back(std::exp(double(input[r * columns + c])) / sum);
    }
    std::vector<float> found =
        runRows(input, 3, columns, columns, "kernel.softmax ins(%0) outs(%1)");
    EXPECT_LT(largestError(found, expected), 5e-7);
    EXPECT_EQ(found[columns + 1], 0);
  }
}

namespace {
/// An activation, its definition in f64, and the promised error of VectorMath.h.
struct ActivationCase {
  const char *name;
  std::function<double(double)> exact;
  /// |found − exact| ≤ absolute + relative · |exact|.
  double absolute, relative;
};
} // namespace

static double logistic(double x) { return 1 / (1 + std::exp(-x)); }

TEST(ActivateTest, ErrorsAreWhatIsPromised) {
  const ActivationCase cases[] = {
      {"relu", [](double x) { return std::max(x, 0.0); }, 0, 0},
      {"gelu", [](double x) { return 0.5 * x * std::erfc(-x / std::sqrt(2.0)); }, 8e-8, 1.2e-7},
      {"gelu_tanh",
       [](double x) { return x * logistic(2 * std::sqrt(2 / M_PI) * (x + 0.044715 * x * x * x)); },
       1e-7, 4e-7},
      {"quick_gelu", [](double x) { return x * logistic(1.702 * x); }, 1e-7, 3e-7},
      {"silu", [](double x) { return x * logistic(x); }, 1e-7, 3e-7},
      {"tanh", [](double x) { return std::tanh(x); }, 1e-9, 2e-7}};
  constexpr int64_t count = 60000;
  std::vector<float> input(count);
  for (int64_t i = 0; i < count; ++i)
    input[i] = (i - count / 2) * (24.0f / count); // [−12, 12)
  for (const ActivationCase &c : cases) {
    std::vector<float> found = runRows(
        input, 1, count, count, std::string("kernel.activate ") + c.name + " ins(%0) outs(%1)");
    double worst = 0, at = 0;
    for (int64_t i = 0; i < count; ++i) {
      double exact = c.exact(input[i]);
      double excess = std::abs(found[i] - exact) - c.relative * std::abs(exact);
      if (!(excess <= worst)) {
        worst = excess;
        at = input[i];
      }
    }
    EXPECT_LE(worst, c.absolute) << c.name << " at " << at;
  }
}

TEST(ActivateTest, SpecialNumbersAndGates) {
  float inf = std::numeric_limits<float>::infinity(), nan = std::nanf("");
  for (const char *name : {"relu", "gelu", "gelu_tanh", "quick_gelu", "silu", "tanh"}) {
    std::vector<float> found =
        runRows({nan, inf, 0.0f, 1.0f, 100.0f, 2, 3, 5, 7, 11}, 1, 10, 5,
                std::string("kernel.activate gated ") + name + " ins(%0) outs(%1)");
    EXPECT_TRUE(std::isnan(found[0])) << name;
    EXPECT_EQ(found[1], name == std::string("tanh") ? 3 : inf) << name;
    EXPECT_EQ(found[2], 0) << name;
    EXPECT_EQ(found[4], name == std::string("tanh") ? 11 : 1100) << name;
  }
}
