//===- RunTest.cpp - the driver as a library ------------------------------===//

#include "vitc/Driver/Driver.h"
#include "vitc/Import/Files/Safetensors.h"
#include "vitc/Support/Errors.h"

#include "../Support/ScratchDirectory.h"

#include "gtest/gtest.h"

using namespace vitc;
using namespace vitc::driver;

namespace {

constexpr StringLiteral model = "models/reference/deit-teacher"; // a batch of 17

Invocation runOf(StringRef output) {
  Invocation invocation;
  invocation.command = Command::Run;
  invocation.model = model.str();
  invocation.input = (model + "/input.safetensors").str();
  invocation.outputFile = output.str();
  return invocation;
}

void expectDone(Error error) { EXPECT_EQ(errorText(std::move(error)), ""); }

TEST(Run, writesEveryImageOfTheBatch) {
  ScratchDirectory scratch;
  std::string output = scratch.path("out.safetensors");
  Invocation invocation = runOf(output);
  invocation.outputs = {"hidden_states", "logits"};
  expectDone(run(invocation));
  Expected<SafetensorsFile> file = SafetensorsFile::open(output);
  ASSERT_TRUE(static_cast<bool>(file)) << errorText(file.takeError());
  ASSERT_TRUE(file->find("logits"));
  EXPECT_EQ(file->find("logits")->shape, ArrayRef<int64_t>({17, 11}));
  // As transformers stacks them: layers before images.
  ASSERT_TRUE(file->find("hidden_states"));
  EXPECT_EQ(file->find("hidden_states")->shape, ArrayRef<int64_t>({2, 17, 6, 24}));
}

TEST(Run, givesTheSameBitsForAnyThreadsAndLevel) {
  ScratchDirectory scratch;
  Invocation one = runOf(scratch.path("one"));
  one.threads = {1};
  Invocation three = runOf(scratch.path("three"));
  three.threads = {3};
  three.cpu = "x86-64-v3";
  expectDone(run(one));
  expectDone(run(three));
  Expected<MappedFile> a = MappedFile::open(one.outputFile), b = MappedFile::open(three.outputFile);
  ASSERT_TRUE(static_cast<bool>(a) && static_cast<bool>(b));
  EXPECT_TRUE(a->bytes() == b->bytes());
}

TEST(Run, returnsErrorsAsValues) {
  Invocation invocation = runOf("unused");
  invocation.input = "models/reference/deit-teacher/config.json";
  EXPECT_NE(errorText(run(invocation)).find("config.json:byte 0: error:"), std::string::npos);
}

TEST(Run, leavesNoOutputBehindAnError) {
  ScratchDirectory scratch;
  Invocation invocation;
  invocation.command = Command::Compile;
  invocation.model = model.str();
  invocation.output = scratch.path("out");
  invocation.outputs = {"boxes"};
  EXPECT_NE(errorText(run(invocation)).find("found output 'boxes'"), std::string::npos);
  EXPECT_TRUE(scratch.entries().empty());
}

} // namespace
