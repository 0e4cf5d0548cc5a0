//===- CheckpointTest.cpp --------------------------------------------------===//

#include "vitc/Import/Files/Checkpoint.h"

#include "../Support/ScratchDirectory.h"
#include "SafetensorsBytes.h"
#include "vitc/Support/Errors.h"

#include <gtest/gtest.h>

#include <sys/stat.h>

using namespace llvm;
using namespace vitc;

namespace {

class CheckpointTest : public testing::Test {
protected:
  std::string refusal() {
    Expected<Checkpoint> checkpoint = Checkpoint::open(scratch.path());
    return checkpoint ? "accepted" : scratch.relative(errorText(checkpoint.takeError()));
  }
  void index(StringRef map) {
    scratch.write("model.safetensors.index.json", ("{\"weight_map\":" + map + "}").str());
  }
  std::string bindRefusal(ArrayRef<WantedTensor> wanted) {
    Checkpoint checkpoint = cantFail(Checkpoint::open(scratch.path()));
    Expected<BoundTensors> bound = checkpoint.bind(wanted, "vit.");
    return bound ? "accepted" : scratch.relative(errorText(bound.takeError()));
  }
  ScratchDirectory scratch;
};

const std::string indexPlace = "model.safetensors.index.json:";

TEST_F(CheckpointTest, ReadsOneFile) {
  scratch.write("model.safetensors", zeroSafetensors({{"a", {2, 3}}, {"b", {4}}}));
  Checkpoint checkpoint = cantFail(Checkpoint::open(scratch.path()));
  EXPECT_EQ(checkpoint.tensorCount(), 2u);
  EXPECT_EQ(checkpoint.byteCount(), 40u);
  EXPECT_EQ(checkpoint.names(), std::vector<StringRef>({"a", "b"}));
  EXPECT_EQ(checkpoint.find("a").shape(), ArrayRef<int64_t>({2, 3}));
  EXPECT_FALSE(checkpoint.find("c"));
}

TEST_F(CheckpointTest, ReadsShards) {
  scratch.write("s1", zeroSafetensors({{"a", {1}}, {"unlisted", {1}}}));
  scratch.write("s2", zeroSafetensors({{"b", {2}}}));
  index(R"({"a": "s1", "b": "s2"})");
  Checkpoint checkpoint = cantFail(Checkpoint::open(scratch.path()));
  EXPECT_EQ(checkpoint.tensorCount(), 2u);
  EXPECT_EQ(checkpoint.find("b").path(), scratch.path("s2"));
}

TEST_F(CheckpointTest, IndexFaultsAreNamed) {
  scratch.write("s1", zeroSafetensors({{"a", {1}}}));
  scratch.write("bad", "x");
  scratch.make("folder");
  mkfifo(scratch.path("fifo").c_str(), 0600);
  index(R"({"a": "s1", "b": "gone", "c": "gone", "d": "lost"})");
  EXPECT_EQ(refusal(), "gone: error: cannot open: No such file or directory (errno 2)\n"
                       "lost: error: cannot open: No such file or directory (errno 2)\n");
  index(R"({"a": "../s1"})");
  EXPECT_EQ(refusal(), indexPlace + "weight_map.a: error: found the file name '../s1', which "
                                    "contains a '/', expected the plain name of a file beside "
                                    "this one\n");
  index(R"({"a.b": "s1"})");
  EXPECT_EQ(refusal(), indexPlace + "weight_map['a.b']: error: found no tensor 'a.b' in s1, "
                                    "expected each tensor in the shard the index names\n"
                                    "hint: the index and the shards are of different models\n");
  index(R"({"a": 3})");
  EXPECT_EQ(refusal(), indexPlace + "weight_map.a: error: found 3, expected a string\n");
  index(R"({"a": "folder"})");
  EXPECT_EQ(refusal(), "folder: error: found a directory, expected a regular file\n");
  index(R"({"a": "fifo"})");
  EXPECT_EQ(refusal(), "fifo: error: found a FIFO, expected a regular file\n");
  index(R"({"a": "bad"})");
  EXPECT_EQ(refusal(), "bad:byte 0: error: found a file of 1 bytes, expected at least the 8 bytes "
                       "of a header length\n");
  index(R"(["s1"])");
  EXPECT_EQ(refusal(), indexPlace + "weight_map: error: found an array of 1, expected an object\n");
  index(R"({"a": "s1", "a": "s1"})");
  EXPECT_EQ(refusal(), indexPlace + "weight_map.a: error: found this key twice in one object, "
                                    "expected each key once\n");
  scratch.write("model.safetensors.index.json", "{}");
  EXPECT_EQ(refusal(), "model.safetensors.index.json: error: found an object of 0, expected an "
                       "object with 'weight_map'\n");
}

TEST_F(CheckpointTest, NoWeightsAndPicklesAreRefused) {
  std::string nothing = refusal();
  EXPECT_NE(nothing.find("found no weights, expected model.safetensors"), std::string::npos);
  scratch.write("pytorch_model.bin", "x");
  std::string pickle = refusal();
  EXPECT_NE(pickle.find("pytorch_model.bin: error: found a pickle"), std::string::npos) << pickle;
  EXPECT_NE(pickle.find("hint: convert it: python3 -c \"import torch, safetensors.torch as s; "
                        "s.save_file({k: v.contiguous() for k, v in torch.load("),
            std::string::npos)
      << pickle;
  Expected<Checkpoint> direct = Checkpoint::openFile("m.pth");
  EXPECT_NE(errorText(direct.takeError()).find("m.pth: error: found a pickle"), std::string::npos);
}

TEST_F(CheckpointTest, PrefixIsStrippedOrKept) {
  WantedTensor wanted[] = {{"vit.layernorm.weight", {4}}, {"classifier.weight", {2, 4}}};
  for (StringRef prefix : {"vit.", ""}) {
    scratch.write("model.safetensors",
                  zeroSafetensors({{prefix.str() + "layernorm.weight", {4}},
                                   {"classifier.weight", {2, 4}},
                                   {prefix.str() + "pooler.dense.bias", {4}},
                                   {prefix.str() + "embeddings.position_ids", {1}}}));
    Checkpoint checkpoint = cantFail(Checkpoint::open(scratch.path()));
    BoundTensors bound = cantFail(checkpoint.bind(wanted, "vit."));
    EXPECT_EQ(bound.sources[0].entry->name, (prefix + "layernorm.weight").str());
    EXPECT_EQ(bound.unexpected, std::vector<std::string>({(prefix + "pooler.dense.bias").str()}));
  }
}

TEST_F(CheckpointTest, OldNamesAndOptionalTensors) {
  scratch.write("model.safetensors",
                zeroSafetensors({{"vit.norm.gamma", {4}}, {"vit.norm.beta", {4}}}));
  WantedTensor wanted[] = {
      {"vit.norm.weight", {4}}, {"vit.norm.bias", {4}}, {"vit.pooler", {1}, /*optional=*/true}};
  Checkpoint checkpoint = cantFail(Checkpoint::open(scratch.path()));
  BoundTensors bound = cantFail(checkpoint.bind(wanted, "vit."));
  EXPECT_EQ(bound.sources[1].entry->name, "vit.norm.beta");
  EXPECT_FALSE(bound.sources[2]);
  EXPECT_TRUE(bound.unexpected.empty());
}

TEST_F(CheckpointTest, AllMissingTensorsAreNamedAtOnce) {
  scratch.write("model.safetensors", zeroSafetensors({{"vit.a", {4}}, {"vit.b", {4}}}));
  std::string message =
      bindRefusal({{"vit.a", {4}}, {"vit.c", {4, 2}}, {"vit.b", {5}}, {"vit.d", {}}});
  EXPECT_EQ(message.find("model.safetensors: error: found 2 of 4 tensors, expected also:\n"
                         "  vit.c [4, 2]\n"
                         "  vit.d []\n"
                         "hint: config.json describes another model"),
            0u)
      << message;
  EXPECT_NE(message.find("model.safetensors:tensor 'vit.b': error: found the shape [4], expected "
                         "[5] as config.json asks\n"),
            std::string::npos)
      << message;
}

TEST_F(CheckpointTest, OtherDtypesAreRefusedWhenUsed) {
  scratch.write("model.safetensors", zeroSafetensors({{"a", {4}}}, Dtype::I8));
  EXPECT_EQ(bindRefusal({}), "accepted");
  EXPECT_EQ(bindRefusal({{"a", {4}}}),
            "model.safetensors:tensor 'a': error: found the dtype I8, expected F32, F16, BF16 or "
            "F64\nhint: vitc quantises by itself: give it the floating-point checkpoint\n");
}

TEST(RandomWeights, DependOnSeedAndNameOnly) {
  auto values = [](StringRef name, uint64_t seed, uint64_t first, size_t count) {
    std::vector<float> result(count);
    randomValues(name, seed, 1.0, 0.0, first, result);
    return result;
  };
  std::vector<float> all = values("a", 7, 0, 100);
  std::vector<float> tail = values("a", 7, 60, 40);
  EXPECT_TRUE(std::equal(tail.begin(), tail.end(), all.begin() + 60));
  EXPECT_NE(all, values("b", 7, 0, 100));
  EXPECT_NE(all, values("a", 8, 0, 100));
  double sum = 0, squares = 0;
  const int count = 100'000;
  for (float value : values("a", 1, 0, count)) {
    sum += value;
    squares += value * value;
    ASSERT_LT(std::abs(value), 3.47f);
  }
  EXPECT_NEAR(sum / count, 0, 0.02);
  EXPECT_NEAR(squares / count, 1, 0.02);
}

TEST(RandomWeights, BytesAreTheSameOnEveryHost) {
  std::vector<float> values(4);
  randomValues("vit.embeddings.cls_token", 0, 0.02, 0.5, 0, values);
  const float expected[] = {0x1.ff4208p-2f, 0x1.e76e06p-2f, 0x1.e612a4p-2f, 0x1.e92e8ep-2f};
  for (int i = 0; i < 4; ++i)
    EXPECT_EQ(values[i], expected[i]) << i;
}

TEST(RandomWeights, BecomeACheckpoint) {
  std::string path;
  {
    Checkpoint checkpoint =
        cantFail(Checkpoint::random({{"w", {3, 5}}, {"ones", {4}, 0.0, 1.0}}, /*seed=*/3));
    path = checkpoint.path().str();
    float one;
    memcpy(&one, checkpoint.find("ones").bytes().data(), 4);
    EXPECT_EQ(one, 1.0f);
    std::vector<float> expected(15);
    randomValues("w", 3, 0.02, 0, 0, expected);
    EXPECT_EQ(memcmp(checkpoint.find("w").bytes().data(), expected.data(), 60), 0);
    EXPECT_TRUE(sys::fs::exists(path));
  }
  EXPECT_FALSE(sys::fs::exists(path));
}

TEST(RandomWeights, AbsurdSizesAreRefused) {
  Expected<Checkpoint> checkpoint =
      Checkpoint::random({{"w", {int64_t(1) << 40, int64_t(1) << 40}}}, 0);
  EXPECT_NE(errorText(checkpoint.takeError()).find("more than 1 TiB of weights"),
            std::string::npos);
}

} // namespace
