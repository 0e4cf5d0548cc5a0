//===- StrassenTest.cpp - seven products against eight --------------------===//

#include "KernelHarness.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

using namespace vitc::test;
using namespace std::string_literals;

namespace {

/// One product, with rows of the result dense.
struct Shape {
  int64_t batch, rows, columns, depth, width;
  bool bias = false, gelu = false, residual = false;
  /// The residual has one image.
  bool broadcast = false;

  int64_t pairs() const { return (rows + 1) / 2; }
  int64_t results() const { return batch * rows * columns; }
};

std::string typeOf(std::initializer_list<int64_t> sizes) {
  std::string text = "memref<";
  for (int64_t size : sizes)
    text += std::to_string(size) + "x";
  return text + "f32>";
}

/// A product's operands and both ways to compute it.
class Product {
public:
  explicit Product(const Shape &s)
      : s(s), lhs(randomFloats(s.batch * s.rows * s.depth, 1)),
        matrix(randomFloats(s.columns * s.depth, 2)), bias(randomFloats(s.columns, 3)),
        residual(randomFloats(s.results(), 4)) {}

  float *row(int64_t batch, int64_t m) { return &lhs[(batch * s.rows + m) * s.depth]; }

  std::vector<float> strassen(const std::string &cpu, const std::string &tile, int64_t chunk = 1000,
                              int64_t itemsOfCall = 0) const {
    std::string x = typeOf({s.batch, s.rows, s.depth}), m = typeOf({s.columns, s.depth});
    std::string p = typeOf({s.columns / 2 / s.width, 7, s.depth / 2 + 1, s.width});
    std::string a = typeOf({s.batch, 4, s.pairs(), s.depth / 2 + 1});
    std::string d = typeOf({s.depth});
    std::string body = "kernel.strassen_channels ins(%1) outs(%7) : (" + m + ", " + d +
                       ") -> ()\n" + "kernel.strassen_pack ins(%1, %7) outs(%5) : (" + m + ", " +
                       d + ", " + p + ") -> ()\n" +
                       "kernel.strassen_sums ins(%0, %7) outs(%6) : (" + x + ", " + d + ", " + a +
                       ") -> ()\n" + "kernel.strassen_gemm ins(%0, %6, %5) " +
                       epilogue(x + ", " + a + ", " + p, tile, 128, chunk);
    return run({p, a, d}, body, cpu, {chunk}, itemsOfCall);
  }

  std::vector<float> classical() const {
    std::string x = typeOf({s.batch, s.rows, s.depth}), m = typeOf({s.columns, s.depth});
    std::string p = typeOf({s.columns / s.width, s.depth, s.width});
    std::string body = "kernel.pack ins(%1) outs(%5) : (" + m + ", " + p + ") -> ()\n" +
                       "kernel.gemm ins(%0, %5) " +
                       epilogue(x + ", " + p, "rows = 6, vectors = 1", 256, 1000);
    return run({p, typeOf({1}), typeOf({1})}, body, testedLevels().front(), {}, 0);
  }

  std::vector<double> expected() const {
    std::vector<double> out;
    for (int64_t b = 0; b < s.batch; ++b)
      for (int64_t m = 0; m < s.rows; ++m)
        for (int64_t n = 0; n < s.columns; ++n)
          out.push_back(element(b, m, n));
    return out;
  }

  Shape s;
  std::vector<float> lhs, matrix, bias, residual;

private:
  double element(int64_t b, int64_t m, int64_t n) const {
    double sum = s.bias ? bias[n] : 0;
    for (int64_t k = 0; k < s.depth; ++k)
      sum += double(lhs[(b * s.rows + m) * s.depth + k]) * matrix[n * s.depth + k];
    if (s.gelu)
      sum *= 0.5 * std::erfc(-sum / std::sqrt(2.0));
    int64_t image = s.broadcast ? 0 : b;
    return sum + (s.residual ? residual[(image * s.rows + m) * s.columns + n] : 0);
  }

  std::string residualType() const {
    return typeOf({s.broadcast ? 1 : s.batch, s.rows, s.columns});
  }

  std::string epilogue(const std::string &factors, const std::string &tile, int64_t restart,
                       int64_t chunk) const {
    std::string portions = ", unroll = 4, restart = " + std::to_string(restart) +
                           ", chunk = " + std::to_string(chunk) + ", prefetch = true> ";
    return std::string(s.bias ? "bias(%2) " : "") + (s.gelu ? "activation(gelu) " : "") +
           (s.residual ? "residual(%3) " : "") + "outs(%4) " +
           (tile == kSelected ? "" : "schedule <" + tile + portions) + ": (" + factors +
           (s.bias ? ", " + typeOf({s.columns}) : "") + (s.residual ? ", " + residualType() : "") +
           ", " + typeOf({s.batch, s.rows, s.columns}) + ") -> ()";
  }

