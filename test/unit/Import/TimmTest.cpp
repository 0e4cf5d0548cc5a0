//===- TimmTest.cpp - timm's config.json, names of timm and torchvision ----===//

#include "vitc/Import/Files/ModelDirectory.h"

#include "../Support/ScratchDirectory.h"
#include "ParsedConfig.h"
#include "SafetensorsBytes.h"

#include <gtest/gtest.h>

using namespace llvm;
using namespace vitc;
using namespace vitc::test;

namespace {

std::string recipeRefusal(StringRef text) {
  Expected<Preprocessor> recipe = Preprocessor::parseTimm(text, "c", accept(text));
  return recipe ? "accepted" : errorText(recipe.takeError());
}

//===----------------------------------------------------------------------===//
// config.json
//===----------------------------------------------------------------------===//

TEST(TimmConfig, TheArchitectureGivesTheSizes) {
  ModelConfig model = accept(R"({"architecture": "vit_giant_patch14_224", "num_classes": 0,
                                 "pretrained_cfg": {"input_size": [1, 98, 112]}})");
  const auto &vit = std::get<ViTConfig>(model.family);
  EXPECT_TRUE(model.timm);
  EXPECT_EQ(model.basePrefix(), "vit.");
  EXPECT_EQ(model.architecture, "vit_giant_patch14_224");
  EXPECT_EQ(model.head, HeadKind::None);
  EXPECT_EQ(vit.hiddenSize, 1408);
  EXPECT_EQ(vit.layers, 40);
  EXPECT_EQ(vit.heads, 16);
  EXPECT_EQ(vit.intermediateSize, 6144);
  EXPECT_EQ(vit.patchSize, (ImageSize{14, 14}));
  EXPECT_EQ(vit.imageSize, (ImageSize{98, 112}));
  EXPECT_EQ(vit.channels, 1);
  EXPECT_EQ(vit.layerNormEps, 1e-6);
  EXPECT_FALSE(vit.layerScale || vit.averagePool || vit.normAfterPool || vit.positionsOnPatches);
}

TEST(TimmConfig, ArgumentsComeFirst) {
  ModelConfig model = accept(R"({"architecture": "vit_tiny_patch16_224", "num_classes": 9,
    "global_pool": "token", "label_names": ["a", "b"],
    "model_args": {"embed_dim": 24, "depth": 2, "num_heads": 4, "mlp_ratio": 2.5, "img_size": 40,
                   "patch_size": [8, 4], "in_chans": 1, "num_classes": 2, "global_pool": "avg",
                   "qkv_bias": false, "class_token": false, "reg_tokens": 3, "init_values": 0.5,
                   "no_embed_class": true, "drop_rate": 0.1, "act_layer": null},
    "pretrained_cfg": {"input_size": [3, 224, 224], "num_classes": 7}})");
  const auto &vit = std::get<ViTConfig>(model.family);
  EXPECT_EQ(vit.hiddenSize, 24);
  EXPECT_EQ(vit.intermediateSize, 60);
  EXPECT_EQ(vit.imageSize, (ImageSize{40, 40}));
  EXPECT_EQ(vit.patchSize, (ImageSize{8, 4}));
  EXPECT_EQ(vit.channels, 1);
  EXPECT_EQ(vit.frontTokens(), 3);
  EXPECT_EQ(vit.initialLayerScale, 0.5);
  EXPECT_TRUE(vit.layerScale && vit.averagePool && vit.normAfterPool && vit.positionsOnPatches);
  EXPECT_FALSE(vit.qkvBias);
  EXPECT_EQ(model.labels, (std::vector<std::string>{"a", "b"}));
}

TEST(TimmConfig, DeiTs) {
  ModelConfig distilled = accept(R"({"architecture": "deit_tiny_distilled_patch16_224"})");
  EXPECT_EQ(distilled.head, HeadKind::ClassifierWithTeacher);
  EXPECT_EQ(distilled.basePrefix(), "deit.");
  EXPECT_TRUE(std::holds_alternative<DeiTConfig>(distilled.family));
  EXPECT_EQ(distilled.labels.size(), 1000u);
  ModelConfig third = accept(R"({"architecture": "deit3_small_patch16_384"})");
  EXPECT_TRUE(std::get<ViTConfig>(third.family).layerScale);
  EXPECT_TRUE(std::get<ViTConfig>(third.family).positionsOnPatches);
}

