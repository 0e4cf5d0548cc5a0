//===- ModelConfigTest.cpp -------------------------------------------------===//

#include "ParsedConfig.h"

#include <gtest/gtest.h>

using namespace llvm;
using namespace vitc;
using namespace vitc::test;

namespace {

TEST(ModelConfig, ClassDefaultsAreTakenAndReported) {
  ModelConfig vit = accept(R"({"model_type": "vit"})");
  const auto &config = std::get<ViTConfig>(vit.family);
  EXPECT_EQ(config.hiddenSize, 768);
  EXPECT_EQ(config.layers, 12);
  EXPECT_EQ(config.heads, 12);
  EXPECT_EQ(config.headSize(), 64);
  EXPECT_EQ(config.intermediateSize, 3072);
  EXPECT_EQ(config.poolerOutputSize, 768);
  EXPECT_EQ(config.poolerAct, Activation::Tanh);
  EXPECT_EQ(config.hiddenAct, Activation::Gelu);
  EXPECT_EQ(config.layerNormEps, 1e-12);
  EXPECT_EQ(config.imageSize, (ImageSize{224, 224}));
  EXPECT_EQ(config.patchSize, (ImageSize{16, 16}));
  EXPECT_TRUE(config.qkvBias);
  EXPECT_EQ(vit.head, HeadKind::None);
  EXPECT_EQ(vit.architecture, "ViTModel");
  EXPECT_TRUE(vit.labels.empty());
  EXPECT_TRUE(is_contained(vit.defaulted, "layer_norm_eps = 1e-12"));
  EXPECT_TRUE(is_contained(vit.defaulted, "image_size = 224"));

  ModelConfig dinov2 = accept(R"({"model_type": "dinov2"})");
  const auto &dino = std::get<Dinov2Config>(dinov2.family);
  EXPECT_EQ(dino.layerNormEps, 1e-6);
  EXPECT_EQ(dino.patchSize, (ImageSize{14, 14}));
  EXPECT_EQ(dino.ffnSize(), 3072);
  EXPECT_EQ(dinov2.basePrefix(), "dinov2.");
}

TEST(ModelConfig, RegistersOfDinov2) {
  ModelConfig model = accept(R"({"model_type": "dinov2_with_registers",
                                 "architectures": ["Dinov2WithRegistersForImageClassification"]})");
  const auto &dino = std::get<Dinov2Config>(model.family);
  EXPECT_EQ(dino.registerTokens, 4);
  EXPECT_EQ(dino.patchSize, (ImageSize{16, 16})); // of the class; the published ones say 14
  EXPECT_EQ(model.head, HeadKind::Classifier);
  EXPECT_EQ(model.basePrefix(), "dinov2_with_registers.");
}

TEST(ModelConfig, FieldsAreRead) {
  ModelConfig model = accept(R"({
    "model_type": "deit", "architectures": ["DeiTForImageClassificationWithTeacher"],
    "hidden_size": 192, "num_hidden_layers": 3, "num_attention_heads": 6, "qkv_bias": false,
    "intermediate_size": 500, "hidden_act": "quick_gelu", "layer_norm_eps": 1e-5,
    "image_size": [96, 64], "patch_size": [8, 16], "num_channels": 1,
    "id2label": {"1": "dog", "0": "cat", "2": "dog"}, "problem_type": "multi_label_classification",
    "hidden_dropout_prob": 0.1, "transformers_version": "4"})");
  const auto &config = std::get<DeiTConfig>(model.family);
  EXPECT_EQ(model.head, HeadKind::ClassifierWithTeacher);
  EXPECT_EQ(config.intermediateSize, 500);
  EXPECT_EQ(config.hiddenAct, Activation::QuickGelu);
  EXPECT_EQ(config.imageSize, (ImageSize{96, 64}));
  EXPECT_EQ(config.grid({96, 64}), (ImageSize{12, 4}));
  EXPECT_EQ(config.channels, 1);
  EXPECT_FALSE(config.qkvBias);
  EXPECT_EQ(model.labels, std::vector<std::string>({"cat", "dog", "dog"}));
  EXPECT_EQ(model.problemType, ProblemType::MultiLabel);
  EXPECT_EQ(model.ignored, std::vector<std::string>({"hidden_dropout_prob"}));
}