  /// %5, %6 and %7 are memory of the types `temporaries`.
  std::vector<float> run(std::vector<std::string> temporaries, const std::string &body,
                         const std::string &cpu, const Portions &portions,
                         int64_t itemsOfCall) const {
    std::vector<std::string> types{typeOf({s.batch, s.rows, s.depth}), typeOf({s.columns, s.depth}),
                                   typeOf({s.columns}), residualType(),
                                   typeOf({s.batch, s.rows, s.columns})};
    types.insert(types.end(), temporaries.begin(), temporaries.end());
    std::vector<float> out(s.results(), 777.0f);
    // Whatever a kernel does not write but reads would show.
    std::vector<float> panels(s.columns * s.depth * 2 + 7 * s.columns, NAN);
    std::vector<float> sums(s.batch * 4 * s.pairs() * (s.depth / 2 + 1), NAN);
    std::vector<float> channels(s.depth, NAN);
    auto pointer = [](const std::vector<float> &v) { return const_cast<float *>(v.data()); };
    CompiledKernel(types, body, cpu, portions)
        .call({pointer(lhs), pointer(matrix), pointer(bias), pointer(residual), out.data(),
               panels.data(), sums.data(), channels.data()},
              itemsOfCall);
    return out;
  }
};

/// Root of the mean square of found − expected over elements [begin, begin + count · step).
double rootMeanSquare(const std::vector<float> &found, const std::vector<double> &expected,
                      int64_t begin = 0, int64_t count = -1, int64_t step = 1) {
  double sum = 0;
  if (count < 0)
    count = found.size();
  for (int64_t i = 0; i < count; ++i) {
    double error = found[begin + i * step] - expected[begin + i * step];
    sum += error * error;
  }
  return std::sqrt(sum / count);
}

const Shape &shapeOfViT() {
  static const Shape shape{1, 197, 192, 768, 48, true};
  return shape;
}

class StrassenTest : public ::testing::TestWithParam<Shape> {};

} // namespace

TEST_P(StrassenTest, IsTheProductWithTheSameBitsEverywhere) {
  Product product(GetParam());
  std::vector<float> first = product.strassen("x86-64-v3", "rows = 6, vectors = 1");
  // Numbers of [-1, 1): errors grow with the root of the depth.
  EXPECT_LE(largestError(first, product.expected()), 1.5e-6 * std::sqrt(GetParam().depth));
  for (const std::string &level : testedLevels())
    for (const std::string &tile : {std::string(kSelected), "rows = 6, vectors = 1, turns = 16"s})
      for (int64_t chunk : {1, 1000}) // a tile, all rows
        EXPECT_TRUE(product.strassen(level, tile, chunk, 1) == first)
            << level << ", " << tile << ", chunk " << chunk;
}

INSTANTIATE_TEST_SUITE_P(Shapes, StrassenTest,
                         ::testing::Values(Shape{1, 30, 96, 64, 48, true},
                                           Shape{1, 17, 192, 514, 48, true, true, true},
                                           Shape{2, 9, 64, 300, 16, false, true},
                                           Shape{3, 5, 96, 258, 16, true, false, true},
                                           Shape{2, 7, 96, 30, 48, true, true, true, true},
                                           Shape{2, 1, 32, 2, 16}));

TEST(StrassenErrorTest, IsAtMostTwoAndAHalfTimesTheClassicalOne) {
  for (Shape shape : {shapeOfViT(), Shape{1, 197, 96, 3072, 48, true},
                      Shape{2, 50, 96, 768, 48, false, false, true}}) {
    Product product(shape);
    std::vector<double> exact = product.expected();
    std::vector<float> strassen = product.strassen(testedLevels().front(), kSelected);
    std::vector<float> classical = product.classical();
    EXPECT_LE(rootMeanSquare(strassen, exact), 2.5 * rootMeanSquare(classical, exact));
    EXPECT_LE(largestError(strassen, exact), 2.5 * largestError(classical, exact));
  }
}

