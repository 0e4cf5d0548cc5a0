//===- LinkTest.cpp - objects become libraries and executables ------------===//

#include "ElfFacts.h"
#include "TinyModel.h"

#include "vitc/Runtime/Model.h"
#include "vitc/Support/Errors.h"
#include "vitc/Target/Link/Link.h"

#include "llvm/Support/FileSystem.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <dlfcn.h>
#include <fstream>
#include <sstream>

using namespace vitc;
using namespace vitc::target;
using namespace vitc::test;

namespace {
/// A folder of the test's own.
class LinkTest : public ::testing::Test {
protected:
  void SetUp() override {
    ASSERT_FALSE(llvm::sys::fs::createUniqueDirectory("vitc-link-test", folder));
  }
  void TearDown() override { llvm::sys::fs::remove_directories(folder); }

  std::string path(llvm::StringRef name) { return (folder + "/" + name).str(); }

  static std::string read(const std::string &name) {
    std::ifstream file(name, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
  }
  void write(llvm::StringRef name, llvm::StringRef text) {
    std::ofstream(path(name), std::ios::binary) << text.str();
  }
  /// Runs a shell command in the folder; its exit status.
  int shell(const std::string &command) {
    return WEXITSTATUS(system(("cd " + folder.str().str() + " && " + command).c_str()));
  }

  /// Compiles the tiny model for both portable levels, with these weights or none filled in.
  LinkJob job(LinkKind kind, llvm::StringRef name,
              DescriptorOptions::Weights weights = DescriptorOptions::Weights::Placeholder,
              WeightsHash hash = {});

  /// Links and fills in w[i] = i.
  llvm::Error make(const LinkJob &job) {
    llvm::Expected<LinkedFile> file = link(job);
    if (!file)
      return file.takeError();
    fill(file->weights());
    return file->commit();
  }
  static void fill(llvm::MutableArrayRef<uint8_t> bytes) {
    for (int64_t i = 0; i < tinyCount && !bytes.empty(); ++i) {
      float value = i;
      memcpy(bytes.data() + 4 * i, &value, 4);
    }
  }

  llvm::SmallString<128> folder;
  ModelInfo info;
  std::vector<std::unique_ptr<llvm::MemoryBuffer>> buffers;
};
} // namespace

LinkJob LinkTest::job(LinkKind kind, llvm::StringRef name, DescriptorOptions::Weights weights,
                      WeightsHash hash) {
  Parsed parsed;
  std::vector<EmitJob> jobs = {tinyJob(parsed, "x86-64", {"forward"}),
                               tinyJob(parsed, "x86-64-v3", {"forward"})};
  Emission emission(EmitKind::Object);
  for (const EmitJob &each : jobs)
    llvm::cantFail(emission.add(each));
  buffers = llvm::cantFail(emission.finish());
  std::vector<EntryDesc> forwards;
  for (const EmitJob &each : jobs)
    forwards.push_back(tinyForward(each.target.isa, emittedName(each, "forward")));
  info = tinyInfo(forwards);
  info.weightsFile = "tiny.weights";
  info.weightsHash = hash;
  DescriptorOptions options;
  options.prefix = "tiny";
  options.weights = weights;
  if (kind == LinkKind::Executable)
    options.interface = DescriptorOptions::Interface::Program;
  llvm::LLVMContext context;
  auto descriptor = llvm::cantFail(buildDescriptor(info, options, context));
  TargetInfo base = llvm::cantFail(lookupTarget("x86-64"));
  buffers.push_back(llvm::cantFail(emitModule(*descriptor, base, EmitKind::Object)));

  LinkJob job;
  job.kind = kind;
  job.output = path(name);
  job.prefix = "tiny";
  job.objects = {{"level1.o", *buffers[0]}, {"level3.o", *buffers[1]}, {"model.o", *buffers[2]}};
  job.weightsBytes = weights == DescriptorOptions::Weights::Placeholder ? tinyWeightsBytes : 0;
  return job;
}

/// Loads a library made by `make` and compares what it computes.
static void runLibrary(const std::string &path) {
  void *library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  ASSERT_TRUE(library) << dlerror();
  auto create = reinterpret_cast<int (*)(const void *, void **)>(dlsym(library, "tiny_create"));
  auto run = reinterpret_cast<int (*)(void *, int64_t, const float *, float *)>(
      dlsym(library, "tiny_run"));
  auto destroy = reinterpret_cast<void (*)(void *)>(dlsym(library, "tiny_destroy"));
  auto describe = reinterpret_cast<const vitc_model_desc *(*)()>(dlsym(library, "tiny_describe"));
  auto label = reinterpret_cast<const char *(*)(int64_t)>(dlsym(library, "tiny_label"));
  ASSERT_TRUE(create && run && destroy && describe && label);
  EXPECT_STREQ(label(7), "class 7");
  EXPECT_EQ(label(tinyCount), nullptr);
  EXPECT_EQ(label(-1), nullptr);
  const vitc_model_desc *desc = describe();
  EXPECT_EQ(desc->num_variants, 2u);
  EXPECT_EQ(desc->variants[0].isa, uint32_t(VITC_ISA_X86_64_V3));
  EXPECT_STREQ(desc->outputs[0].name, "logits");
  EXPECT_EQ(desc->inputs[0].shape[1], 3);
  EXPECT_STREQ(desc->config_json, R"({"model_type":"vit"})");
  void *model = nullptr;
  ASSERT_EQ(create(nullptr, &model), 0);
  std::vector<float> in(2 * tinyCount), out(2 * tinyCount);
  for (size_t i = 0; i < in.size(); ++i)
    in[i] = i / 96.0f;
  ASSERT_EQ(run(model, 2, in.data(), out.data()), 0);
  for (size_t i = 0; i < in.size(); ++i)
    EXPECT_EQ(out[i], std::exp(in[i]) + float(i % tinyCount)) << i;
  destroy(model);
  dlclose(library);
}

TEST_F(LinkTest, SharedLibraryRunsWithEmbeddedWeights) {
  ASSERT_EQ(errorText(make(job(LinkKind::SharedLibrary, "libtiny.so"))), "");
  runLibrary(path("libtiny.so"));
}

TEST_F(LinkTest, SharedLibraryIsHardened) {
  ASSERT_EQ(errorText(make(job(LinkKind::SharedLibrary, "libtiny.so"))), "");
  ElfFacts facts(read(path("libtiny.so")));
  EXPECT_TRUE(facts.hasSegment(llvm::ELF::PT_GNU_RELRO));
  EXPECT_TRUE(facts.bindNow());
  EXPECT_FALSE(facts.hasTextRelocations());
  EXPECT_FALSE(facts.hasExecutableStack());
  EXPECT_FALSE(facts.hasWritableCode());
  EXPECT_EQ(facts.soname(), "libtiny.so");
  EXPECT_EQ(facts.needed(), (std::vector<std::string>{"libm.so.6", "libc.so.6"}));
  for (const std::string &name : facts.exported())
    EXPECT_EQ(name.rfind("tiny_", 0), 0u) << name;
  EXPECT_EQ(facts.exported().size(), 8u);
  EXPECT_LE(read(path("libtiny.so")).size(), 1000000u);
}

TEST_F(LinkTest, ProfilersFindKernelsAndUnwind) {
  ASSERT_EQ(errorText(make(job(LinkKind::SharedLibrary, "libtiny.so"))), "");
  ElfFacts facts(read(path("libtiny.so")));
  std::vector<std::string> symbols = facts.symbols();
  for (llvm::StringRef name : {"add.x86_64", "add.x86_64_v3", "tiny.forward.x86_64_v3"})
    EXPECT_TRUE(llvm::is_contained(symbols, name)) << name.str();
  EXPECT_TRUE(facts.hasSegment(llvm::ELF::PT_GNU_EH_FRAME));
}

TEST_F(LinkTest, TheSameBytesTwice) {
  for (LinkKind kind :
       {LinkKind::SharedLibrary, LinkKind::Executable, LinkKind::Archive, LinkKind::Relocatable}) {
    LinkJob first = job(kind, "first");
    first.soname = "lib.so";
    ASSERT_EQ(errorText(make(first)), "");
    LinkJob second = job(kind, "second");
    second.soname = "lib.so";
    ASSERT_EQ(errorText(make(second)), "");
    EXPECT_EQ(read(path("first")), read(path("second"))) << int(kind);
    EXPECT_EQ(read(path("first")).find(folder.str().str()), std::string::npos) << int(kind);
    EXPECT_EQ(read(path("first")).find("/proc/self/fd"), std::string::npos) << int(kind);
  }
}

TEST_F(LinkTest, TheDescriptorKnowsTheHash) {
  ASSERT_EQ(errorText(make(job(LinkKind::SharedLibrary, "libtiny.so"))), "");
  std::vector<uint8_t> weights(tinyWeightsBytes);
  fill(weights);
  WeightsHash hash = hashWeights(weights);
  void *library = dlopen(path("libtiny.so").c_str(), RTLD_NOW | RTLD_LOCAL);
  ASSERT_TRUE(library) << dlerror();
  auto describe = reinterpret_cast<const vitc_model_desc *(*)()>(dlsym(library, "tiny_describe"));
  EXPECT_EQ(memcmp(describe()->weights_hash, hash.data(), hash.size()), 0);
  EXPECT_EQ(uintptr_t(describe()->weights) % 64, 0u);
  dlclose(library);
}

// Needs 3 GiB of disk: run it with --gtest_also_run_disabled_tests.
TEST_F(LinkTest, DISABLED_MoreThanTwoGigabytes) {
  constexpr uint64_t bytes = 3ull << 30;
  for (LinkKind kind : {LinkKind::SharedLibrary, LinkKind::Archive}) {
    LinkJob large = job(kind, kind == LinkKind::Archive ? "libtiny.a" : "libtiny.so");
    large.weightsBytes = bytes;
    LinkedFile file = llvm::cantFail(link(large));
    fill(file.weights());
    file.weights().back() = 42;
    ASSERT_EQ(errorText(file.commit()), "");
    if (kind == LinkKind::Archive)
      ASSERT_EQ(shell(VITC_TEST_CC " -shared -fuse-ld=lld -Wl,--whole-archive libtiny.a "
                                   "-Wl,--no-whole-archive -lm -o libtiny.so"),
                0);
    runLibrary(path("libtiny.so"));
    void *library = dlopen(path("libtiny.so").c_str(), RTLD_NOW | RTLD_LOCAL);
    auto describe = reinterpret_cast<const vitc_model_desc *(*)()>(dlsym(library, "tiny_describe"));
    EXPECT_EQ(static_cast<const uint8_t *>(describe()->weights)[bytes - 1], 42);
    dlclose(library);
  }
}

TEST_F(LinkTest, WeightsInAFile) {
  WeightsFile file = llvm::cantFail(WeightsFile::create(path("tiny.weights"), tinyWeightsBytes));
  fill(file.weights());
  WeightsHash hash = file.finish();
  ASSERT_EQ(errorText(file.commit()), "");
  ASSERT_EQ(errorText(make(job(LinkKind::SharedLibrary, "libtiny.so",
                               DescriptorOptions::Weights::File, hash))),
            "");
  runLibrary(path("libtiny.so"));
}

TEST_F(LinkTest, ExecutableRunsAndIsHardened) {
  ASSERT_EQ(errorText(make(job(LinkKind::Executable, "classify"))), "");
  ElfFacts facts(read(path("classify")));
  EXPECT_TRUE(facts.isPositionIndependent());
  EXPECT_TRUE(facts.hasSegment(llvm::ELF::PT_GNU_RELRO));
  EXPECT_TRUE(facts.hasSegment(llvm::ELF::PT_INTERP));
  EXPECT_TRUE(facts.bindNow());
  EXPECT_FALSE(facts.hasTextRelocations());
  EXPECT_FALSE(facts.hasExecutableStack());
  EXPECT_FALSE(facts.hasWritableCode());
  EXPECT_EQ(shell("./classify --selftest >out 2>err"), 0) << read(path("err"));
  EXPECT_EQ(shell("./classify nothing.png >out 2>err"), 1);
  EXPECT_EQ(shell("./classify --no-such-option >out 2>err"), 2);
}

TEST_F(LinkTest, ArchiveLinksIntoCAndCxx) {
  ASSERT_EQ(errorText(make(job(LinkKind::Archive, "libtiny.a"))), "");
  write("tiny.h", llvm::cantFail(generateHeader(info, "tiny")));
  write("main.c", R"(#include "tiny.h"
#include "tiny.h"
int main(void) {
  float in[TINY_PIXEL_VALUES_ELEMENTS] = {0}, out[TINY_LOGITS_ELEMENTS];
  tiny_options options = {sizeof(tiny_options), 1, 0, 0};
  tiny *model;
  if (tiny_create(&options, &model) != TINY_OK || tiny_run(model, 1, in, out) != TINY_OK)
    return 1;
  tiny_destroy(model);
  return out[5] == 6.0f && tiny_label(TINY_NUM_LABELS - 1) ? 0 : 2;
}
)");
  const std::string strict = " -Wall -Wextra -Wpedantic -Werror ";
  const std::string rest = "main.c libtiny.a -lm -lpthread -o ";
  ASSERT_EQ(shell(VITC_TEST_CC " -std=c99" + strict + rest + "c"), 0);
  EXPECT_EQ(shell("./c"), 0);
  for (std::string standard : {"c++17", "c++20", "c++23"})
    EXPECT_EQ(shell(VITC_TEST_CXX " -fsyntax-only -x c++ -std=" + standard + strict + "tiny.h"), 0);
  ASSERT_EQ(shell(VITC_TEST_CC " -std=c17" + strict +
                  " -c main.c -o main.o && " VITC_TEST_CXX
                  " main.o libtiny.a -lm -lpthread -o cxx"),
            0);
  EXPECT_EQ(shell("./cxx"), 0);
}

TEST_F(LinkTest, RelocatableLinks) {
  ASSERT_EQ(errorText(make(job(LinkKind::Relocatable, "tiny.o"))), "");
  std::string core = llvm::cantFail(findRuntimeDirectory()) + "/libVitcRuntimeCore.a";
  ASSERT_EQ(shell(VITC_TEST_CC " -shared tiny.o " + core + " -lm -o libtiny.so"), 0);
  runLibrary(path("libtiny.so"));
}

TEST_F(LinkTest, NothingIsLeftWithoutCommit) {
  {
    LinkedFile file = llvm::cantFail(link(job(LinkKind::SharedLibrary, "libtiny.so")));
    EXPECT_EQ(file.weights().size(), tinyWeightsBytes);
  }
  EXPECT_EQ(shell("test -z \"$(ls -A)\""), 0);
}

TEST_F(LinkTest, MissingStartFilesNameThePackage) {
  LinkJob linkJob = job(LinkKind::Executable, "classify");
  linkJob.sysroot = folder.str().str();
  std::string text = errorText(make(linkJob));
  EXPECT_NE(text.find("found no Scrt1.o"), std::string::npos) << text;
  EXPECT_NE(text.find("apt-get install libc6-dev"), std::string::npos) << text;
  linkJob.sysroot.clear();
  linkJob.runtimeDirectory = folder.str().str();
  text = errorText(make(linkJob));
  EXPECT_NE(text.find("found no libVitcRuntimeProgram.a"), std::string::npos) << text;
  EXPECT_EQ(shell("test -z \"$(ls -A)\""), 0);
}

TEST_F(LinkTest, UndefinedSymbolsNameTheObject) {
  LinkJob linkJob = job(LinkKind::SharedLibrary, "libtiny.so");
  linkJob.objects.erase(linkJob.objects.begin());
  std::string text = errorText(make(linkJob));
  EXPECT_NE(text.find("undefined hidden symbol: tiny.forward.x86_64"), std::string::npos) << text;
  EXPECT_NE(text.find("model.o"), std::string::npos) << text;
  EXPECT_EQ(text.find("/proc/"), std::string::npos) << text;
}
