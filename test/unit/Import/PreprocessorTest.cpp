//===- PreprocessorTest.cpp ------------------------------------------------===//

#include "vitc/Import/Files/Preprocessor.h"

#include "vitc/Support/Errors.h"

#include <gtest/gtest.h>

using namespace llvm;
using namespace vitc;

namespace {

ModelConfig model(StringRef type, int64_t imageSize = 224) {
  return cantFail(ModelConfig::parse("{\"model_type\": \"" + type.str() +
                                         "\", \"image_size\": " + std::to_string(imageSize) + "}",
                                     "c"));
}

Preprocessor accept(StringRef text, StringRef type = "vit",
                    PreprocessChoice choice = PreprocessChoice::Auto) {
  Expected<Preprocessor> recipe = Preprocessor::parse(text, "p", model(type), choice);
  if (recipe)
    return std::move(*recipe);
  ADD_FAILURE() << errorText(recipe.takeError());
  return {};
}

std::string refusal(StringRef text) {
  Expected<Preprocessor> recipe = Preprocessor::parse(text, "p", model("vit"));
  return recipe ? "accepted" : errorText(recipe.takeError());
}

TEST(Preprocessor, ReadsACurrentFile) {
  Preprocessor recipe = accept(R"({
    "image_processor_type": "BitImageProcessor", "do_resize": true, "size": {"shortest_edge": 256},
    "resample": 3, "do_center_crop": true, "crop_size": {"height": 224, "width": 192},
    "do_rescale": true, "rescale_factor": 0.00392156862745098, "do_normalize": true,
    "image_mean": [0.485, 0.456, 0.406], "image_std": [0.229, 0.224, 0.225],
    "do_convert_rgb": true})",
                               "dinov2");
  EXPECT_EQ(recipe.arithmetic, PixelArithmetic::Pil);
  EXPECT_EQ(recipe.resize, ResizeMode::Shortest);
  EXPECT_EQ(recipe.resizeShortest, 256);
  EXPECT_EQ(recipe.filter, ResizeFilter::Bicubic);
  EXPECT_EQ(recipe.outputSize(), (ImageSize{224, 192}));
  EXPECT_EQ(recipe.rescaleFactor, 0.00392156862745098);
  EXPECT_EQ(recipe.mean[2], 0.406);
  EXPECT_EQ(recipe.std[0], 0.229);
  EXPECT_TRUE(recipe.defaulted.empty());
  EXPECT_TRUE(recipe.ignored.empty());
}

TEST(Preprocessor, OldFilesRescaleBySilence) {
  Preprocessor recipe = accept(R"({"do_normalize": true, "do_resize": true,
    "feature_extractor_type": "ViTFeatureExtractor", "image_mean": [0.5, 0.5, 0.5],
    "image_std": [0.5, 0.5, 0.5], "resample": 2, "size": 384})");
  EXPECT_TRUE(recipe.rescale);
  EXPECT_EQ(recipe.rescaleFactor, 1.0 / 255.0);
  EXPECT_EQ(recipe.resize, ResizeMode::Exact);
  EXPECT_EQ(recipe.outputSize(), (ImageSize{384, 384}));
}

TEST(Preprocessor, AnIntegerSizeDependsOnTheClass) {
  EXPECT_EQ(accept(R"({"size": 100})", "vit").resize, ResizeMode::Exact);
  EXPECT_EQ(accept(R"({"size": 100})", "deit").resizeTo, (ImageSize{100, 100}));
  EXPECT_EQ(accept(R"({"size": 100})", "dinov2").resize, ResizeMode::Shortest);
  EXPECT_EQ(accept(R"({"size": [100, 50]})", "dinov2").resizeTo, (ImageSize{100, 50}));
  EXPECT_EQ(accept(R"({"size": {"height": 7, "width": 9}})").resizeTo, (ImageSize{7, 9}));
}

TEST(Preprocessor, ClassDefaultsFillGaps) {
  Preprocessor deit = accept("{}", "deit");
  EXPECT_EQ(deit.resizeTo, (ImageSize{256, 256}));
  EXPECT_EQ(deit.outputSize(), (ImageSize{224, 224}));
  EXPECT_EQ(deit.filter, ResizeFilter::Bicubic);
  EXPECT_EQ(deit.mean[0], 0.5);
  Preprocessor bit = accept("{}", "dinov2");
  EXPECT_EQ(bit.resizeShortest, 224);
  EXPECT_EQ(bit.mean[0], 0.48145466);
  Preprocessor vit = accept(R"({"do_center_crop": true, "crop_size": 200})", "vit");
  EXPECT_FALSE(vit.centerCrop); // Pillow's ViT class passes the field over
  EXPECT_EQ(vit.outputSize(), (ImageSize{224, 224}));
  EXPECT_TRUE(is_contained(vit.defaulted, "resample = 2"));
}

