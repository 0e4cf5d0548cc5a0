//===- SameBitsTest.cpp - one model, one result ---------------------------===//
//
// ViT-Ti has the same bits for any number of threads, at both levels, in any place of a batch, and
// alone. Two layers by default; VITC_TEST_LAYERS=12 is the whole model.
//
//===----------------------------------------------------------------------===//

#include "ProgramHarness.h"

#include "Code/CompiledModel.h"

#include <cstdlib>

using namespace vitc;
using namespace vitc::test;
using driver::CompiledModel;
using driver::CompileRequest;

constexpr int64_t kBatch = 17;

static std::string configuration() {
  const char *layers = std::getenv("VITC_TEST_LAYERS");
  return R"({"model_type": "vit", "architectures": ["ViTForImageClassification"],
             "hidden_size": 192, "num_attention_heads": 3, "intermediate_size": 768,
             "image_size": 224, "patch_size": 16, "num_channels": 3, "qkv_bias": true,
             "hidden_act": "gelu", "layer_norm_eps": 1e-12, "num_hidden_layers": )" +
         std::string(layers ? layers : "2") + "}";
}

namespace {
class SameBits : public ::testing::Test {
protected:
  void SetUp() override {
    invocation.command = driver::Command::Run;
    invocation.model = scratch.write("config.json", configuration());
    invocation.seed = 3;
    invocation.outputs = {"logits", "last_hidden_state"};
    source = unwrap(driver::SourceModel::open(invocation));
    pictures = std::make_unique<HostTensor>(
        target::TensorInfo{"pixel_values", target::ElementType::F32, {kBatch, 3, 224, 224}});
    driver::fillRandom(*pictures, 1);
  }

  /// Pictures `order`, in this order, on `threads` threads.
  Tensors run(CompiledModel &model, unsigned threads, ArrayRef<int64_t> order) {
    auto loaded = unwrap(model.load(threads));
    return runLoaded(*loaded, model, order);
  }

  Tensors runLoaded(const execution::LoadedModel &loaded, const CompiledModel &model,
                    ArrayRef<int64_t> order) {
    Tensors inputs;
    HostTensor &input =
        inputs.emplace_back(driver::withBatch(model.info().inputs.front(), order.size()));
    for (auto [place, picture] : llvm::enumerate(order))
      llvm::copy(rowBytes(*pictures, picture),
                 input.bytes.begin() + place * input.bytes.size() / order.size());
    return unwrap(driver::runLoaded(loaded, model.info(), inputs));
  }

  std::unique_ptr<CompiledModel> compile(const std::string &level) {
    CompileRequest request;
    request.targets = {llvm::cantFail(target::lookupTarget(level))};
    request.batches = {1, kBatch};
    driver::Phases phases("");
    auto model = unwrap(CompiledModel::compile(*source, request, phases));
    return model;
  }

  ScratchDirectory scratch;
  driver::Invocation invocation;
  std::unique_ptr<driver::SourceModel> source;
  std::unique_ptr<HostTensor> pictures;
};
} // namespace

static std::vector<int64_t> inOrder() {
  std::vector<int64_t> order(kBatch);
  for (int64_t i = 0; i < kBatch; ++i)
    order[i] = i;
  return order;
}

static void expectSameBits(const Tensors &found, const Tensors &expected) {
  ASSERT_EQ(found.size(), expected.size());
  for (size_t i = 0; i < found.size(); ++i)
    EXPECT_EQ(found[i].bytes, expected[i].bytes) << found[i].info.name;
}

TEST_F(SameBits, forThreadsAndLevels) {
  Tensors expected;
  for (const std::string &level : levelsOfHost()) {
    if (level == "x86-64")
      continue;
    auto model = compile(level);
    for (unsigned threads : {1, 2, 3, 7}) {
      SCOPED_TRACE(level + " on " + std::to_string(threads) + " threads");
      Tensors found = run(*model, threads, inOrder());
      if (expected.empty())
        expected = std::move(found);
      else
        expectSameBits(found, expected);
    }
  }
}

TEST_F(SameBits, inAnyPlaceOfABatch) {
  auto model = compile("native");
  auto loaded = unwrap(model->load(2));
  Tensors expected = runLoaded(*loaded, *model, inOrder());
  std::vector<int64_t> turned = inOrder();
  std::rotate(turned.begin(), turned.begin() + 5, turned.end());
  for (const std::vector<int64_t> &order :
       {turned, std::vector<int64_t>{16}, std::vector<int64_t>{0}, std::vector<int64_t>{9, 4, 9}}) {
    Tensors found = runLoaded(*loaded, *model, order);
    for (auto [place, picture] : llvm::enumerate(order))
      for (size_t output = 0; output < found.size(); ++output)
        EXPECT_EQ(rowBytes(found[output], place), rowBytes(expected[output], picture))
            << "picture " << picture << " at " << place << " of " << order.size();
  }
}

TEST_F(SameBits, everyTime) {
  auto model = compile("native");
  auto loaded = unwrap(model->load(3));
  Tensors expected = runLoaded(*loaded, *model, {3});
  for (int repeat = 0; repeat < 50; ++repeat)
    expectSameBits(runLoaded(*loaded, *model, {3}), expected);
}
