//===- ParseInvocationTest.cpp - from words to an Invocation --------------===//

#include "vitc/Driver/Driver.h"
#include "vitc/Support/Errors.h"

#include "gtest/gtest.h"

using namespace vitc;
using namespace vitc::driver;

namespace {

Invocation parsed(ArrayRef<StringRef> args) {
  Expected<Invocation> invocation = parseInvocation(args);
  if (invocation)
    return std::move(*invocation);
  ADD_FAILURE() << errorText(invocation.takeError());
  return Invocation();
}

std::string refusal(ArrayRef<StringRef> args) {
  Expected<Invocation> invocation = parseInvocation(args);
  if (!invocation)
    return errorText(invocation.takeError());
  ADD_FAILURE() << "accepted";
  return "";
}

TEST(ParseInvocation, readsEveryKindOfValue) {
  Invocation i =
      parsed({"compile", "dir", "-o", "out.so", "--emit=obj", "--cpu", "x86-64-v3", "--batch=8,1",
              "--image-size=224x196", "--outputs=logits,hidden_states", "--weights=file",
              "--preprocess=torchvision", "--seed=18446744073709551615", "--dump-phases=d", "-q"});
  EXPECT_EQ(i.command, Command::Compile);
  EXPECT_EQ(i.model, "dir");
  EXPECT_EQ(i.output, "out.so");
  EXPECT_EQ(i.emit, OutputKind::Object);
  EXPECT_EQ(i.cpu, "x86-64-v3");
  EXPECT_EQ(i.batches, (std::vector<int64_t>{8, 1}));
  ASSERT_TRUE(i.imageSize);
  EXPECT_EQ(i.imageSize->height, 224);
  EXPECT_EQ(i.imageSize->width, 196);
  EXPECT_EQ(i.outputs, (std::vector<std::string>{"logits", "hidden_states"}));
  EXPECT_EQ(i.weights, WeightsPlace::File);
  EXPECT_EQ(i.preprocess, PreprocessChoice::Torchvision);
  EXPECT_EQ(i.seed, UINT64_MAX);
  EXPECT_EQ(i.dumpPhases, "d");
  EXPECT_TRUE(i.quiet);
}

TEST(ParseInvocation, takesPicturesBehindTheModel) {
  Invocation i = parsed({"run", "dir", "--image", "a.png", "b.png", "--top-k=2", "c.png"});
  EXPECT_EQ(i.model, "dir");
  EXPECT_EQ(i.images, (std::vector<std::string>{"a.png", "b.png", "c.png"}));
  EXPECT_EQ(i.topK, 2u);
}

TEST(ParseInvocation, readsOptionsBeforeTheModel) {
  Invocation i = parsed({"run", "--image=a.png", "dir"});
  EXPECT_EQ(i.model, "dir");
  EXPECT_EQ(i.images, std::vector<std::string>{"a.png"});
}

TEST(ParseInvocation, endsOptionsWithTwoDashes) {
  EXPECT_EQ(parsed({"inspect", "--json", "--", "--odd"}).model, "--odd");
}

TEST(ParseInvocation, givesReferenceTwoMeanings) {
  EXPECT_EQ(parsed({"run", "d", "--input=x", "--reference=f64"}).reference, ReferenceForm::F64);
  EXPECT_EQ(parsed({"verify", "d", "--input=x", "--reference=r"}).referenceFile, "r");
}

TEST(ParseInvocation, asksForHelp) {
  EXPECT_EQ(parsed({"help", "bench"}).helpTopic, Command::Bench);
  Invocation i = parsed({"run", "-h"}); // no model is needed
  EXPECT_EQ(i.command, Command::Help);
  EXPECT_EQ(i.helpTopic, Command::Run);
}

TEST(ParseInvocation, refusesNumbersOutOfRange) {
  EXPECT_NE(refusal({"bench", "d", "--batch=0"}).find("from 1 to 4096"), std::string::npos);
  EXPECT_NE(refusal({"bench", "d", "--batch=4097"}).find("from 1 to 4096"), std::string::npos);
  EXPECT_NE(refusal({"bench", "d", "--batch=1,"}).find("found ''"), std::string::npos);
  EXPECT_NE(refusal({"run", "d", "--threads=1,2"}).find("one number"), std::string::npos);
  EXPECT_NE(refusal({"inspect", "d", "--seed=18446744073709551616"}).find("--seed"),
            std::string::npos);
  EXPECT_NE(refusal({"inspect", "d", "--image-size=0x4"}).find("each from 1"), std::string::npos);
  EXPECT_NE(refusal({"inspect", "d", "--image-size=4x-4"}).find("each from 1"), std::string::npos);
}

TEST(Report, mapsErrorsToExitCodes) {
  EXPECT_EQ(report(Error::success()), 0);
  EXPECT_EQ(report(inputError({"f", "w"}, "found a, expected b")), 1);
  EXPECT_EQ(report(parseInvocation({"compil"}).takeError()), 2);
  EXPECT_EQ(report(inputError({}, "internal error: of a library")), 70);
  EXPECT_EQ(report(llvm::joinErrors(inputError({}, "a"), parseInvocation({}).takeError())), 2);
}

} // namespace