TEST(Preprocessor, ArithmeticFollowsTheClassOrTheChoice) {
  StringRef fast = R"({"image_processor_type": "ViTImageProcessorFast"})";
  EXPECT_EQ(accept(fast).arithmetic, PixelArithmetic::Torchvision);
  EXPECT_EQ(accept(fast, "vit", PreprocessChoice::Pil).arithmetic, PixelArithmetic::Pil);
  EXPECT_EQ(accept("{}", "vit", PreprocessChoice::Torchvision).arithmetic,
            PixelArithmetic::Torchvision);
  EXPECT_EQ(accept("{}").arithmetic, PixelArithmetic::Pil);
}

TEST(Preprocessor, StepsCanBeTurnedOff) {
  Preprocessor recipe = accept(R"({"do_resize": false, "do_rescale": false, "do_normalize": false,
    "image_mean": 0.25})");
  EXPECT_EQ(recipe.resize, ResizeMode::None);
  EXPECT_FALSE(recipe.rescale);
  EXPECT_FALSE(recipe.normalize);
  EXPECT_EQ(recipe.mean[1], 0.25);
  EXPECT_EQ(recipe.outputSize(), (ImageSize{0, 0}));
}

TEST(Preprocessor, WithoutAFileTheUsualRecipeFitsTheModel) {
  Preprocessor vit = Preprocessor::usual(model("vit", 384));
  EXPECT_EQ(vit.outputSize(), (ImageSize{384, 384}));
  EXPECT_EQ(vit.mean[0], 0.5);
  Preprocessor deit = Preprocessor::usual(model("deit", 448));
  EXPECT_EQ(deit.resizeTo, (ImageSize{512, 512}));
  EXPECT_EQ(deit.cropTo, (ImageSize{448, 448}));
  Preprocessor dinov2 = Preprocessor::usual(model("dinov2"), PreprocessChoice::Torchvision);
  EXPECT_EQ(dinov2.resizeShortest, 256);
  EXPECT_EQ(dinov2.mean[0], 0.485);
  EXPECT_EQ(dinov2.arithmetic, PixelArithmetic::Torchvision);
}

TEST(Preprocessor, AnotherOutputSizeKeepsTheProportion) {
  Preprocessor bit = Preprocessor::usual(model("dinov2"));
  Preprocessor wide = bit.withOutputSize({224, 448});
  EXPECT_EQ(wide.outputSize(), (ImageSize{224, 448}));
  EXPECT_EQ(wide.resizeShortest, 512);
  Preprocessor vit = accept(R"({"size": {"shortest_edge": 10}})").withOutputSize({32, 48});
  EXPECT_EQ(vit.resize, ResizeMode::Exact);
  EXPECT_EQ(vit.outputSize(), (ImageSize{32, 48}));
}

struct BadRecipe {
  StringRef text, message;
};

class PreprocessorFault : public testing::TestWithParam<BadRecipe> {};

TEST_P(PreprocessorFault, IsRefused) {
  EXPECT_EQ(refusal(GetParam().text), GetParam().message.str() + "\n");
}

INSTANTIATE_TEST_SUITE_P(
    , PreprocessorFault,
    testing::Values(
        BadRecipe{"[]",
                  "p: error: found an array of 0, expected an object of preprocessing fields"},
        BadRecipe{R"({"image_processor_type": "ViTImageProcesor"})",
                  "p:image_processor_type: error: found 'ViTImageProcesor', expected an image "
                  "processor that vitc knows\nhint: did you mean 'ViTImageProcessor'? supported: "
                  "ViTImageProcessor, DeiTImageProcessor, BeitImageProcessor, BitImageProcessor, "
                  "CLIPImageProcessor"},
        BadRecipe{R"({"size": {"height": 224}})",
                  "p:size: error: found an object of 1, expected {height, width} or "
                  "{shortest_edge}"},
        BadRecipe{R"({"size": {"shortest_edge": 800, "longest_edge": 1333}})",
                  "p:size: error: found a size with a longest edge, expected {height, width} or "
                  "{shortest_edge}\nhint: pictures of varying size are not classified by these "
                  "families"},
        BadRecipe{R"({"size": {"height": 0, "width": 4}})",
                  "p:size.height: error: found 0, expected an integer from 1 to 16384"},
        BadRecipe{R"({"size": "large"})",
                  "p:size: error: found 'large', expected an integer or [height, width]"},
        BadRecipe{R"({"resample": 6})",
                  "p:resample: error: found 6, expected an integer from 0 to 5"},
        BadRecipe{R"({"do_resize": "yes"})",
                  "p:do_resize: error: found 'yes', expected true or false"},
        BadRecipe{R"({"image_mean": [0.5, 0.5]})",
                  "p:image_mean: error: found an array of 2, expected one number for each of 3 "
                  "channels"},
        BadRecipe{R"({"image_std": [0.5, 0, 0.5]})",
                  "p:image_std[1]: error: found 0, expected a positive number up to 1e6"},
        BadRecipe{R"({"image_mean": ["a", 1, 1]})",
                  "p:image_mean[0]: error: found 'a', expected a number"},
        BadRecipe{R"({"do_pad": true})",
                  "p:do_pad: error: found true, expected no padding: these families do not use "
                  "it"},
        BadRecipe{R"({"image_processor_type": "DeiTImageProcessor",
                      "crop_size": {"shortest_edge": 9}})",
                  "p:crop_size: error: found an object of 1, expected {height, width}"}));

} // namespace