TEST(TimmConfig, FaultsComeTogether) {
  EXPECT_EQ(refusal(R"({"architecture": "vit_base_patch16_clip_224"})")
                .find("c:architecture: error: found 'vit_base_patch16_clip_224', expected a plain "
                      "ViT or DeiT of timm\nhint: did you mean 'vit_base_patch16_224'?"),
            0u);
  EXPECT_EQ(refusal(R"({"architecture": "vit_tiny_patch300_224"})")
                .find("c:architecture: error: found 'vit_tiny_patch300_224'"),
            0u);
  EXPECT_EQ(refusal(R"({"architecture": "vit_tiny_patch16_224", "num_classes": -1,
    "model_args": {"qk_norm": true, "num_heads": 5, "depth": 0}})"),
            "c:model_args: error: found num_heads = 5, expected a divisor of embed_dim = 192\n"
            "c:num_classes: error: found -1, expected an integer from 0 to 1000000\n"
            "c:model_args.depth: error: found 0, expected an integer from 1 to 1024\n"
            "c:model_args.qk_norm: error: found an argument that vitc does not know, expected the "
            "plain ViT's arguments\n");
  EXPECT_EQ(refusal(R"({"architecture": "vit_tiny_patch16_224", "global_pool": "map"})"),
            "c:global_pool: error: found 'map', expected 'token' or 'avg'\n"
            "hint: the other poolings of timm are not compiled\n");
  EXPECT_EQ(refusal(R"({"architecture": "vit_tiny_patch16_224", "num_classes": 2,
                        "label_names": ["a"]})"),
            "c:label_names: error: found an array of 1, expected a name for each of num_classes = "
            "2\n");
  EXPECT_EQ(refusal(R"({"architecture": "vit_tiny_patch16_224", "pretrained_cfg": 3})"),
            "c:pretrained_cfg: error: found 3, expected an object\n");
  EXPECT_EQ(refusal(R"({"architecture": "vit_tiny_patch16_224",
                        "pretrained_cfg": {"input_size": [3, 224]}})"),
            "c:pretrained_cfg.input_size: error: found an array of 2, expected [channels, height, "
            "width]\n");
  EXPECT_EQ(refusal(R"({"architecture": "deit_tiny_distilled_patch16_224",
                        "model_args": {"reg_tokens": 1}})"),
            "c:model_args: error: found tokens or pooling of their own for "
            "deit_tiny_distilled_patch16_224, expected what its class has: a class and a "
            "distillation token, both with positions\n");
}

//===----------------------------------------------------------------------===//
// Preprocessing
//===----------------------------------------------------------------------===//

TEST(TimmPreprocessor, ReadsPretrainedCfg) {
  StringRef text = R"({"architecture": "vit_tiny_patch16_224", "pretrained_cfg": {
    "input_size": [3, 224, 224], "interpolation": "bilinear", "crop_pct": 0.9, "mean": [1, 2, 3],
    "std": 0.25}})";
  Preprocessor recipe = cantFail(Preprocessor::parseTimm(text, "c", accept(text)));
  EXPECT_EQ(recipe.resize, ResizeMode::Shortest);
  EXPECT_EQ(recipe.resizeShortest, 248);
  EXPECT_EQ(recipe.filter, ResizeFilter::Bilinear);
  EXPECT_TRUE(recipe.centerCrop && recipe.cropRounds);
  EXPECT_EQ(recipe.outputSize(), (ImageSize{224, 224}));
  EXPECT_EQ(recipe.mean[2], 3.0);
  EXPECT_EQ(recipe.std[2], 0.25);
  EXPECT_EQ(recipe.arithmetic, PixelArithmetic::Pil);
  // floor(384 / 0.9), not 248 in proportion.
  EXPECT_EQ(recipe.withOutputSize({384, 384}).resizeShortest, 426);
}

TEST(TimmPreprocessor, TakesTimmsDefaults) {
  StringRef text = R"({"architecture": "deit_tiny_patch16_224"})";
  Preprocessor recipe = cantFail(Preprocessor::parseTimm(text, "c", accept(text)));
  EXPECT_EQ(recipe.resizeShortest, 256);
  EXPECT_EQ(recipe.filter, ResizeFilter::Bicubic);
  EXPECT_EQ(recipe.mean[0], 0.485);
  EXPECT_TRUE(is_contained(recipe.defaulted, "crop_pct = 0.875"));
}

TEST(TimmPreprocessor, Refuses) {
  EXPECT_EQ(recipeRefusal(R"({"architecture": "vit_tiny_patch16_224",
                              "pretrained_cfg": {"crop_mode": "border", "crop_pct": 2}})"),
            "c:pretrained_cfg.crop_pct: error: found 2, expected a number from 0.01 to 1\n"
            "c:pretrained_cfg.crop_mode: error: found 'border', expected 'center' or 'squash'\n"
            "hint: give preprocessed tensors with --input, or a preprocessor_config.json\n");
  EXPECT_EQ(recipeRefusal(R"({"architecture": "vit_tiny_patch16_224",
                              "pretrained_cfg": {"input_size": [3, 32, 48]}})"),
            "c:pretrained_cfg.crop_mode: error: found 'center' for pictures of 32x48, expected "
            "square pictures, or 'squash'\nhint: write a preprocessor_config.json\n");
  EXPECT_EQ(recipeRefusal(R"({"architecture": "vit_tiny_patch16_224",
                              "pretrained_cfg": {"interpolation": "random"}})")
                .find("c:pretrained_cfg.interpolation: error: found 'random', expected a filter"),
            0u);
}

