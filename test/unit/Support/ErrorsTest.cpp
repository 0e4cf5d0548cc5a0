//===- ErrorsTest.cpp ------------------------------------------------------===//

#include "vitc/Support/Errors.h"
#include "vitc/Support/CheckedSize.h"
#include "vitc/Support/Spelling.h"

#include <gtest/gtest.h>

#include <cerrno>

using namespace llvm;
using namespace vitc;

namespace {

TEST(Errors, PrintPlaceMessageAndHint) {
  EXPECT_EQ(errorText(foundExpected({"config.json", "hidden_size"}, "-3", "a positive integer")),
            "config.json:hidden_size: error: found -3, expected a positive integer\n");
  EXPECT_EQ(errorText(inputError({"m.bin"}, "no", "do this")), "m.bin: error: no\nhint: do this\n");
  EXPECT_EQ(errorText(inputError({}, "no")), "error: no\n");
  EXPECT_EQ(errorText(systemError({"out"}, "rename", ENOSPC)),
            "out: error: cannot rename: No space left on device (errno 28)\n");
}

TEST(Errors, JoinedErrorsPrintInOrder) {
  Error both = joinErrors(inputError({"a"}, "one"), inputError({"b"}, "two"));
  EXPECT_EQ(errorText(std::move(both)), "a: error: one\nb: error: two\n");
}

TEST(Errors, SuccessPrintsNothing) { EXPECT_EQ(errorText(Error::success()), ""); }

TEST(Errors, TextFromFilesIsEscapedAndCut) {
  EXPECT_EQ(inQuotes("grün"), "'grün'");
  EXPECT_EQ(inQuotes("a\x1b[31m\n"), "'a\\x1b[31m\\x0a'");
  EXPECT_EQ(inQuotes("\xff\xc3"), "'\\xff\\xc3'");
  EXPECT_EQ(inQuotes(std::string(100, 'x')), "'" + std::string(80, 'x') + "… (100 bytes)'");
}

TEST(CheckedSize, RemembersOverflow) {
  CheckedSize big(uint64_t(1) << 32);
  EXPECT_FALSE((big * big).isValid());
  EXPECT_FALSE((big * big * 0).isValid()); // as the reference's left-to-right product
  EXPECT_TRUE((CheckedSize(0) * big * big).fits(0));
  EXPECT_FALSE((CheckedSize(UINT64_MAX) + 1).isValid());
  EXPECT_FALSE((CheckedSize(1) - 2).fits(UINT64_MAX));
  EXPECT_FALSE(CheckedSize::fromSigned(-1).isValid());
  EXPECT_FALSE(CheckedSize::invalid() == CheckedSize::invalid());
  EXPECT_EQ((CheckedSize(6) * 7 + 1 - 3).value(), 40u);
}

TEST(Spelling, FindsTheNearWordOnly) {
  StringRef words[] = {"vit", "deit", "dinov2"};
  EXPECT_EQ(nearestSpelling("dinov", words), "dinov2");
  EXPECT_EQ(nearestSpelling("ViT", words), "vit");
  EXPECT_EQ(nearestSpelling("resnet", words), "");
  EXPECT_EQ(nearestSpelling("", words), "");
  EXPECT_EQ(nearestSpelling(std::string(100000, 'x'), words), "");
  EXPECT_EQ(spellingHint("dieit", words), "did you mean 'deit'? supported: vit, deit, dinov2");
  EXPECT_EQ(spellingHint("swin", words), "supported: vit, deit, dinov2");
}

} // namespace
