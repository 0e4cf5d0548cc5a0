//===- ExecutionTest.cpp - compiled code runs in this process -------------===//

#include "../Target/TinyModel.h"

#include "vitc/Execution/Call.h"
#include "vitc/Execution/LoadedModel.h"
#include "vitc/Execution/WeightSource.h"
#include "vitc/Support/AtomicFile.h"
#include "vitc/Support/Errors.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <fstream>

using namespace vitc;
using namespace vitc::execution;
using namespace vitc::target;
using namespace vitc::test;

namespace {
/// The tiny model as native code in memory, and a file with its raw weights after five bytes.
class ExecutionTest : public ::testing::Test {
protected:
  void SetUp() override {
    std::vector<float> raw(tinyCount);
    for (int64_t i = 0; i < tinyCount; ++i)
      raw[i] = i / 2.0f;
    std::ofstream out(file.path().str(), std::ios::binary);
    out.write("12345", 5);
    out.write(reinterpret_cast<const char *>(raw.data()), 4 * raw.size());
  }

  std::unique_ptr<JitModule> loadCode() {
    Parsed parsed;
    EmitJob job = tinyJob(parsed, "native", {"forward", "prepare"});
    isa = job.target.isa;
    forwardName = emittedName(job, "forward");
    prepare.role = EntryDesc::Role::Prepare;
    prepare.symbol = emittedName(job, "prepare");
    prepare.rawWeights = {{"w", file.path().str(), 5, 4 * tinyCount, ElementType::F32}};
    prepare.packedBytes = tinyWeightsBytes;
    std::vector<std::unique_ptr<llvm::MemoryBuffer>> objects;
    objects.push_back(llvm::cantFail(emit(job, EmitKind::Object)));
    return llvm::cantFail(JitModule::load(std::move(objects)));
  }

  TemporaryFile file = llvm::cantFail(TemporaryFile::create(".raw"));
  Isa isa = Isa::X86_64;
  std::string forwardName;
  EntryDesc prepare;
};
} // namespace

TEST_F(ExecutionTest, PrepareThenForward) {
  std::unique_ptr<JitModule> code = loadCode();
  PackedWeights packed = llvm::cantFail(PackedWeights::allocate(tinyWeightsBytes));
  ASSERT_EQ(errorText(runPrepare(*code, prepare, packed.bytes())), "");
  std::vector<float> in(tinyCount, 1.0f), out(tinyCount);
  EntryDesc forward = tinyForward(isa, forwardName);
  CallMemory memory;
  const void *inputs[] = {in.data()};
  void *outputs[] = {out.data()};
  memory.inputs = inputs;
  memory.outputs = outputs;
  memory.packed = packed.bytes().data();
  for (unsigned threads : {1u, 3u}) {
    ASSERT_EQ(errorText(callEntry(*code, forward, memory, threads)), "");
    for (int64_t i = 0; i < tinyCount; ++i)
      EXPECT_EQ(out[i], std::exp(1.0f) + float(i));
  }
  CallMemory nothing;
  EXPECT_NE(errorText(callEntry(*code, forward, nothing)).find("another number of tensors"),
            std::string::npos);
}

TEST_F(ExecutionTest, TheModelRunsThroughTheRuntime) {
  std::unique_ptr<JitModule> code = loadCode();
  PackedWeights packed = llvm::cantFail(PackedWeights::allocate(tinyWeightsBytes));
  ASSERT_EQ(errorText(runPrepare(*code, prepare, packed.bytes())), "");
  auto model = llvm::cantFail(LoadedModel::create(tinyInfo({tinyForward(isa, forwardName)}),
                                                  std::move(code), std::move(packed), 2));
  EXPECT_EQ(vitc_model_isa(model->handle()), vitc_isa(isa));
  EXPECT_STREQ(model->descriptor().labels[3], "class 3");
  std::vector<float> in(3 * tinyCount), out(3 * tinyCount);
  const void *inputs[] = {in.data()};
  void *outputs[] = {out.data()};
  ASSERT_EQ(errorText(model->run(3, inputs, outputs)), "");
  for (size_t i = 0; i < out.size(); ++i)
    EXPECT_EQ(out[i], 1.0f + float(i % tinyCount));
  EXPECT_NE(errorText(model->run(0, inputs, outputs)), "");
}

TEST_F(ExecutionTest, MissingSymbolsAreErrors) {
  std::unique_ptr<JitModule> code = loadCode();
  EXPECT_NE(errorText(code->entry("tiny.backward").takeError()).find("tiny.backward"),
            std::string::npos);
  Parsed parsed("llvm.func @nobody()\nllvm.func @forward(%a: !llvm.ptr) {\n"
                "  llvm.call @nobody() : () -> ()\n  llvm.return\n}");
  auto object = llvm::cantFail(emit(tinyJob(parsed, "native", {"forward"}), EmitKind::Object));
  std::string name = emittedName(tinyJob(parsed, "native", {"forward"}), "forward");
  std::vector<std::unique_ptr<llvm::MemoryBuffer>> objects;
  objects.push_back(llvm::MemoryBuffer::getMemBufferCopy(object->getBuffer()));
  auto without = llvm::cantFail(JitModule::load(std::move(objects)));
  EXPECT_NE(errorText(without->entry(name).takeError()).find("nobody"), std::string::npos);

  static int calls = 0;
  void (*nobody)() = [] { ++calls; };
  objects.push_back(std::move(object));
  auto with = llvm::cantFail(
      JitModule::load(std::move(objects), HostSymbol{"nobody", reinterpret_cast<void *>(nobody)}));
  EXPECT_EQ(errorText(with->call(name, {nullptr})), "");
  EXPECT_EQ(calls, 1);
}

TEST_F(ExecutionTest, RawWeightsLieWhereTheirFileSays) {
  loadCode();
  WeightSource source = llvm::cantFail(WeightSource::open(prepare.rawWeights));
  float third;
  memcpy(&third, static_cast<const char *>(source.pointers()[0]) + 8, 4);
  EXPECT_EQ(third, 1.0f);
  prepare.rawWeights[0].bytes += 1;
  std::string text = errorText(WeightSource::open(prepare.rawWeights).takeError());
  EXPECT_NE(text.find("tensor 'w'"), std::string::npos) << text;
  EXPECT_NE(text.find("found 197 bytes in the file"), std::string::npos) << text;
  prepare.rawWeights[0].file = "nowhere.safetensors";
  text = errorText(WeightSource::open(prepare.rawWeights).takeError());
  EXPECT_NE(text.find("nowhere.safetensors"), std::string::npos) << text;
}
