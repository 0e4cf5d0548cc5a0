//===- ModelDirectoryTest.cpp ----------------------------------------------===//

#include "vitc/Import/Files/ModelDirectory.h"

#include "../Support/ScratchDirectory.h"
#include "SafetensorsBytes.h"
#include "vitc/Support/Errors.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <unistd.h>

using namespace llvm;
using namespace vitc;

namespace {

class ModelDirectoryTest : public testing::Test {
protected:
  std::string refusal(StringRef model) {
    Expected<ModelDirectory> opened = ModelDirectory::open(model);
    return opened ? "accepted" : scratch.relative(errorText(opened.takeError()));
  }
  void fill(StringRef directory) {
    scratch.write((directory + "/config.json").str(), R"({"model_type": "vit"})");
    scratch.write((directory + "/model.safetensors").str(), zeroSafetensors({{"a", {1}}}));
  }
  ScratchDirectory scratch;
};

TEST_F(ModelDirectoryTest, OpensADirectory) {
  std::string path = scratch.make("m");
  fill("m");
  ModelDirectory model = cantFail(ModelDirectory::open(path));
  EXPECT_EQ(model.config.modelType, "vit");
  ASSERT_TRUE(model.checkpoint);
  EXPECT_EQ(model.checkpoint->tensorCount(), 1u);
  EXPECT_EQ(model.preprocessor.outputSize(), (ImageSize{224, 224}));
  scratch.write("m/preprocessor_config.json", R"({"size": 64})");
  EXPECT_EQ(cantFail(ModelDirectory::open(path)).preprocessor.outputSize(), (ImageSize{64, 64}));
  scratch.write("m/preprocessor_config.json", R"({"size": -1})");
  EXPECT_EQ(refusal(path), "m/preprocessor_config.json:size: error: found -1, expected an integer "
                           "from 1 to 16384\n");
}

TEST_F(ModelDirectoryTest, AConfigurationAloneHasNoCheckpoint) {
  ModelDirectory model =
      cantFail(ModelDirectory::open(scratch.write("config.json", R"({"model_type": "dinov2"})")));
  EXPECT_FALSE(model.checkpoint);
  EXPECT_EQ(model.preprocessor.resizeShortest, 256);
}

TEST_F(ModelDirectoryTest, RefusesWhatIsNoModel) {
  scratch.make("empty");
  EXPECT_EQ(refusal(scratch.path("empty")),
            "empty: error: found a directory without config.json, expected a Hugging Face model "
            "directory\n");
  scratch.make("weightless");
  scratch.write("weightless/config.json", R"({"model_type": "vit"})");
  EXPECT_EQ(refusal(scratch.path("weightless")),
            "weightless: error: found no weights, expected model.safetensors or "
            "model.safetensors.index.json\n"
            "hint: for random weights name the configuration itself: weightless/config.json\n");
  EXPECT_EQ(refusal(scratch.write("model.safetensors", "")),
            "model.safetensors: error: found a file that is no configuration, expected a model "
            "directory, a config.json or an .mlir file\n"
            "hint: name the directory that holds the file and its config.json\n");
  EXPECT_EQ(refusal(scratch.path("nothing")),
            "nothing: error: cannot open: No such file or directory (errno 2)\n");
}

TEST_F(ModelDirectoryTest, FindsRepositoriesInTheCache) {
  setenv("HF_HUB_CACHE", scratch.path().c_str(), 1);
  std::string missing = refusal("google/vit-base");
  EXPECT_NE(missing.find("hint: fetch it once: hf download google/vit-base\n"), std::string::npos)
      << missing;
  scratch.make("models--google--vit-base/snapshots/abc");
  scratch.make("models--google--vit-base/refs");
  scratch.make("models--google--vit-base/blobs");
  fill("models--google--vit-base/blobs");
  for (const char *name : {"config.json", "model.safetensors"})
    ASSERT_EQ(
        symlink(
            (std::string("../../blobs/") + name).c_str(),
            scratch.path(std::string("models--google--vit-base/snapshots/abc/") + name).c_str()),
        0);
  scratch.write("models--google--vit-base/refs/main", "abc\n");
  EXPECT_EQ(refusal("google/vit-base"), "accepted");
  scratch.write("models--google--vit-base/refs/main", "../../..");
  EXPECT_NE(refusal("google/vit-base").find("found the revision '../../..'"), std::string::npos);
  unsetenv("HF_HUB_CACHE");
}

TEST_F(ModelDirectoryTest, LooksForTheCacheWhereTheHubDoes) {
  unsetenv("HF_HUB_CACHE");
  unsetenv("HF_HOME");
  auto place = [this] { return refusal("google/vit-base"); };
  setenv("XDG_CACHE_HOME", "/caches", 1);
  EXPECT_NE(place().find("the model in /caches/huggingface/hub"), std::string::npos) << place();
  setenv("HF_HOME", "/home-of-hf", 1);
  EXPECT_NE(place().find("the model in /home-of-hf/hub"), std::string::npos) << place();
  setenv("HF_HUB_CACHE", "/hub", 1);
  EXPECT_NE(place().find("the model in /hub"), std::string::npos) << place();
  for (const char *name : {"XDG_CACHE_HOME", "HF_HOME", "HF_HUB_CACHE"})
    unsetenv(name);
}

TEST(RepositoryId, HasOwnerAndName) {
  EXPECT_TRUE(isRepositoryId("google/vit-base-patch16-224"));
  EXPECT_FALSE(isRepositoryId("vit"));
  EXPECT_FALSE(isRepositoryId("a/b/c"));
  EXPECT_FALSE(isRepositoryId("../vit"));
  EXPECT_FALSE(isRepositoryId("/abs"));
}

/// The committed models of transformers, each opened whole.
class ReferenceModel : public testing::TestWithParam<const char *> {};

TEST_P(ReferenceModel, Opens) {
  ModelDirectory model = cantFail(ModelDirectory::open(GetParam()));
  ASSERT_TRUE(model.checkpoint);
  WantedTensor cls{model.config.basePrefix() + "embeddings.cls_token",
                   {1, 1, model.config.encoder().hiddenSize}};
  BoundTensors bound = cantFail(model.checkpoint->bind(cls, model.config.basePrefix()));
  EXPECT_TRUE(bound.sources[0]);
  std::string mask = model.config.basePrefix() + "embeddings.mask_token"; // of pretraining
  size_t ignored = model.checkpoint->find(mask) || model.checkpoint->find("embeddings.mask_token");
  EXPECT_EQ(bound.unexpected.size() + 1 + ignored, model.checkpoint->tensorCount());
}

// Tests run in the test/ folder.
INSTANTIATE_TEST_SUITE_P(, ReferenceModel,
                         testing::Values("models/reference/vit-sharded",
                                         "models/reference/vit-base-model",
                                         "models/reference/vit-bf16", "models/reference/vit-f16",
                                         "models/reference/vit-grey",
                                         "models/reference/deit-teacher",
                                         "models/reference/dinov2-swiglu"));

} // namespace