TEST(ModelConfig, GatedFfnIsRoundedAsTheReferenceDoes) {
  ModelConfig giant = accept(R"({"model_type": "dinov2", "hidden_size": 1536,
    "num_attention_heads": 24, "use_swiglu_ffn": true, "mlp_ratio": 4})");
  EXPECT_EQ(std::get<Dinov2Config>(giant.family).ffnSize(), 4096);
  ModelConfig odd = accept(R"({"model_type": "dinov2", "hidden_size": 100,
    "num_attention_heads": 4, "use_swiglu_ffn": true, "mlp_ratio": 2.5})");
  EXPECT_EQ(std::get<Dinov2Config>(odd.family).ffnSize(), 168);
}

TEST(ModelConfig, LabelsAreMadeUpAsTheReferenceDoes) {
  StringRef head = R"({"model_type": "vit", "architectures": ["ViTForImageClassification"])";
  EXPECT_EQ(accept((head + "}").str()).labels, std::vector<std::string>({"LABEL_0", "LABEL_1"}));
  EXPECT_EQ(accept((head + ", \"num_labels\": 3}").str()).labels.back(), "LABEL_2");
  // Without architectures, labels mean a classifier.
  ModelConfig model = accept(R"({"model_type": "vit", "id2label": {"0": "a"}})");
  EXPECT_EQ(model.head, HeadKind::Classifier);
  EXPECT_TRUE(is_contained(model.defaulted, "architectures = [ViTForImageClassification]"));
}

struct BadConfig {
  StringRef fields, message;
};

class ModelConfigFault : public testing::TestWithParam<BadConfig> {};

TEST_P(ModelConfigFault, IsRefused) {
  std::string text = ("{\"model_type\": \"vit\", " + GetParam().fields + "}").str();
  EXPECT_EQ(refusal(text), GetParam().message.str() + "\n");
}

