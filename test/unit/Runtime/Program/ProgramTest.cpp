//===- ProgramTest.cpp - the command line of an executable -----------------------===//
#include "vitc/Runtime/Program.h"
#include "../Core/FakeModel.h"
#include "Files.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>

// Pictures without codecs: "PIC" and one byte, the grey of all pixels.
extern "C" {
int vitc_image_decode(const void *bytes, size_t size, vitc_image *image, vitc_image_error *error) {
  auto *text = static_cast<const unsigned char *>(bytes);
  if (size != 4 || memcmp(text, "PIC", 3) != 0) {
    snprintf(error->message, sizeof(error->message), "not a picture of this test");
    return 1;
  }
  *image = {1, 1, static_cast<uint8_t *>(malloc(3))};
  memset(image->rgb, text[3], 3);
  return 0;
}
int vitc_image_resize(const vitc_image *, uint32_t, uint32_t, vitc_filter, vitc_arithmetic,
                      vitc_image *, vitc_image_error *) {
  return 1;
}
int vitc_image_prepare(const vitc_image *image, const vitc_image_recipe *recipe, float *pixels,
                       vitc_image_error *) {
  for (uint32_t i = 0; i < 3 * recipe->height * recipe->width; ++i)
    pixels[i] = image->rgb[0] * 0.01f * float(i % 7);
  return 0;
}
void vitc_image_free(vitc_image *image) {
  free(image->rgb);
  image->rgb = nullptr;
}
}

