//===- ResizeTest.cpp - resized bytes equal Pillow's and torchvision's -----===//

#include "Fixtures.h"

#include <gtest/gtest.h>

using namespace vitc::test;

namespace {

TEST(ImageResize, EqualsPillowAndTorchvision) {
  std::vector<std::string> lines = readTable("resize.txt");
  ASSERT_GE(lines.size(), 300u);
  for (const std::string &line : lines) {
    std::istringstream stream(line);
    uint32_t seed, width, height, newWidth, newHeight;
    int filter, arithmetic;
    std::string expected;
    ASSERT_TRUE(stream >> seed >> width >> height >> newWidth >> newHeight >> filter >>
                arithmetic >> expected)
        << line;
    Picture picture = makeNoise(seed, width, height), result;
    vitc_image_error error = {""};
    ASSERT_EQ(0, vitc_image_resize(&picture, newWidth, newHeight, vitc_filter(filter),
                                   vitc_arithmetic(arithmetic), &result, &error))
        << line << ": " << error.message;
    EXPECT_EQ(newWidth, result.width);
    EXPECT_EQ(newHeight, result.height);
    EXPECT_EQ(expected, result.digest()) << line;
  }
}

std::string resizeError(uint32_t width, uint32_t height, int filter, int arithmetic,
                        uint32_t fromWidth = 8, uint32_t fromHeight = 8) {
  Picture picture = makeNoise(3, fromWidth, fromHeight), result;
  vitc_image_error error = {""};
  int status = vitc_image_resize(&picture, width, height, vitc_filter(filter),
                                 vitc_arithmetic(arithmetic), &result, &error);
  EXPECT_EQ(nullptr, status ? result.rgb : nullptr);
  return status ? error.message : "resized";
}

TEST(ImageResize, Refuses) {
  EXPECT_EQ("the picture has zero size (0 x 5 pixels)", resizeError(0, 5, 2, 0));
  EXPECT_EQ("too many pixels: 40000 x 40000, the limit is 178956970 in all",
            resizeError(40000, 40000, 2, 0));
  EXPECT_EQ("the resized picture would be too large: 67108865 x 1 pixels, the limit of an edge is "
            "67108864",
            resizeError(67108865, 1, 2, 0));
  EXPECT_EQ("unknown resize filter 6 (Pillow's are 0 to 5)", resizeError(4, 4, 6, 0));
  EXPECT_EQ("unknown arithmetic 2 (0 is Pillow's, 1 is torchvision's)", resizeError(4, 4, 2, 2));
  EXPECT_EQ("torchvision has no LANCZOS filter for tensors; use Pillow's arithmetic",
            resizeError(4, 4, VITC_LANCZOS, VITC_TORCHVISION));
  vitc_image empty = {0, 0, nullptr};
  Picture result;
  vitc_image_error error = {""};
  EXPECT_NE(0, vitc_image_resize(&empty, 4, 4, VITC_BILINEAR, VITC_PIL, &result, &error));
  EXPECT_STREQ("there is no picture to resize", error.message);
}

/// Work that pixels alone do not bound: thin pictures, stretched or shrunk.
TEST(ImageResize, RefusesWhatWouldTakeLong) {
  EXPECT_EQ("the resize needs too many weights: 1 pixels of 72000008 each, the limit is 67108864 "
            "in all",
            resizeError(1, 1, VITC_LANCZOS, VITC_PIL, 12000000, 1));
  EXPECT_EQ("the resize needs too many weights: 8388609 pixels of 8 each, the limit is 67108864 "
            "in all",
            resizeError(8388609, 1, VITC_BILINEAR, VITC_TORCHVISION, 8, 1));
  EXPECT_EQ("the resize needs too many pixels between its passes: 224 x 299594, the limit is "
            "67108864 in all",
            resizeError(224, 224, VITC_BILINEAR, VITC_TORCHVISION, 1, 299594));
  // What a long scan of a page or a night's sky comes to is far from the limits.
  EXPECT_EQ("resized", resizeError(518, 518, VITC_BICUBIC, VITC_TORCHVISION, 64, 65535));
}

} // namespace
