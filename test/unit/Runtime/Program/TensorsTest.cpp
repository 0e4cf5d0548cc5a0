//===- TensorsTest.cpp - safetensors, whole and broken ---------------------------===//
#include "Files.h"

extern "C" {
#include "Runtime/Program/File.h"
#include "Runtime/Program/Tensors.h"
}

#include <gtest/gtest.h>
#include <set>
#include <sys/stat.h>

namespace {

/// "" when the file is accepted, else "place: text".
std::string verdict(const std::string &bytes) {
  files::Folder folder;
  vitc_tensor_file file;
  vitc_message error{};
  if (vitc_tensors_read(folder.write("t.safetensors", bytes).c_str(), &file, &error)) {
    vitc_tensors_free(&file);
    return "";
  }
  EXPECT_NE(*error.text, 0);
  EXPECT_EQ(file.bytes, nullptr);
  return std::string(error.place) + ": " + error.text;
}

std::string tensor(const char *name, const char *dtype, const char *shape, const char *offsets) {
  return std::string("\"") + name + "\":{\"dtype\":\"" + dtype + "\",\"shape\":[" + shape +
         "],\"data_offsets\":[" + offsets + "]}";
}

std::string header(const std::string &body, size_t data = 0) {
  return files::safetensors("{" + body + "}", std::string(data, 'x'));
}

TEST(Tensors, GoodFilesAreAccepted) {
  EXPECT_EQ(verdict(header("")), "");
  EXPECT_EQ(verdict(header(tensor("a", "F32", "2,3", "0,24"), 24)), "");
  EXPECT_EQ(verdict(header(tensor("scalar", "I64", "", "0,8"), 8)), "");
  EXPECT_EQ(verdict(header(tensor("empty", "F32", "0,7", "0,0"))), "");
  EXPECT_EQ(
      verdict(header(tensor("b", "U8", "3", "4,7") + "," + tensor("a", "F32", "1", "0,4"), 7)), "");
  EXPECT_EQ(verdict(header("\"__metadata__\":{\"format\":\"pt\"}")), "");
  EXPECT_EQ(verdict(files::safetensors("{ }   ", "")), "") << "padding";
  EXPECT_EQ(verdict(header("\"a\":{\"dtype\":\"U8\",\"more\":[1e5,-0.5,null,{\"x\":true}],"
                           "\"shape\":[1],\"data_offsets\":[0,1]}",
                           1)),
            "")
      << "keys of later versions";
  EXPECT_EQ(verdict(header(tensor("\\u00e9\\ud83d\\ude00\\n", "U8", "1", "0,1"), 1)), "");
}

struct Case {
  std::string bytes, message;
};

TEST(Tensors, BadFilesAreRefusedEachWithItsMessage) {
  std::string deep(200, '['), ok = tensor("a", "U8", "1", "0,1");
  const Case cases[] = {
      {"", "found 0 bytes, expected at least the 8"},
      {"1234567", "found 7 bytes"},
      {std::string(8, char(255)), "found a header of 18446744073709551615 bytes, expected at most "
                                  "100000000"},
      {std::string("\x01\xe1\xf5\x05\0\0\0\0", 8), "found a header of 100000001 bytes"},
      {std::string("\x09\0\0\0\0\0\0\0{}", 10), "expected at most the file's other 2"},
      {std::string(8, 0), "byte 8: found no '{'"},
      {files::safetensors(" {}", ""), "found no '{', expected a JSON header"},
      {files::safetensors("\xef\xbb\xbf{}", ""), "found no '{'"},
      {files::safetensors("{", ""), "byte 9: found the end of the header, expected a string"},
      {files::safetensors("{}x", ""), "byte 10: found more text behind the header's '}'"},
      {header("\"a\""), "found '}', expected ':'"},
      {header("\"a\":1"), "found '1', expected '{' and a tensor"},
      {header(ok + ",", 1), "found '}', expected a string"},
      {header(ok + " " + ok, 1), "expected ',' or '}'"},
      {header(tensor("a", "F99", "1", "0,1"), 1), "a.dtype: found \"F99\", expected a data type"},
      {header("\"a\":{\"dtype\":32}", 1), "found '3', expected a string"},
      {header(tensor("a", "U8", "-1", "0,1"), 1), "found '-', expected an integer that is not neg"},
      {header(tensor("a", "U8", "1.0", "0,1"), 1), "expected an integer, not a fraction"},
      {header(tensor("a", "U8", "1e0", "0,1"), 1), "found 'e', expected an integer, not a fract"},
      {header(tensor("a", "U8", "01", "0,1"), 1), "expected an integer without leading zeros"},
      {header(tensor("a", "U8", "true", "0,1"), 1), "found 't', expected an integer"},
      {header(tensor("a", "U8", "9223372036854775808", "0,1"), 1),
       "expected an integer below 2^63"},
      {header(tensor("a", "F32", "4294967296,4294967296", "0,1"), 1), "a: found a shape with 2^64"},
      {header(tensor("a", "F4", "3", "0,1"), 1), "found 12 bits, expected whole bytes"},
      {header(tensor("a", "U8", "1", "1,0"), 1), "found the end 0 before the begin 1"},
      {header(tensor("a", "U8", "2", "0,1"), 1), "found 1 bytes between the offsets, expected the "
                                                 "shape's 2"},
      {header(tensor("a", "U8", "1", "0"), 1), "expected ',' and the second offset"},
      {header(tensor("a", "U8", "1", "0,1,2"), 1), "expected ']' after two offsets"},
      {header(tensor("a", "U8", "1", "1,2"), 2),
       "a: found data at offset 1, expected 0 (there is a "
       "hole)"},
      {header(ok + "," + tensor("b", "U8", "2", "0,2"), 2), "b: found data at offset 0, expected 1 "
                                                            "(tensors overlap)"},
      {header(ok, 2), "found 2 bytes of data, expected the 1 of the header"},
      {header(ok), "found 0 bytes of data, expected the 1 of the header: the file is cut off"},
      {header(ok + "," + tensor("a", "U8", "1", "1,2"), 2), "a: found two tensors of this name"},
      {header("\"a\":{\"dtype\":\"U8\",\"dtype\":\"U8\"}"), "a: found a second \"dtype\""},
      {header("\"a\":{\"dtype\":\"U8\",\"data_offsets\":[0,1]}", 1), "a: found no \"shape\""},
      {header("\"a\":{}"), "a: found no \"dtype\""},
      {header("\"__metadata__\":{\"n\":1}"), "found '1', expected a string"},
      {header("\"__metadata__\":[]"), "found '[', expected '{' and the metadata"},
      {header("\"__metadata__\":{},\"__metadata__\":{}"), "found a second \"__metadata__\""},
      {header("\"a\":{\"x\":" + deep), "found more than 64 nested values"},
      {header("\"a\":{\"x\":[1,]}"), "found ']', expected a value"},
      {header("\"a\":{\"x\":-}"), "found '-', expected a value"},
      {header("\"a\\u0000\":1"), "expected a string without U+0000"},
      {header("\"a\\ud800\":1"), "expected the second half of a surrogate pair"},
      {header("\"a\\udc00\":1"), "expected the first half of a surrogate pair"},
      {header("\"a\\q\":1"), "found 'q', expected an escape"},
      {header("\"a\\u12g4\":1"), "found 'g', expected four hexadecimal digits"},
      {header("\"a\xff\":1"), "found byte 0xff, expected valid UTF-8"},
      {header("\"a\n\":1"), "found byte 0x0a, expected a string without control"},
      {files::safetensors("{\"a", ""),
       "byte 11: found the end of the header, expected the '\"' tha"},
  };
  std::set<std::string> messages;
  for (const Case &each : cases) {
    std::string message = verdict(each.bytes);
    EXPECT_NE(message.find(each.message), std::string::npos)
        << "found:    " << message << "\nexpected: " << each.message;
    messages.insert(message);
  }
  EXPECT_GE(messages.size(), 40u);
}

TEST(Tensors, EveryTruncationIsRefused) {
  std::string whole = header(tensor("a", "F32", "2", "0,8"), 8);
  for (size_t size = 0; size < whole.size(); ++size)
    EXPECT_NE(verdict(whole.substr(0, size)), "") << size;
}

TEST(Tensors, EveryChangedByteIsReadOrRefused) {
  std::string whole =
      header("\"__metadata__\":{\"k\":\"\\u00e9\"}," + tensor("a", "F32", "2", "0,8"), 8);
  for (size_t at = 0; at < whole.size() - 8; ++at)
    for (char byte : {'\0', '"', '{', ']', '9', '\\', '\xff'}) {
      std::string changed = whole;
      changed[at] = byte;
      verdict(changed); // must return; the sanitised build sees what it reads
    }
}

TEST(Tensors, OtherThingsThanFilesAreRefused) {
  files::Folder folder;
  vitc_tensor_file file;
  auto message = [&](const std::string &path) {
    vitc_message error{};
    EXPECT_FALSE(vitc_tensors_read(path.c_str(), &file, &error));
    return std::string(error.text);
  };
  EXPECT_EQ(message(folder.path.string()), "found a folder, expected a regular file");
  EXPECT_EQ(message("/dev/zero"), "found a device, expected a regular file");
  EXPECT_EQ(message(folder.name("none")), "cannot be opened: No such file or directory");
  std::string pipe = folder.name("pipe");
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(message(pipe), "found a pipe, expected a regular file");
}

TEST(Tensors, WhatIsWrittenIsRead) {
  files::Folder folder;
  vitc_tensor_desc descs[2] = {};
  descs[0] = {sizeof(vitc_tensor_desc), VITC_F32, "logits", 2, 0, {1, 3}};
  descs[1] = {sizeof(vitc_tensor_desc), VITC_I64, "ids \"x\"", 3, 0, {1, 1, 2}};
  float logits[] = {1, 2, 3, 4, 5, 6};
  int64_t ids[] = {7, 8, 9, 10};
  void *data[] = {logits, ids};
  std::string path = folder.name("u.safetensors");
  vitc_message error{};
  ASSERT_TRUE(vitc_tensors_write(path.c_str(), 2, descs, 2, data, &error)) << error.text;
  EXPECT_EQ(folder.count(), 1u) << "a temporary file is left";
  std::string bytes = files::read(path);
  EXPECT_EQ(bytes.substr(8, uint8_t(bytes[0])),
            "{\"ids \\\"x\\\"\":{\"dtype\":\"I64\",\"shape\":[2,1,2],\"data_offsets\":[0,32]},"
            "\"logits\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[32,56]}}       ");

  vitc_tensor_file file;
  ASSERT_TRUE(vitc_tensors_read(path.c_str(), &file, &error)) << error.text;
  const vitc_file_tensor *found = vitc_tensors_find(&file, "logits");
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->shape[0], 2u);
  EXPECT_EQ(memcmp(file.data + found->begin, logits, sizeof(logits)), 0);
  EXPECT_NE(vitc_tensors_find(&file, "ids \"x\""), nullptr);
  EXPECT_EQ(vitc_tensors_find(&file, "nothing"), nullptr);
  vitc_tensors_free(&file);
}

TEST(Tensors, AFailedWriteLeavesTheOldFile) {
  files::Folder folder;
  vitc_message error{};
  vitc_piece piece{"abc", 3};
  EXPECT_FALSE(vitc_write_file(folder.path.c_str(), &piece, 1, &error));
  EXPECT_STREQ(error.text, "found a folder, expected a regular file or a new name");
  EXPECT_FALSE(vitc_write_file("/dev/null", &piece, 1, &error));
  EXPECT_STREQ(error.text, "found a device, expected a regular file or a new name");
  EXPECT_FALSE(vitc_write_file(folder.name("no/such/folder").c_str(), &piece, 1, &error));
  std::string old = folder.write("old", "old");
  vitc_piece unreadable{nullptr, 3};
  EXPECT_FALSE(vitc_write_file(old.c_str(), &unreadable, 1, &error));
  EXPECT_EQ(files::read(old), "old");
  EXPECT_EQ(folder.count(), 1u);
}

} // namespace
