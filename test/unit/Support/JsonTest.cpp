//===- JsonTest.cpp --------------------------------------------------------===//

#include "vitc/Support/Json.h"

#include <gtest/gtest.h>

using namespace llvm;
using namespace vitc;

namespace {

/// The message for a text that must be refused; empty when it is accepted.
std::string refusal(StringRef text, JsonDocument::Limits limits = JsonDocument::Limits()) {
  Expected<JsonDocument> document = JsonDocument::parse(text, "f", limits);
  return document ? "" : errorText(document.takeError());
}

struct SyntaxCase {
  StringRef text, message;
};

class JsonSyntax : public testing::TestWithParam<SyntaxCase> {};

TEST_P(JsonSyntax, IsRefusedWithItsPlace) {
  EXPECT_EQ(refusal(GetParam().text), GetParam().message.str() + "\n");
}

INSTANTIATE_TEST_SUITE_P(
    , JsonSyntax,
    testing::Values(
        SyntaxCase{"", "f:1:1: error: found the end of the text, expected a JSON value"},
        SyntaxCase{"\xEF\xBB\xBF{}",
                   "f:1:1: error: found a byte order mark, expected JSON text without one"},
        SyntaxCase{"{\"a\": NaN}", "f:1:7: error: found 'NaN', expected a JSON value"},
        SyntaxCase{"{\"a\":\n  1,}", "f:2:5: error: found '}', expected a key in double quotes"},
        SyntaxCase{"{\"a\" 1}", "f:1:6: error: found '1', expected ':'"},
        SyntaxCase{"[1 2]", "f:1:4: error: found '2', expected ',' or ']'"},
        SyntaxCase{"{} {}", "f:1:4: error: found '{', expected the end of the text"},
        SyntaxCase{"[1e400]", "f:1:2: error: found the number '1e400', expected a number that "
                              "fits 64 bits"},
        SyntaxCase{"[99999999999999999999]",
                   "f:1:2: error: found the number '99999999999999999999', expected a number "
                   "that fits 64 bits"},
        SyntaxCase{"[01]",
                   "f:1:2: error: found the number '01', expected a number as JSON writes it"},
        SyntaxCase{"[\"a", "f:1:2: error: found a string without an end, expected a closing '\"'"},
        SyntaxCase{"[\"a\tb\"]",
                   "f:1:4: error: found the byte 0x09 in a string, expected \\u00xx for it"},
        SyntaxCase{"[\"\xff\"]", "f:1:3: error: found the byte 0xff, expected UTF-8 text"},
        SyntaxCase{"[\"\\q\"]", "f:1:3: error: found the escape '\\q', expected an escape of JSON"},
        SyntaxCase{"[tru]", "f:1:2: error: found 'tru', expected a JSON value"},
        SyntaxCase{"{\"a\":1,\"b\":{\"c\":1,\"c\":2}}",
                   "f:b.c: error: found this key twice in one object, expected each key once"},
        SyntaxCase{"[0,{\"x y\":1,\"x y\":2}]",
                   "f:[1]['x y']: error: found this key twice in one object, expected each key "
                   "once"}));

TEST(Json, NestingIsLimitedWithoutRecursion) {
  std::string deep = std::string(100000, '[') + std::string(100000, ']');
  EXPECT_EQ(refusal(deep), "f:1:65: error: found more than 64 nested arrays and objects, expected "
                           "less nesting\n");
  EXPECT_EQ(refusal(std::string(64, '[') + std::string(64, ']')), "");
}

TEST(Json, SizeIsLimited) {
  JsonDocument::Limits limits;
  limits.bytes = 4;
  EXPECT_EQ(refusal("[1,2]", limits), "f: error: found 5 bytes of JSON, expected at most 4\n");
}

TEST(Json, ManyKeysAreCheckedQuickly) {
  std::string text = "{";
  for (int i = 0; i < 300000; ++i)
    text += "\"k" + std::to_string(i) + "\":1,";
  EXPECT_EQ(refusal(text + "\"last\":1}"), "");
  EXPECT_EQ(refusal(text + "\"k7\":1}"),
            "f:k7: error: found this key twice in one object, expected each key once\n");
}

TEST(Json, KindsAreStrict) {
  JsonDocument document = cantFail(JsonDocument::parse(
      R"({"i": -3, "u": 18446744073709551615, "r": 3.0, "e": 1e3, "s": "x", "b": true, "n": null,
          "a": [1, [2]]})",
      "f"));
  JsonValue root = document.root();
  EXPECT_EQ(*root.find("i")->asInteger(), -3);
  EXPECT_EQ(*root.find("u")->asUnsigned(), UINT64_MAX);
  EXPECT_EQ(*root.find("i")->asReal(), -3.0);
  EXPECT_TRUE(*root.find("b")->asBool());
  EXPECT_EQ(*root.find("s")->asString(), "x");
  EXPECT_EQ(*root.find("a")->size(), 2u);
  EXPECT_TRUE(root.find("n")->isNull());
  EXPECT_FALSE(root.find("absent"));

  EXPECT_EQ(errorText(root.find("r")->asInteger().takeError()),
            "f:r: error: found the real number 3, expected an integer\n");
  EXPECT_EQ(errorText(root.find("e")->asUnsigned().takeError()),
            "f:e: error: found the real number 1000, expected an integer from 0 to 2^64 - 1\n");
  EXPECT_EQ(errorText(root.find("u")->asInteger().takeError()),
            "f:u: error: found 18446744073709551615, expected an integer\n");
  EXPECT_EQ(errorText(root.find("i")->asUnsigned().takeError()),
            "f:i: error: found -3, expected an integer from 0 to 2^64 - 1\n");
  EXPECT_EQ(errorText(root.find("i")->asInteger(1, 9).takeError()),
            "f:i: error: found -3, expected an integer from 1 to 9\n");
  EXPECT_EQ(errorText(root.find("b")->asReal().takeError()),
            "f:b: error: found true, expected a number\n");
  EXPECT_EQ(errorText(root.find("s")->asBool().takeError()),
            "f:s: error: found 'x', expected true or false\n");
  EXPECT_EQ(errorText(root.asString().takeError()),
            "f: error: found an object of 8, expected a string\n");
  Error nested = root.find("a")->forEachElement([](JsonValue each) -> Error {
    Expected<int64_t> number = each.asInteger();
    return number ? Error::success() : number.takeError();
  });
  EXPECT_EQ(errorText(std::move(nested)),
            "f:a[1]: error: found an array of 1, expected an integer\n");
}

} // namespace