INSTANTIATE_TEST_SUITE_P(
    , ModelConfigFault,
    testing::Values(
        BadConfig{R"("hidden_size": -768)",
                  "c:hidden_size: error: found -768, expected an integer from 1 to 65536"},
        BadConfig{R"("hidden_size": 0)",
                  "c:hidden_size: error: found 0, expected an integer from 1 to 65536"},
        BadConfig{R"("num_hidden_layers": 100000000)",
                  "c:num_hidden_layers: error: found 100000000, expected an integer from 1 to "
                  "1024"},
        BadConfig{R"("hidden_size": "768")",
                  "c:hidden_size: error: found '768', expected an integer from 1 to 65536"},
        BadConfig{R"("hidden_size": 768.0)",
                  "c:hidden_size: error: found the real number 768, expected an integer from 1 to "
                  "65536"},
        BadConfig{R"("hidden_size": null)",
                  "c:hidden_size: error: found null, expected an integer from 1 to 65536"},
        BadConfig{R"("num_attention_heads": 7)",
                  "c:num_attention_heads: error: found 7, expected a divisor of hidden_size = 768"},
        BadConfig{R"("image_size": 8)", "c:patch_size: error: found 16x16, expected a patch no "
                                        "larger than image_size = 8x8"},
        BadConfig{R"("image_size": [224])",
                  "c:image_size: error: found an array of 1, expected an integer or [height, "
                  "width]"},
        BadConfig{R"("image_size": [224, 0])",
                  "c:image_size[1]: error: found 0, expected an integer from 1 to 16384"},
        BadConfig{R"("image_size": {"height": 224})",
                  "c:image_size: error: found an object of 1, expected an integer or [height, "
                  "width]"},
        BadConfig{R"("layer_norm_eps": -1e-5)",
                  "c:layer_norm_eps: error: found the real number -1e-05, expected a number from "
                  "0 to 1"},
        BadConfig{R"("layer_norm_eps": 1e400)",
                  "c:1:41: error: found the number '1e400', expected a number that fits 64 bits"},
        BadConfig{R"("layer_norm_eps": NaN)", "c:1:41: error: found 'NaN', expected a JSON value"},
        BadConfig{R"("qkv_bias": 1)", "c:qkv_bias: error: found 1, expected true or false"},
        BadConfig{R"("hidden_act": "quick-gelu")",
                  "c:hidden_act: error: found the activation 'quick-gelu', expected one that vitc "
                  "knows\nhint: did you mean 'quick_gelu'? supported: gelu, gelu_python, gelu_new, "
                  "gelu_pytorch_tanh, gelu_fast, gelu_python_tanh, gelu_accurate, quick_gelu, "
                  "relu, silu, swish"},
        BadConfig{R"("architectures": ["ViTForMaskedImageModeling"])",
                  "c:architectures[0]: error: found 'ViTForMaskedImageModeling', expected a model "
                  "of vit\nhint: supported: ViTModel, "
                  "ViTForImageClassification"},
        BadConfig{R"("architectures": [3])",
                  "c:architectures[0]: error: found 3, expected a string"},
        BadConfig{R"("problem_type": "multi_label")",
                  "c:problem_type: error: found 'multi_label', expected a problem type of "
                  "transformers\nhint: supported: single_label_classification, "
                  "multi_label_classification, regression"},
        BadConfig{R"("id2label": {"0": "a", "2": "b"})",
                  "c:id2label.2: error: found the key '2', expected a class index from 0 to 1\n"
                  "hint: id2label names every class once, counting from 0"},
        BadConfig{R"("id2label": {"0": "a", "00": "b"})",
                  "c:id2label.00: error: found class 0 again, expected each class once"},
        BadConfig{R"("id2label": {"0": 5})", "c:id2label.0: error: found 5, expected a string"},
        BadConfig{R"("id2label": {})",
                  "c:id2label: error: found an object of 0, expected from 1 to 1000000 classes"},
        BadConfig{R"("id2label": ["a"])",
                  "c:id2label: error: found an array of 1, expected an object from class index to "
                  "name"},
        BadConfig{R"("pruned_heads": {"1": [0]})",
                  "c:pruned_heads: error: found an object of 1, expected no pruned heads\nhint: "
                  "save the model without pruning"},
        BadConfig{R"("hidden_size": 8, "hidden_size": 8)",
                  "c:hidden_size: error: found this key twice in one object, expected each key "
                  "once"}));

TEST(ModelConfig, UnknownFamiliesAreRefusedWithTheList) {
  EXPECT_EQ(refusal(R"({"model_type": "dinov3"})"),
            "c:model_type: error: found 'dinov3', expected a family that vitc compiles\n"
            "hint: did you mean 'dinov2'? supported: vit, deit, dinov2, dinov2_with_registers\n");
  EXPECT_EQ(refusal("{}"), "c: error: found no 'model_type', expected one of a supported family\n"
                           "hint: supported: vit, deit, dinov2, dinov2_with_registers\n");
  EXPECT_EQ(refusal(R"({"model_type": ["vit"]})"),
            "c:model_type: error: found an array of 1, expected a string\n");
  EXPECT_EQ(refusal("[]"), "c: error: found an array of 0, expected an object of configuration "
                           "fields\n");
}

TEST(ModelConfig, AllFaultsComeAtOnce) {
  EXPECT_EQ(refusal(R"({"model_type": "dinov2", "num_channels": 0, "mlp_ratio": "4"})"),
            "c:num_channels: error: found 0, expected an integer from 1 to 64\n"
            "c:mlp_ratio: error: found '4', expected a number\n");
}

} // namespace
