//===- SafetensorsTest.cpp -------------------------------------------------===//

#include "../Support/ScratchDirectory.h"
#include "SafetensorsBytes.h"
#include "vitc/Support/Errors.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>
#include <set>

using namespace llvm;
using namespace vitc;

namespace {

/// The message for a file of these bytes, without its path; empty when it is accepted.
std::string refusal(StringRef bytes) {
  ScratchDirectory scratch;
  Expected<SafetensorsFile> file = SafetensorsFile::open(scratch.write("f", bytes));
  return file ? "" : scratch.relative(errorText(file.takeError()));
}

/// A header with one tensor `a` described by these three values.
std::string oneTensor(StringRef dtype, StringRef shape, StringRef offsets) {
  return ("{\"a\":{\"dtype\":" + dtype + ",\"shape\":" + shape + ",\"data_offsets\":" + offsets +
          "}}")
      .str();
}

/// Two U8 tensors of one axis with these ranges.
std::string twoTensors(int begin0, int end0, int begin1, int end1) {
  auto one = [](int begin, int end) {
    return "{\"dtype\":\"U8\",\"shape\":[" + std::to_string(end - begin) + "],\"data_offsets\":[" +
           std::to_string(begin) + "," + std::to_string(end) + "]}";
  };
  return "{\"a\":" + one(begin0, end0) + ",\"b\":" + one(begin1, end1) + "}";
}

struct BadFile {
  std::string bytes, message;
};

std::vector<BadFile> badFiles() {
  const std::string four(4, '\0');
  const std::string f32 = "\"F32\"";
  return {
      {"", "byte 0: error: found a file of 0 bytes, expected at least the 8 bytes of a header"},
      {"1234567", "byte 0: error: found a file of 7 bytes"},
      {rawSafetensors(100'000'001, "{}"), "found a header length of 100000001, expected at most "
                                          "100000000"},
      {rawSafetensors(uint64_t(1) << 63, "{}"), "found a header length of 9223372036854775808"},
      {rawSafetensors(UINT64_MAX, "{}"), "found a header length of 18446744073709551615"},
      {rawSafetensors(3, "{}"), "found a header length of 3, expected at most the 2 bytes"},
      {rawSafetensors(100'000'000, "{}"), "found a header length of 100000000, expected at most "
                                          "the 2 bytes that follow"},
      {rawSafetensors(0, ""), "byte 8: error: found an empty header"},
      {rawSafetensors(" {}"), "byte 8: error: found ' ', expected '{'"},
      {rawSafetensors("\xEF\xBB\xBF{}"), "byte 8: error: found '\\xef'"},
      {rawSafetensors("[]"), "byte 8: error: found '[', expected '{'"},
      {rawSafetensors("{"), "header:1:2: error: found the end of the text"},
      {rawSafetensors("{}x"), "header:1:3: error: found 'x', expected the end of the text"},
      {rawSafetensors("{}", "x"), "byte 10: error: found 1 bytes that belong to no tensor"},
      {rawSafetensors("{\"\xff\":1}"), "found the byte 0xff, expected UTF-8 text"},
      {rawSafetensors("{\"a\":" + std::string(200, '[') + std::string(200, ']') + "}"),
       "found more than 128 nested arrays and objects"},
      {rawSafetensors("{\"a\":1}"), "header:a: error: found 1, expected an object"},
      {rawSafetensors("{\"a\":{}}"), "header:a: error: found no 'dtype'"},
      {rawSafetensors("{\"a\":{\"dtype\":\"F32\"}}"), "header:a: error: found no 'shape'"},
      {rawSafetensors("{\"a\":{\"dtype\":\"F32\",\"shape\":[]}}"),
       "header:a: error: found no 'data_offsets'"},
      {rawSafetensors(oneTensor("\"F33\"", "[1]", "[0,4]"), four),
       "header:a.dtype: error: found the dtype 'F33'"},
      {rawSafetensors(oneTensor("7", "[1]", "[0,4]"), four),
       "header:a.dtype: error: found 7, expected a string"},
      {rawSafetensors(oneTensor(f32, "1", "[0,4]"), four),
       "header:a.shape: error: found 1, expected an array"},
      {rawSafetensors(oneTensor(f32, "[-1]", "[0,4]"), four), "header:a.shape[0]: error: found -1"},
      {rawSafetensors(oneTensor(f32, "[1.0]", "[0,4]"), four),
       "header:a.shape[0]: error: found the real number 1,"},
      {rawSafetensors(oneTensor(f32, "[1e0]", "[0,4]"), four), "found the real number 1,"},
      {rawSafetensors(oneTensor(f32, "[true]", "[0,4]"), four),
       "header:a.shape[0]: error: found true"},
      {rawSafetensors(oneTensor(f32, "[1,null]", "[0,4]"), four),
       "header:a.shape[1]: error: found null"},
      {rawSafetensors(oneTensor(f32, "[4294967296,4294967296]", "[0,4]"), four),
       "found the shape [4294967296, 4294967296], expected a tensor whose size fits 64 bits"},
      {rawSafetensors(oneTensor(f32, "[9223372036854775807,2]", "[0,4]"), four),
       "expected a tensor whose size fits 64 bits"},
      {rawSafetensors(oneTensor("\"F4\"", "[3]", "[0,1]"), "x"),
       "found the shape [3] of F4, expected a whole number of bytes"},
      {rawSafetensors(oneTensor(f32, "[1]", "[0]"), four),
       "header:a.data_offsets: error: found an array of 1, expected an array of 2"},
      {rawSafetensors(oneTensor(f32, "[1]", "[0,4,8]"), four), "found an array of 3"},
      {rawSafetensors(oneTensor(f32, "[1]", "[-4,0]"), four),
       "header:a.data_offsets[0]: error: found -4"},
      {rawSafetensors(oneTensor(f32, "[1]", "[4,0]"), four), "found the data_offsets [4, 0]"},
      {rawSafetensors(oneTensor(f32, "[1]", "[0,3]"), four),
       "found the data_offsets [0, 3], expected a range of 4 bytes for F32 of shape [1]"},
      {rawSafetensors(oneTensor(f32, "[1]", "[0,5]"), four + "x"), "found the data_offsets [0, 5]"},
      {rawSafetensors(oneTensor(f32, "[1]", "[0,4]"), "abc"),
       "tensor 'a': error: found data up to byte 4 after the header"},
      {rawSafetensors(oneTensor(f32, "[1]", "[18446744073709551612,18446744073709551616]"), four),
       "found the number '18446744073709551616'"},
      {rawSafetensors(oneTensor(f32, "[1]", "[18446744073709551611,18446744073709551615]"), four),
       "found data up to byte 18446744073709551615 after the header"},
      {rawSafetensors(oneTensor(f32, "[1]", "[1,5]"), four + "x"), "found a hole at byte"},
      {rawSafetensors(twoTensors(0, 4, 5, 8), "12345678"), "tensor 'b': error: found a hole"},
      {rawSafetensors(twoTensors(0, 4, 3, 8), "12345678"), "'b': error: found overlapping data"},
      {rawSafetensors(twoTensors(0, 4, 0, 4), "1234"), "found overlapping data"},
      {rawSafetensors(twoTensors(0, 4, 4, 7), "12345678"), "found 1 bytes that belong to no"},
      {rawSafetensors("{\"a\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[0,1]},"
                      "\"a\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[1,2]}}",
                      "12"),
       "header:a: error: found this key twice in one object"},
      {rawSafetensors("{\"a\":{\"dtype\":\"U8\",\"dtype\":\"U8\",\"shape\":[],"
                      "\"data_offsets\":[0,1]}}",
                      "1"),
       "header:a.dtype: error: found this key twice in one object"},
      {rawSafetensors("{\"__metadata__\":{\"a\":1}}"),
       "header:__metadata__.a: error: found 1, expected a string"},
      {rawSafetensors("{\"__metadata__\":[]}"),
       "header:__metadata__: error: found an array of 0, expected an object"},
  };
}

TEST(Safetensors, BadFilesAreRefusedEachWithItsReason) {
  std::set<std::string> messages;
  for (const BadFile &bad : badFiles()) {
    std::string message = refusal(bad.bytes);
    EXPECT_NE(message.find(bad.message), std::string::npos)
        << "got: " << message << "expected: " << bad.message;
    EXPECT_TRUE(StringRef(message).starts_with("f:"));
    messages.insert(message);
  }
  EXPECT_GE(messages.size(), 40u);
}

TEST(Safetensors, EveryTruncationIsRefused) {
  std::string good = rawSafetensors(oneTensor("\"F32\"", "[3]", "[0,12]"), std::string(12, 'x'));
  ASSERT_EQ(refusal(good), "");
  for (size_t length = 0; length < good.size(); ++length)
    EXPECT_NE(refusal(StringRef(good).take_front(length)), "") << length;
}

TEST(Safetensors, GoodFilesAreAccepted) {
  EXPECT_EQ(refusal(rawSafetensors("{}")), "");
  EXPECT_EQ(refusal(rawSafetensors("{}  \n ")), "");
  EXPECT_EQ(refusal(rawSafetensors("{\"__metadata__\":null}")), "");
  EXPECT_EQ(refusal(rawSafetensors(oneTensor("\"F32\"", "[0,4294967296]", "[0,0]"))), "");
  EXPECT_EQ(refusal(rawSafetensors(oneTensor("\"F4\"", "[4]", "[0,2]"), "xy")), "");
  EXPECT_EQ(refusal(rawSafetensors("{\"a\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[0,1],"
                                   "\"extra\":{\"b\":[1.5]}}}",
                                   "1")),
            "");
  // Out of order in the header, empty tensors at a shared offset.
  EXPECT_EQ(refusal(rawSafetensors(twoTensors(4, 8, 0, 4), "12345678")), "");
  EXPECT_EQ(refusal(rawSafetensors(twoTensors(0, 4, 0, 0), "1234")), "");
}

TEST(Safetensors, WrittenFilesReadBack) {
  ScratchDirectory scratch;
  std::vector<uint8_t> data = {1, 2, 3, 4, 5, 6, 7, 8};
  std::vector<TensorToWrite> tensors = {{"scalar", Dtype::F32, {}, ArrayRef(data).take_front(4)},
                                        {"half", Dtype::BF16, {2, 2}, data},
                                        {"ä\n\"", Dtype::F64, {1}, data},
                                        {"empty", Dtype::F16, {0, 3}, {}}};
  auto text = [&](bool reversed) {
    std::string bytes;
    raw_string_ostream os(bytes);
    if (reversed)
      std::reverse(tensors.begin(), tensors.end());
    writeSafetensors(os, tensors, {{"format", "pt"}});
    return bytes;
  };
  std::string bytes = text(false);
  EXPECT_EQ(bytes, text(true)) << "the order of the list changes the file";
  SafetensorsFile file = cantFail(SafetensorsFile::open(scratch.write("f", bytes)));
  ASSERT_EQ(file.entries().size(), 4u);
  EXPECT_EQ(file.metadata().at("format"), "pt");
  EXPECT_EQ(file.entries()[0].name, "ä\n\"");
  EXPECT_EQ(file.entries()[0].offset % 64, 0u);
  const SafetensorsEntry *half = file.find("half");
  ASSERT_TRUE(half);
  EXPECT_EQ(half->dtype, Dtype::BF16);
  EXPECT_EQ(half->shape, ArrayRef<int64_t>({2, 2}));
  EXPECT_EQ(file.bytes(*half), ArrayRef(data));
  EXPECT_TRUE(file.find("scalar")->shape.empty());
  EXPECT_EQ(file.find("empty")->size, 0u);
  EXPECT_FALSE(file.find("none"));
}

TEST(Safetensors, AQuarterMillionTensorsAreReadInSeconds) {
  std::string header = "{";
  for (int i = 0; i < 250'000; ++i)
    header += (i ? ",\"t" : "\"t") + std::to_string(i) +
              "\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[" + std::to_string(i) + "," +
              std::to_string(i + 1) + "]}";
  std::clock_t start = std::clock(); // of this process: a busy machine is no fault
  EXPECT_EQ(refusal(rawSafetensors(header + "}", std::string(250'000, 'x'))), "");
#if __has_feature(address_sanitizer)
  constexpr double limit = 40.0;
#else
  constexpr double limit = 4.0;
#endif
  EXPECT_LT((std::clock() - start) / double(CLOCKS_PER_SEC), limit);
}

} // namespace