TEST(StrassenErrorTest, OfARowDoesNotDependOnTheNormOfItsPartner) {
  for (double factor : {100.0, 3e-3}) {
    Product product(shapeOfViT());
    const Shape &s = product.s;
    for (int64_t k = 0; k < s.depth; ++k)
      product.row(0, 5)[k] *= factor;
    std::vector<double> exact = product.expected();
    std::vector<float> strassen = product.strassen(testedLevels().front(), kSelected);
    std::vector<float> classical = product.classical();
    // One row is a small sample: its ratio is wider than that of the whole.
    for (int64_t row : {int64_t{5}, 5 + s.pairs()}) {
      double ratio = rootMeanSquare(strassen, exact, row * s.columns, s.columns) /
                     rootMeanSquare(classical, exact, row * s.columns, s.columns);
      EXPECT_LE(ratio, 3) << "row " << row << ", one token times " << factor;
    }
  }
}

TEST(StrassenErrorTest, OfAColumnDoesNotDependOnTheNormOfItsPartner) {
  Product product(shapeOfViT());
  const Shape &s = product.s;
  for (int64_t n = 0; n < s.columns / 2; ++n) // queries, scaled for attention
    for (int64_t k = 0; k < s.depth; ++k)
      product.matrix[n * s.depth + k] *= 0.01f;
  std::fill(product.bias.begin(), product.bias.end(), 0.0f);
  std::vector<double> exact = product.expected();
  std::vector<float> strassen = product.strassen(testedLevels().front(), kSelected);
  std::vector<float> classical = product.classical();
  double error = 0, before = 0;
  for (int64_t n = 0; n < s.columns / 2; ++n) {
    error += rootMeanSquare(strassen, exact, n, s.rows, s.columns);
    before += rootMeanSquare(classical, exact, n, s.rows, s.columns);
  }
  EXPECT_LE(error, 2.5 * before);
}

/// Channels that stick out, and weights that take it back: each adds to the result as much as the
/// others, and in sums of quarters all but the largest would drown.
TEST(StrassenErrorTest, OfAChannelDoesNotDependOnTheNormOfItsPartner) {
  for (float factor : {30.0f, 1e3f, 1e-3f}) {
    Product product(shapeOfViT());
    const Shape &s = product.s;
    for (int64_t k : {int64_t{7}, int64_t{100}, s.depth / 2 + 20}) {
      for (int64_t m = 0; m < s.rows; ++m)
        product.row(0, m)[k] *= factor;
      for (int64_t n = 0; n < s.columns; ++n)
        product.matrix[n * s.depth + k] /= factor;
    }
    std::vector<double> exact = product.expected();
    std::vector<float> strassen = product.strassen(testedLevels().front(), kSelected);
    EXPECT_LE(rootMeanSquare(strassen, exact), 2.5 * rootMeanSquare(product.classical(), exact))
        << "channels times " << factor;
  }
}

/// A small channel that only the first half of the columns reads, with large weights: what columns
/// weigh shows when channels are balanced, not before.
TEST(StrassenErrorTest, OfAColumnDoesNotDependOnTheNormOfAChannel) {
  Product product(shapeOfViT());
  const Shape &s = product.s;
  for (int64_t m = 0; m < s.rows; ++m)
    product.row(0, m)[7] *= 1e-3f;
  for (int64_t n = 0; n < s.columns / 2; ++n)
    product.matrix[n * s.depth + 7] *= 1e3f;
  std::vector<double> exact = product.expected();
  std::vector<float> strassen = product.strassen(testedLevels().front(), kSelected);
  EXPECT_LE(rootMeanSquare(strassen, exact), 2.5 * rootMeanSquare(product.classical(), exact));
}

TEST(StrassenBatchTest, NoImageDependsOnAnother) {
  Shape shape{2, 9, 96, 96, 48, true, true, true};
  Product product(shape);
  std::string level = testedLevels().front();
  std::vector<float> both = product.strassen(level, kSelected);
  Product poisoned = product;
  for (int64_t m = 0; m < shape.rows; ++m)
    poisoned.row(0, m)[m] =
        m % 2 ? std::numeric_limits<float>::quiet_NaN() : std::numeric_limits<float>::infinity();
  std::vector<float> other = poisoned.strassen(level, kSelected);
  int64_t image = shape.results() / 2;
  EXPECT_TRUE(std::equal(both.begin() + image, both.end(), other.begin() + image));
  EXPECT_TRUE(std::isnan(other[shape.columns])); // in the second row

  Product alone = product;
  alone.s.batch = 1;
  alone.lhs.erase(alone.lhs.begin(), alone.lhs.begin() + shape.rows * shape.depth);
  alone.residual.erase(alone.residual.begin(), alone.residual.begin() + image);
  std::vector<float> one = alone.strassen(level, kSelected);
  EXPECT_TRUE(std::equal(one.begin(), one.end(), both.begin() + image));
}