namespace {

struct Outcome {
  int code;
  std::string out, err;
};

struct Program : fake::Model {
  vitc_image_recipe recipe{};
  files::Folder folder;
  Program() {
    recipe.struct_size = sizeof(recipe);
    recipe.height = recipe.width = 4;
    desc.recipe = &recipe;
  }
  Outcome run(std::vector<std::string> words) {
    words.insert(words.begin(), "/some/where/classify");
    std::vector<char *> argv;
    for (std::string &word : words)
      argv.push_back(word.data());
    argv.push_back(nullptr);
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    int code = vitc_program_main(&desc, int(words.size()), argv.data());
    return {code, testing::internal::GetCapturedStdout(), testing::internal::GetCapturedStderr()};
  }
  std::string picture(const char *name, char grey) {
    return folder.write(name, std::string("PIC") + grey);
  }
  std::string tensors(const std::string &shape, size_t count, const char *dtype = "F32",
                      const char *name = "pixel_values") {
    std::vector<float> pixels = fake::pixels(3);
    pixels.resize(count);
    std::string data(reinterpret_cast<char *>(pixels.data()), count * sizeof(float));
    return folder.write("t.safetensors",
                        files::safetensors(std::string("{\"") + name + "\":{\"dtype\":\"" + dtype +
                                               "\",\"shape\":[" + shape + "],\"data_offsets\":[0," +
                                               std::to_string(data.size()) + "]}}",
                                           data));
  }
};

TEST(Program, OneAnswerForEachPicture) {
  Program program;
  std::vector<std::string> words = {"--top-k=2"};
  for (int i = 0; i < 19; ++i) // three groups
    words.push_back(program.picture(("p" + std::to_string(i)).c_str(), char(i)));
  Outcome all = program.run(words);
  EXPECT_EQ(all.code, 0) << all.err;
  EXPECT_EQ(all.err, "");
  std::string one_by_one;
  for (int i = 0; i < 19; ++i)
    one_by_one += program.run({words[i + 1], "--top-k", "2"}).out;
  EXPECT_EQ(all.out, one_by_one);
  EXPECT_EQ(std::count(all.out.begin(), all.out.end(), '\n'), 19 * 3);
}

TEST(Program, JsonOfPictures) {
  Program program;
  std::string a = program.picture("a", 1), b = program.picture("b", 2);
  Outcome one = program.run({a, "--json", "--top-k", "1"});
  EXPECT_EQ(one.out.rfind("[{\"label\": \"", 0), 0u) << one.out;
  Outcome two = program.run({a, b, "--json", "--top-k", "1"});
  EXPECT_EQ(two.out.rfind("[[{\"label\": \"", 0), 0u) << two.out;
}

TEST(Program, ABadPictureGivesNoOutput) {
  Program program;
  std::string good = program.picture("good", 1), bad = program.folder.write("bad", "GIF89a");
  Outcome outcome = program.run({good, bad, "--json"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err, bad + ": error: not a picture of this test\n");
  outcome = program.run({program.folder.path.string()});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_NE(outcome.err.find("found a folder, expected a regular file"), std::string::npos);
}

TEST(Program, TensorsInTensorsOut) {
  Program program;
  std::string input = program.tensors("3,3,4,4", 3 * fake::kPixels);
  std::string output = program.folder.name("u.safetensors");
  Outcome outcome = program.run({"--input", input, "--output", output});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "");
  vitc_model *model = nullptr;
  ASSERT_EQ(vitc_model_create(&program.desc, nullptr, &model), VITC_OK);
  std::vector<float> expected = fake::run(model, 3, fake::pixels(3));
  vitc_model_destroy(model);
  std::string bytes = files::read(output), tail(reinterpret_cast<char *>(expected.data()), 60);
  EXPECT_EQ(bytes.substr(bytes.size() - 60), tail);
  EXPECT_NE(bytes.find("\"logits\":{\"dtype\":\"F32\",\"shape\":[3,5]"), std::string::npos);

  outcome = program.run({"--input", input});
  EXPECT_NE(outcome.out.find("t.safetensors[2]\n"), std::string::npos) << outcome.out;
  outcome = program.run({"--input", input, "--output", input});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_NE(outcome.err.find("found the input's own file"), std::string::npos);
}

TEST(Program, TensorsOfAnotherModelAreRefused) {
  Program program;
  auto message = [&](std::string input) {
    Outcome outcome = program.run({"--input", input});
    EXPECT_EQ(outcome.code, 1);
    EXPECT_EQ(outcome.out, "");
    return outcome.err;
  };
  auto has = [](const std::string &text, const char *part) {
    EXPECT_NE(text.find(part), std::string::npos) << text;
  };
  has(message(program.tensors("1,3,4,4", 48, "F32", "pixels")),
      "t.safetensors:pixel_values: error: found no tensor \"pixel_values\", expected one of F32 "
      "[N, "
      "3, 4, 4]");
  has(message(program.tensors("1,3,4,4", 48, "I32")), "found I32, expected F32");
  has(message(program.tensors("3,4,4", 48)), "found rank 3, expected 4: [N, 3, 4, 4]");
  has(message(program.tensors("1,3,2,8", 48)), "found 2 as dimension 2, expected 4");
  has(message(program.tensors("0,3,4,4", 0)), "found a batch of 0, expected at least 1");
  has(message(program.folder.write("x", "{}")), "hint: is this a safetensors file?");
}

TEST(Program, FeaturesAreDigested) {
  Program program;
  program.desc.answer = VITC_ANSWER_NONE;
  std::string a = program.picture("a", 1);
  Outcome text = program.run({a});
  EXPECT_EQ(text.code, 0);
  EXPECT_EQ(text.out.rfind(a + "\nlogits  F32 [5]  min ", 0), 0u) << text.out;
  Outcome json = program.run({a, a, "--json"});
  EXPECT_EQ(json.out.rfind("[[{\"name\": \"logits\", \"dtype\": \"F32\", \"shape\": [5], ", 0), 0u);
  program.desc.recipe = nullptr;
  EXPECT_NE(program.run({a}).err.find("hint: use --input"), std::string::npos);
}

TEST(Program, WrongUsage) {
  Program program;
  auto usage = [&](std::vector<std::string> words, const char *part) {
    Outcome outcome = program.run(words);
    EXPECT_EQ(outcome.code, 2);
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(outcome.err.rfind("classify: error: ", 0), 0u);
    EXPECT_NE(outcome.err.find(part), std::string::npos) << outcome.err;
  };
  usage({}, "found no input, expected IMAGE... or --input FILE\n  hint: 'classify --help'");
  usage({"--topk", "3"}, "unknown option '--topk'\n  hint: did you mean '--top-k'?");
  usage({"--jsn"}, "did you mean '--json'?");
  usage({"--thread=3"}, "did you mean '--threads'?");
  usage({"--quantum"}, "hint: 'classify --help' lists the options");
  usage({"--top-k", "0", "x"}, "--top-k: found '0', expected a whole number from 1 to 1000000");
  usage({"--threads", "-1", "x"}, "--threads: found '-1'");
  usage({"--threads", "99999999999", "x"}, "--threads: found '99999999999'");
  usage({"--threads=2x", "x"}, "--threads: found '2x'");
  usage({"x", "--top-k"}, "--top-k: found nothing, expected a number");
  usage({"x", "--output="}, "--output: found nothing, expected a file");
  usage({"--json=yes", "x"}, "--json: found 'yes', expected no value");
  usage({"x", "--input", "y"}, "found pictures and --input, expected one of them");
  usage({"--bench", "x"}, "found --bench with files");
  usage({"--bench", "--selftest"}, "found --bench and --selftest");
}

TEST(Program, HelpAndVersion) {
  Program program;
  Outcome help = program.run({"--help"});
  EXPECT_EQ(help.code, 0);
  EXPECT_LE(std::count(help.out.begin(), help.out.end(), '\n'), 24);
  for (const char *option : {"--top-k", "--json", "--threads", "--input", "--output", "--bench",
                             "--iterations", "--warmup", "--selftest", "--help", "--version"})
    EXPECT_NE(help.out.find(option), std::string::npos) << option;
  EXPECT_EQ(program.run({"--version"}).out.rfind("fake, compiled by vitc ", 0), 0u);
}

TEST(Program, AFileMayBeginWithADash) {
  Program program;
  Outcome outcome = program.run({"--", "-no-such-file"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_EQ(outcome.err.rfind("-no-such-file: error: cannot be opened", 0), 0u) << outcome.err;
}

TEST(Program, BenchReports) {
  Program program;
  Outcome text = program.run({"--bench", "-n", "7", "--warmup", "0", "--threads", "1"});
  EXPECT_EQ(text.code, 0);
  EXPECT_EQ(text.out.rfind("fake, x86-64, 1 threads, batch 1, 7 runs\nlatency   min ", 0), 0u)
      << text.out;
  Outcome json = program.run({"--bench", "--iterations=3", "--json"});
  EXPECT_EQ(json.out.rfind("{\"model\": \"fake\", \"isa\": \"x86-64\", ", 0), 0u) << json.out;
  EXPECT_NE(json.out.find("\"latency_ms\": {\"min\": "), std::string::npos);
}

TEST(Program, SelfTestPasses) {
  Program program;
  Outcome outcome = program.run({"--selftest", "--threads", "2"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "selftest passed: fake, x86-64, 2 and 1 threads, same bits\n");
}

TEST(Program, SelfTestSeesOtherBits) {
  Program program;
  auto unsteady = [](void **args) {
    static int calls;
    static_cast<float *>(args[1])[2] = float(++calls);
  };
  program.variants = {fake::variant(VITC_ISA_X86_64, 1, unsteady)};
  program.desc.variants = program.variants.data();
  program.desc.num_variants = 1;
  Outcome outcome = program.run({"--selftest"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err,
            "classify:logits: error: found other bits in a second run, expected the same\n");
}

TEST(Program, SelfTestSeesNotANumber) {
  Program program;
  program.weights[0] = NAN;
  Outcome outcome = program.run({"--selftest"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_NE(outcome.err.find("classify:logits: error: found NaN or infinity at element 0"),
            std::string::npos)
      << outcome.err;
}

TEST(Program, ModelsThatCannotRunHereSaySo) {
  Program program;
  setenv("VITC_ISA", "sse2", 1);
  Outcome outcome = program.run({"--selftest"});
  EXPECT_EQ(outcome.err, "VITC_ISA: error: found 'sse2', expected x86-64, x86-64-v3, x86-64-v4, "
                         "x86-64-v4-vnni or x86-64-v4-bf16\n");
  EXPECT_EQ(outcome.code, 1);
  setenv("VITC_ISA", "x86-64", 1);
  for (vitc_variant_desc &variant : program.variants)
    variant.isa = VITC_ISA_X86_64_V4;
  outcome = program.run({"--selftest"});
  EXPECT_NE(outcome.err.find("expected at least x86-64-v4\n  hint: compile the model with --cpu"),
            std::string::npos)
      << outcome.err;
  unsetenv("VITC_ISA");
  program.desc.weights = nullptr;
  program.desc.weights_file = "no-such.weights";
  for (vitc_variant_desc &variant : program.variants)
    variant.isa = VITC_ISA_X86_64;
  outcome = program.run({"--selftest"});
  EXPECT_NE(outcome.err.find("no-such.weights: error: cannot be opened: No such file"),
            std::string::npos)
      << outcome.err;
}

} // namespace