//===----------------------------------------------------------------------===//
// Names of tensors
//===----------------------------------------------------------------------===//

class ForeignNames : public testing::Test {
protected:
  Checkpoint open(const std::vector<std::pair<std::string, std::vector<int64_t>>> &tensors) {
    return cantFail(
        Checkpoint::openFile(scratch.write("model.safetensors", zeroSafetensors(tensors))));
  }
  std::string refusal(const Checkpoint &checkpoint, ArrayRef<WantedTensor> wanted) {
    Expected<BoundTensors> bound = checkpoint.bind(wanted, "vit.");
    return bound ? "bound" : scratch.relative(errorText(bound.takeError()));
  }
  ScratchDirectory scratch;
};

const WantedTensor patches{"vit.embeddings.patch_embeddings.projection.weight", {4, 3, 2, 2}};
const StringRef attention = "vit.encoder.layer.11.attention.attention.";

TEST_F(ForeignNames, PackedRowsAreShared) {
  Checkpoint timm = open({{"patch_embed.proj.weight", {4, 3, 2, 2}},
                          {"blocks.11.attn.qkv.weight", {12, 4}},
                          {"blocks.11.attn.qkv.bias", {12}}});
  EXPECT_EQ(timm.tensorNames(), TensorNames::Timm);
  BoundTensors bound = cantFail(timm.bind({patches,
                                           {(attention + "query.weight").str(), {4, 4}},
                                           {(attention + "value.weight").str(), {4, 4}},
                                           {(attention + "key.bias").str(), {4}}},
                                          "vit."));
  const TensorSource &query = bound.sources[1], &value = bound.sources[2], &key = bound.sources[3];
  EXPECT_EQ(query.offset(), timm.find("blocks.11.attn.qkv.weight").offset());
  EXPECT_EQ(value.offset(), query.offset() + 2 * 4 * 4 * sizeof(float));
  EXPECT_EQ(value.size(), 4 * 4 * sizeof(float));
  EXPECT_EQ(value.bytes().size(), value.size());
  EXPECT_EQ(value.shape(), ArrayRef<int64_t>({4, 4}));
  EXPECT_EQ(key.offset(), timm.find("blocks.11.attn.qkv.bias").offset() + 4 * sizeof(float));
  EXPECT_TRUE(bound.unexpected.empty());
}

TEST_F(ForeignNames, TorchvisionsBothSpellings) {
  std::string first = "vit.encoder.layer.0.intermediate.dense.bias";
  for (const char *spelling : {"mlp.0", "mlp.linear_1"}) {
    std::string name = "encoder.layers.encoder_layer_0." + std::string(spelling) + ".bias";
    Checkpoint file = open({{"conv_proj.weight", {4, 3, 2, 2}}, {name, {7}}});
    EXPECT_EQ(file.tensorNames(), TensorNames::Torchvision);
    EXPECT_EQ(refusal(file, {patches, {first, {7}}}), "bound");
  }
}

TEST_F(ForeignNames, MessagesSpeakOfTheFile) {
  Checkpoint timm = open({{"patch_embed.proj.weight", {4, 3, 2, 2}},
                          {"blocks.0.attn.qkv.bias", {9}},
                          {"blocks.0.attn.q_norm.weight", {4}},
                          {"head.weight", {2, 4}}});
  std::string layer = "vit.encoder.layer.0.attention.attention.";
  EXPECT_EQ(refusal(timm, {patches,
                           {layer + "query.weight", {4, 4}},
                           {layer + "key.weight", {4, 4}},
                           {layer + "query.bias", {4}},
                           {layer + "key.bias", {4}}}),
            "model.safetensors: error: found 2 of 3 tensors, expected also:\n"
            "  blocks.0.attn.qkv.weight [12, 4]\n"
            "hint: config.json describes another model than this checkpoint: compare its "
            "\"architectures\" (a checkpoint without a head has no classifier)\n"
            "model.safetensors:tensor 'blocks.0.attn.qkv.bias': error: found the shape [9], "
            "expected [12] as config.json asks\n");
  EXPECT_EQ(refusal(timm, patches),
            "model.safetensors: error: found 2 tensors of timm that the model does not compute "
            "with:\n  'blocks.0.attn.q_norm.weight'\n  'blocks.0.attn.qkv.bias'\n"
            "hint: config.json describes another model than this checkpoint\n");
}

} // namespace
