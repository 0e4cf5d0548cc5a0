//===- PrepareTest.cpp - pixel_values equal the image processors' bits -----===//

#include "Fixtures.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>

using namespace vitc::test;

namespace {

/// Reads one C hexadecimal float, which streams cannot.
double readHex(std::istringstream &stream) {
  std::string word;
  stream >> word;
  return std::strtod(word.c_str(), nullptr);
}

vitc_image_recipe readRecipe(std::istringstream &stream) {
  vitc_image_recipe recipe = {};
  recipe.struct_size = sizeof recipe;
  stream >> recipe.arithmetic >> recipe.resize >> recipe.filter >> recipe.resize_height >>
      recipe.resize_width >> recipe.resize_shortest >> recipe.crop >> recipe.crop_height >>
      recipe.crop_width >> recipe.rescale >> recipe.normalize;
  recipe.rescale_factor = readHex(stream);
  for (double &value : recipe.mean)
    value = readHex(stream);
  for (double &value : recipe.std)
    value = readHex(stream);
  stream >> recipe.height >> recipe.width;
  return recipe;
}

TEST(ImagePrepare, EqualsTransformers) {
  std::vector<std::string> lines = readTable("prepare.txt");
  ASSERT_GE(lines.size(), 90u);
  for (const std::string &line : lines) {
    std::istringstream stream(line);
    uint32_t seed, width, height;
    stream >> seed >> width >> height;
    vitc_image_recipe recipe = readRecipe(stream);
    std::string expected;
    ASSERT_TRUE(stream >> expected) << line;
    Picture picture = makeNoise(seed, width, height);
    std::vector<float> values(size_t(3) * recipe.height * recipe.width);
    vitc_image_error error = {""};
    ASSERT_EQ(0, vitc_image_prepare(&picture, &recipe, values.data(), &error))
        << line << ": " << error.message;
    EXPECT_EQ(expected, digest(values.data(), values.size() * sizeof(float))) << line;
  }
}

vitc_image_recipe makeRecipe() {
  vitc_image_recipe recipe = {};
  recipe.struct_size = sizeof recipe;
  recipe.resize = VITC_RESIZE_EXACT;
  recipe.filter = VITC_BILINEAR;
  recipe.resize_height = recipe.resize_width = recipe.height = recipe.width = 4;
  recipe.rescale = recipe.normalize = 1;
  recipe.rescale_factor = 1.0 / 255;
  for (int c = 0; c < 3; ++c)
    recipe.mean[c] = recipe.std[c] = 0.5;
  return recipe;
}

std::string prepareError(const vitc_image_recipe &recipe, uint32_t width = 6, uint32_t height = 8) {
  Picture picture = makeNoise(3, width, height);
  vitc_image_error error = {""};
  std::vector<float> values(3 * 4 * 4);
  return vitc_image_prepare(&picture, &recipe, values.data(), &error) ? error.message : "prepared";
}

/// A picture so long that only the crop's window of the resized one can be computed.
TEST(ImagePrepare, CropComputesOnlyItsWindow) {
  vitc_image_recipe recipe = makeRecipe();
  recipe.resize = VITC_RESIZE_SHORTEST;
  recipe.resize_shortest = recipe.crop_height = recipe.crop_width = 4;
  recipe.crop = 1;
  EXPECT_EQ("prepared", prepareError(recipe, 1, 5000));
  recipe.resize_shortest = 5000;
  EXPECT_EQ("prepared", prepareError(recipe, 5, 500));
  recipe.resize_shortest = 1 << 14;
  recipe.arithmetic = VITC_TORCHVISION; // whose weights depend on the whole axis
  EXPECT_EQ("the resized picture would be too large: 16384 x 1638400000 pixels, the limit of an "
            "edge is 67108864",
            prepareError(recipe, 1, 100000));
}

/// Seven columns less four: 1.5 is 1 to some and 2 to others.
TEST(ImagePrepare, OddCropsRoundDownOrToEven) {
  Picture picture = makeNoise(3, 7, 5);
  for (uint32_t crop : {VITC_CROP_DOWN, VITC_CROP_TO_EVEN}) {
    vitc_image_recipe recipe = makeRecipe();
    recipe.resize = VITC_RESIZE_NONE;
    recipe.rescale = recipe.normalize = 0;
    recipe.crop = crop;
    recipe.crop_width = recipe.crop_height = 4;
    vitc_image_error error = {""};
    std::vector<float> values(3 * 4 * 4);
    ASSERT_EQ(vitc_image_prepare(&picture, &recipe, values.data(), &error), 0) << error.message;
    uint32_t left = crop == VITC_CROP_DOWN ? 1 : 2; // of 3; of 1 row too many, 0.5 is 0 to both
    for (uint32_t x = 0; x < 4; ++x)
      EXPECT_EQ(values[x], picture.rgb[(left + x) * 3]);
  }
}

TEST(ImagePrepare, Refuses) {
  EXPECT_EQ("prepared", prepareError(makeRecipe()));
  vitc_image_recipe recipe = makeRecipe();
  recipe.struct_size = 8;
  EXPECT_EQ("the recipe has 8 bytes, this library expects " + std::to_string(sizeof recipe),
            prepareError(recipe));
  recipe = makeRecipe();
  recipe.resize = VITC_RESIZE_NONE;
  EXPECT_EQ("the picture becomes 6 x 8 pixels (width x height), the model takes 4 x 4",
            prepareError(recipe));
  recipe = makeRecipe();
  recipe.resize = 9;
  EXPECT_EQ("unknown kind of resize 9", prepareError(recipe));
  recipe = makeRecipe();
  recipe.crop = 9;
  EXPECT_EQ("unknown kind of crop 9", prepareError(recipe));
  recipe = makeRecipe();
  recipe.arithmetic = 9;
  EXPECT_EQ("unknown arithmetic 9 (0 is Pillow's, 1 is torchvision's)", prepareError(recipe));
  recipe = makeRecipe();
  recipe.resize = VITC_RESIZE_SHORTEST;
  EXPECT_EQ("the recipe resizes the shortest edge to zero pixels", prepareError(recipe));
  recipe = makeRecipe();
  recipe.std[1] = 0;
  EXPECT_EQ("the recipe's mean or std of channel 1 is zero or not finite", prepareError(recipe));
  recipe = makeRecipe();
  recipe.rescale_factor = std::nan("");
  EXPECT_EQ("the recipe's rescale factor is not finite", prepareError(recipe));
  recipe = makeRecipe();
  recipe.rescale_factor = 0;
  EXPECT_EQ("the recipe's rescale factor is zero", prepareError(recipe));
}

} // namespace
