//===- DecodeTest.cpp - decoded pictures equal Pillow's to the byte --------===//

#include "Fixtures.h"

#include <gtest/gtest.h>

using namespace vitc::test;

namespace {

TEST(ImageDecode, EqualsPillow) {
  std::vector<std::string> lines = readTable("decode.txt");
  ASSERT_GE(lines.size(), 60u);
  for (const std::string &line : lines) {
    std::istringstream stream(line);
    std::string name, expected;
    uint32_t width, height;
    ASSERT_TRUE(stream >> name >> width >> height >> expected) << line;
    Bytes file = readFixture("pictures/" + name);
    Picture picture;
    vitc_image_error error = {""};
    ASSERT_EQ(0, vitc_image_decode(file.data(), file.size(), &picture, &error))
        << name << ": " << error.message;
    EXPECT_EQ(width, picture.width) << name;
    EXPECT_EQ(height, picture.height) << name;
    EXPECT_EQ(expected, picture.digest()) << name;
  }
}

TEST(ImageDecode, TrailingBytesAreIgnored) {
  for (const char *name : {"rgb-420.jpg", "rgb-8.png", "lossy.webp"}) {
    Bytes file = readFixture(std::string("pictures/") + name);
    Picture exact, longer;
    ASSERT_EQ(0, vitc_image_decode(file.data(), file.size(), &exact, nullptr)) << name;
    file.insert(file.end(), 100, 'x');
    ASSERT_EQ(0, vitc_image_decode(file.data(), file.size(), &longer, nullptr)) << name;
    EXPECT_EQ(exact.digest(), longer.digest()) << name;
  }
}

TEST(ImageDecode, FreeTwiceIsHarmless) {
  Picture picture = makeNoise(1, 2, 2);
  vitc_image_free(&picture);
  EXPECT_EQ(nullptr, picture.rgb);
  vitc_image_free(&picture);
  vitc_image_free(nullptr);
}

} // namespace
