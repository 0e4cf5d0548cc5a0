//===- MovementTest.cpp - patches and packing move every number -----------===//

#include "KernelHarness.h"

#include <gtest/gtest.h>

using namespace vitc::test;

TEST(PatchesTest, AnyPatchAndStride) {
  struct Case {
    int64_t height, width, down, right;
  };
  for (Case p : {Case{16, 16, 16, 16}, Case{14, 14, 14, 14}, Case{3, 20, 2, 5}}) {
    constexpr int64_t batch = 2, channels = 3, rows = 33, columns = 47;
    int64_t numDown = (rows - p.height) / p.down + 1, numRight = (columns - p.width) / p.right + 1;
    std::vector<float> pixels = randomFloats(batch * channels * rows * columns, 1), expected;
    for (int64_t b = 0; b < batch; ++b)
      for (int64_t y = 0; y < numDown; ++y)
        for (int64_t x = 0; x < numRight; ++x)
          for (int64_t c = 0; c < channels; ++c)
            for (int64_t i = 0; i < p.height; ++i)
              for (int64_t j = 0; j < p.width; ++j)
                expected.push_back(pixels[((b * channels + c) * rows + y * p.down + i) * columns +
                                          x * p.right + j]);
    std::string in = rowsType({batch, channels, rows, columns});
    std::string out = rowsType({batch, numDown * numRight, channels * p.height * p.width});
    std::string patch = std::to_string(p.height) + ", " + std::to_string(p.width);
    std::string strides = std::to_string(p.down) + ", " + std::to_string(p.right);
    for (const std::string &level : testedLevels()) {
      CompiledKernel kernel({in, out},
                            "kernel.patches ins(%0) outs(%1) patch = [" + patch + "] strides = [" +
                                strides + "] : (" + in + ", " + out + ") -> ()",
                            level);
      std::vector<float> found(expected.size());
      kernel.call({pixels.data(), found.data()}, 1);
      EXPECT_EQ(found, expected) << level << ", patch " << patch;
    }
  }
}

TEST(PackTest, PanelsWithZerosBeyondTheLastRow) {
  struct Case {
    int64_t rows, depth, width;
  };
  for (Case p : {Case{96, 64, 48}, Case{100, 37, 48}, Case{7, 16, 16}}) {
    int64_t panels = (p.rows + p.width - 1) / p.width;
    std::vector<float> matrix = randomFloats(p.rows * p.depth, 1);
    std::vector<float> expected(panels * p.depth * p.width);
    for (int64_t n = 0; n < p.rows; ++n)
      for (int64_t k = 0; k < p.depth; ++k)
        expected[(n / p.width * p.depth + k) * p.width + n % p.width] = matrix[n * p.depth + k];
    std::string in = rowsType({p.rows, p.depth}), out = rowsType({panels, p.depth, p.width});
    for (const std::string &level : testedLevels()) {
      CompiledKernel kernel(
          {in, out}, "kernel.pack ins(%0) outs(%1) : (" + in + ", " + out + ") -> ()", level);
      std::vector<float> found(expected.size(), 777.0f);
      kernel.call({matrix.data(), found.data()}, 1);
      EXPECT_EQ(found, expected) << level << ", " << p.rows << " rows";
    }
  }
}
