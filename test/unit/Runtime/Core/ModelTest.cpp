//===- ModelTest.cpp - handles: creation, batches, threads ---------------------===//
#include "FakeModel.h"

#include <cstdio>
#include <cstdlib>
#include <dirent.h>
#include <fstream>
#include <gtest/gtest.h>
#include <limits>
#include <string>
#include <thread>
#include <unistd.h>

namespace {

vitc_status create(const vitc_model_desc &desc, vitc_model **model, uint32_t threads = 1,
                   const char *weightsPath = nullptr) {
  vitc_model_options options{sizeof(options), threads, nullptr, weightsPath};
  return vitc_model_create(&desc, &options, model);
}

int threadsOfProcess() {
  int count = 0;
  if (DIR *folder = opendir("/proc/self/task")) {
    while (readdir(folder))
      ++count;
    closedir(folder);
  }
  return count;
}

TEST(Model, SplitsABatchIntoCompiledSizes) {
  fake::Model fake;
  vitc_model *model = nullptr;
  ASSERT_EQ(create(fake.desc, &model), VITC_OK);
  fake::calls8 = fake::calls1 = 0;
  std::vector<float> logits = fake::run(model, 17, fake::pixels(17));
  EXPECT_EQ(fake::calls8, 2);
  EXPECT_EQ(fake::calls1, 1);
  std::vector<float> pixels = fake::pixels(17);
  for (int64_t image = 0; image < 17; ++image) {
    std::vector<float> alone(pixels.begin() + image * fake::kPixels,
                             pixels.begin() + (image + 1) * fake::kPixels);
    std::vector<float> row(logits.begin() + image * fake::kClasses,
                           logits.begin() + (image + 1) * fake::kClasses);
    EXPECT_EQ(fake::run(model, 1, alone), row) << "image " << image;
  }
  vitc_model_destroy(model);
}

TEST(Model, SameBitsForAnyNumberOfThreads) {
  fake::Model fake;
  std::vector<float> expected;
  for (uint32_t threads : {1, 2, 3, 4, 7, 8, 16}) {
    vitc_model *model = nullptr;
    ASSERT_EQ(create(fake.desc, &model, threads), VITC_OK);
    EXPECT_EQ(vitc_model_threads(model), threads);
    for (int i = 0; i < 50; ++i) {
      std::vector<float> logits = fake::run(model, 17, fake::pixels(17));
      if (expected.empty())
        expected = logits;
      ASSERT_EQ(logits, expected);
    }
    vitc_model_destroy(model);
  }
}

TEST(Model, SixteenThreadsThousandRuns) {
  fake::Model fake;
  vitc_model *model = nullptr;
  ASSERT_EQ(create(fake.desc, &model, 4), VITC_OK);
  std::vector<float> pixels = fake::pixels(9), expected = fake::run(model, 9, pixels);
  std::atomic<int> wrong{0};
  std::vector<std::thread> hosts;
  for (int host = 0; host < 16; ++host)
    hosts.emplace_back([&] {
      for (int i = 0; i < 1000; ++i)
        wrong += fake::run(model, 9, pixels) != expected;
    });
  for (auto &host : hosts)
    host.join();
  EXPECT_EQ(wrong, 0);
  vitc_model_destroy(model);
}

TEST(Model, FourModelsAtOnce) {
  fake::Model fakes[4];
  vitc_model *models[4];
  for (int i = 0; i < 4; ++i) {
    fakes[i].weights[0] = float(i);
    ASSERT_EQ(create(fakes[i].desc, &models[i], i + 1), VITC_OK);
  }
  std::atomic<int> wrong{0};
  std::vector<std::thread> hosts;
  for (vitc_model *model : models)
    hosts.emplace_back([&wrong, model] {
      std::vector<float> pixels = fake::pixels(3), expected = fake::run(model, 3, pixels);
      for (int i = 0; i < 200; ++i)
        wrong += fake::run(model, 3, pixels) != expected;
    });
  for (auto &host : hosts)
    host.join();
  EXPECT_EQ(wrong, 0);
  for (vitc_model *model : models)
    vitc_model_destroy(model);
}

TEST(Model, LastDestroyEndsTheThreads) {
  fake::Model fake;
  int before = threadsOfProcess();
  for (int i = 0; i < 1000; ++i) {
    vitc_model *model = nullptr;
    ASSERT_EQ(create(fake.desc, &model, 3), VITC_OK);
    if (i % 100 == 0) {
      EXPECT_EQ(threadsOfProcess(), before + 2);
      EXPECT_FALSE(fake::run(model, 1, fake::pixels(1)).empty());
    }
    vitc_model_destroy(model);
  }
  // A joined thread may stay in /proc for a moment.
  for (int i = 0; i < 100 && threadsOfProcess() != before; ++i)
    usleep(1000);
  EXPECT_EQ(threadsOfProcess(), before);
}

TEST(Model, UnalignedTensorsWork) {
  fake::Model fake;
  vitc_model *model = nullptr;
  ASSERT_EQ(create(fake.desc, &model), VITC_OK);
  std::vector<float> pixels = fake::pixels(2), expected = fake::run(model, 2, pixels);
  std::vector<float> shifted(pixels.size() + 1), logits(2 * fake::kClasses + 1);
  std::copy(pixels.begin(), pixels.end(), shifted.begin() + 1);
  const void *inputs[] = {shifted.data() + 1};
  void *outputs[] = {logits.data() + 1};
  ASSERT_EQ(vitc_model_run(model, 2, inputs, outputs), VITC_OK);
  EXPECT_TRUE(std::equal(expected.begin(), expected.end(), logits.begin() + 1));
  vitc_model_destroy(model);
}

TEST(Model, RefusesBadArguments) {
  fake::Model fake;
  vitc_model *model = reinterpret_cast<vitc_model *>(1);
  EXPECT_EQ(vitc_model_create(nullptr, nullptr, &model), VITC_BAD_ARGUMENT);
  EXPECT_EQ(model, nullptr);
  EXPECT_EQ(vitc_model_create(&fake.desc, nullptr, nullptr), VITC_BAD_ARGUMENT);
  EXPECT_EQ(create(fake.desc, &model, 5000), VITC_BAD_ARGUMENT);

  ASSERT_EQ(create(fake.desc, &model), VITC_OK);
  float memory[fake::kPixels] = {};
  const void *inputs[] = {memory}, *noInputs[] = {nullptr};
  void *outputs[] = {memory}, *noOutputs[] = {nullptr};
  EXPECT_EQ(vitc_model_run(nullptr, 1, inputs, outputs), VITC_BAD_ARGUMENT);
  EXPECT_EQ(vitc_model_run(model, 0, inputs, outputs), VITC_BAD_ARGUMENT);
  EXPECT_EQ(vitc_model_run(model, -1, inputs, outputs), VITC_BAD_ARGUMENT);
  EXPECT_EQ(vitc_model_run(model, 1, nullptr, outputs), VITC_BAD_ARGUMENT);
  EXPECT_EQ(vitc_model_run(model, 1, noInputs, outputs), VITC_BAD_ARGUMENT);
  EXPECT_EQ(vitc_model_run(model, 1, inputs, noOutputs), VITC_BAD_ARGUMENT);
  vitc_model_destroy(model);
  vitc_model_destroy(nullptr);
}

TEST(Model, RefusesBadDescriptors) {
  vitc_model *model = nullptr;
  auto status = [&](auto change) {
    fake::Model fake;
    change(fake);
    return create(fake.desc, &model);
  };
  EXPECT_EQ(status([](fake::Model &m) { m.desc.abi_version = 7; }), VITC_ABI_MISMATCH);
  EXPECT_EQ(status([](fake::Model &m) { m.desc.struct_size = 8; }), VITC_BAD_ARGUMENT);
  EXPECT_EQ(status([](fake::Model &m) { m.input.dtype = 9; }), VITC_BAD_ARGUMENT);
  EXPECT_EQ(status([](fake::Model &m) { m.output.shape[1] = -1; }), VITC_BAD_ARGUMENT);
  EXPECT_EQ(status([](fake::Model &m) { m.desc.num_variants = 1; }), VITC_BAD_ARGUMENT);
  EXPECT_EQ(status([](fake::Model &m) { m.variants[1].forward = nullptr; }), VITC_BAD_ARGUMENT);
  EXPECT_EQ(status([](fake::Model &m) { m.variants[0].arena_size = UINT64_MAX - 64; }),
            VITC_NO_MEMORY);
  EXPECT_EQ(status([](fake::Model &m) { m.desc.weights = nullptr; }), VITC_NO_WEIGHTS);
}

TEST(Model, EnvironmentForcesALowerLevel) {
  fake::Model fake;
  auto never = [](void **) { FAIL() << "the higher level ran"; };
  fake.variants.insert(fake.variants.begin(), fake::variant(VITC_ISA_X86_64_V3, 1, never));
  fake.desc.num_variants = fake.variants.size();
  fake.desc.variants = fake.variants.data();
  vitc_model *model = nullptr;
  setenv("VITC_ISA", "x86-64", 1);
  ASSERT_EQ(create(fake.desc, &model), VITC_OK);
  EXPECT_EQ(vitc_model_isa(model), VITC_ISA_X86_64);
  EXPECT_FALSE(fake::run(model, 1, fake::pixels(1)).empty());
  vitc_model_destroy(model);
  setenv("VITC_ISA", "avx9000", 1);
  EXPECT_EQ(create(fake.desc, &model), VITC_BAD_ARGUMENT);
  fake.desc.num_variants = 1; // v3 only
  setenv("VITC_ISA", "x86-64", 1);
  EXPECT_EQ(create(fake.desc, &model), VITC_NO_ISA);
  unsetenv("VITC_ISA");
}

/// A side file as the compiler writes it, with `hash` and `data`.
std::string sideFile(const std::string &hash, const std::string &data, size_t align = 64) {
  std::string header = "{\"__metadata__\":{\"vitc.blake3\":\"" + hash +
                       "\"},\"packed\":{\"dtype\":\"U8\",\"shape\":[" +
                       std::to_string(data.size()) + "],\"data_offsets\":[0," +
                       std::to_string(data.size()) + "]}}";
  while ((header.size() + 8) % align != 0)
    header += ' ';
  std::string size(8, 0);
  for (int i = 0; i < 8; ++i)
    size[i] = char(header.size() >> 8 * i);
  return size + header + data;
}

TEST(Model, MapsWeightsOfASideFile) {
  fake::Model fake;
  vitc_model *model = nullptr;
  ASSERT_EQ(create(fake.desc, &model), VITC_OK);
  std::vector<float> expected = fake::run(model, 8, fake::pixels(8));
  vitc_model_destroy(model);

  fake.desc.weights = nullptr;
  fake.desc.weights_file = "fake.weights";
  std::string hash;
  for (int i = 0; i < 32; ++i) {
    char digits[3];
    fake.desc.weights_hash[i] = uint8_t(i * 5);
    std::snprintf(digits, sizeof(digits), "%02x", i * 5);
    hash += digits;
  }
  std::string data(reinterpret_cast<char *>(fake.weights), sizeof(fake.weights));
  std::string path = testing::TempDir() + "vitc-side-" + std::to_string(getpid());
  auto status = [&](const std::string &bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
    return create(fake.desc, &model, 1, path.c_str());
  };
  ASSERT_EQ(status(sideFile(hash, data)), VITC_OK);
  EXPECT_EQ(fake::run(model, 8, fake::pixels(8)), expected);
  vitc_model_destroy(model);

  EXPECT_EQ(status(sideFile(hash, data.substr(1))), VITC_NO_WEIGHTS) << "short data";
  EXPECT_EQ(status(sideFile(hash, data + "x")), VITC_NO_WEIGHTS) << "long data";
  EXPECT_EQ(status(sideFile(std::string(64, '0'), data)), VITC_NO_WEIGHTS) << "another model's";
  EXPECT_EQ(status(sideFile(hash, data).substr(0, 5)), VITC_NO_WEIGHTS) << "no header";
  EXPECT_EQ(status(std::string(8, char(255)) + data), VITC_NO_WEIGHTS) << "header beyond the end";
  EXPECT_EQ(create(fake.desc, &model, 1, testing::TempDir().c_str()), VITC_NO_WEIGHTS) << "folder";
  std::remove(path.c_str());
  EXPECT_EQ(create(fake.desc, &model, 1, path.c_str()), VITC_NO_WEIGHTS) << "missing";
  EXPECT_EQ(create(fake.desc, &model), VITC_NO_WEIGHTS) << "missing beside the executable";
}

TEST(Model, NotANumberStaysInItsImage) {
  fake::Model fake;
  vitc_model *model = nullptr;
  ASSERT_EQ(create(fake.desc, &model), VITC_OK);
  std::vector<float> pixels = fake::pixels(8), clean = fake::run(model, 8, pixels);
  pixels[3 * fake::kPixels] = std::numeric_limits<float>::quiet_NaN();
  std::vector<float> logits = fake::run(model, 8, pixels);
  for (int64_t i = 0; i < 8 * fake::kClasses; ++i)
    if (i / fake::kClasses == 3)
      EXPECT_NE(logits[i], logits[i]);
    else
      EXPECT_EQ(logits[i], clean[i]);
  vitc_model_destroy(model);
}

TEST(Model, EveryStatusAndLevelHasItsSentence) {
  std::string seen;
  for (int status = VITC_OK; status <= VITC_ABI_MISMATCH; ++status) {
    std::string sentence = vitc_status_string(vitc_status(status));
    EXPECT_EQ(seen.find(sentence), std::string::npos) << sentence;
    EXPECT_NE(sentence.back(), '.');
    seen += sentence;
  }
  EXPECT_STREQ(vitc_isa_string(VITC_ISA_X86_64_V3), "x86-64-v3");
  EXPECT_STREQ(vitc_isa_string(VITC_ISA_X86_64_V4_VNNI), "x86-64-v4-vnni");
  EXPECT_STREQ(vitc_isa_string(VITC_ISA_X86_64_V4_BF16), "x86-64-v4-bf16");
}

} // namespace
