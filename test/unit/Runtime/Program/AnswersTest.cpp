//===- AnswersTest.cpp - logits become labels ------------------------------------===//
#include "Files.h"
#include "vitc/Runtime/Program.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <vector>

namespace {

const char *const kLabels[] = {"circle", "a \"b\"\\\n\t\x01", "caf\xc3\xa9", "bad\xff"};

std::string answers(vitc_answer_format format, std::vector<float> logits,
                    std::vector<const char *> names) {
  return files::printed([&](FILE *out) {
    EXPECT_EQ(vitc_print_answers(out, &format, names.size(), names.data(), logits.data()), 0);
  });
}

vitc_answer_format format(uint32_t classes, uint32_t topK, bool json,
                          vitc_answer answer = VITC_ANSWER_SOFTMAX) {
  return {sizeof(vitc_answer_format), uint32_t(answer), classes, 4, kLabels, topK, json};
}

std::vector<uint32_t> order(std::vector<float> logits, uint32_t topK) {
  std::vector<vitc_score> scores(logits.size());
  uint32_t count =
      vitc_top_scores(logits.data(), logits.size(), VITC_ANSWER_SOFTMAX, topK, scores.data());
  std::vector<uint32_t> indices;
  for (uint32_t i = 0; i < count; ++i)
    indices.push_back(scores[i].index);
  return indices;
}

TEST(Answers, TextHasNameScoreLabel) {
  EXPECT_EQ(answers(format(3, 2, false), {0, 0, std::log(2.0f)}, {"x.png"}),
            "x.png\n0.5000  caf\xc3\xa9\n0.2500  circle\n");
}

TEST(Answers, ControlCharactersDoNotReachTheTerminal) {
  EXPECT_EQ(answers(format(2, 1, false), {0, 50}, {"a\x1b[2J"}),
            "a\\x1b[2J\n1.0000  a \"b\"\\\\x0a\\x09\\x01\n");
}

TEST(Answers, JsonIsOneListForOneImage) {
  EXPECT_EQ(answers(format(2, 5, true), {0, 0}, {"x"}),
            "[{\"label\": \"circle\", \"score\": 0.5}, "
            "{\"label\": \"a \\\"b\\\"\\\\\\n\\t\\u0001\", \"score\": 0.5}]\n");
}

TEST(Answers, JsonIsAListOfListsForSeveral) {
  EXPECT_EQ(
      answers(format(1, 5, true), {3, 4}, {"x", "y"}),
      "[[{\"label\": \"circle\", \"score\": 1.0}], [{\"label\": \"circle\", \"score\": 1.0}]]\n");
}

TEST(Answers, ScoresAreThoseOfPipelines) {
  // transformers: softmax([1, 2, 3]) in float32 gives these doubles.
  std::string text = answers(format(3, 3, true), {1, 2, 3}, {"x"});
  EXPECT_NE(text.find("0.6652409434318542"), std::string::npos) << text;
  EXPECT_NE(text.find("0.2447284758090973"), std::string::npos) << text;
  EXPECT_NE(text.find("0.09003057330846786"), std::string::npos) << text;
}

TEST(Answers, SigmoidScoresEachLabelAlone) {
  EXPECT_EQ(answers(format(3, 3, false, VITC_ANSWER_SIGMOID), {0, 100, -100}, {"x"}),
            "x\n1.0000  a \"b\"\\\\x0a\\x09\\x01\n0.5000  circle\n0.0000  caf\xc3\xa9\n");
}

TEST(Answers, ClassesWithoutNamesAreNumbered) {
  EXPECT_EQ(answers(format(6, 1, false), {0, 0, 0, 0, 0, 90}, {"x"}), "x\n1.0000  LABEL_5\n");
}

TEST(Answers, EqualScoresKeepTheirOrder) {
  EXPECT_EQ(order({1, 2, 2, 1, 2}, 5), (std::vector<uint32_t>{1, 2, 4, 0, 3}));
  EXPECT_EQ(order(std::vector<float>(100, 7), 3), (std::vector<uint32_t>{0, 1, 2}));
}

TEST(Answers, TopKIsAtMostAllClasses) { EXPECT_EQ(order({3, 1, 2}, 1000).size(), 3u); }

TEST(Answers, LargeLogitsDoNotOverflow) {
  EXPECT_EQ(answers(format(2, 1, true), {3e38f, -3e38f}, {"x"}),
            "[{\"label\": \"circle\", \"score\": 1.0}]\n");
}

TEST(Answers, NotANumberComesLast) {
  std::vector<vitc_score> scores(3);
  float logits[] = {1, NAN, 2};
  vitc_top_scores(logits, 3, VITC_ANSWER_SIGMOID, 3, scores.data());
  EXPECT_EQ(scores[0].index, 2u);
  EXPECT_EQ(scores[2].index, 1u);
}

TEST(Answers, NumbersAreThoseOfPython) {
  auto number = [](double value) {
    return files::printed([&](FILE *out) { vitc_print_json_number(out, value); });
  };
  EXPECT_EQ(number(0), "0.0");
  EXPECT_EQ(number(-0.0), "-0.0");
  EXPECT_EQ(number(0.1), "0.1");
  EXPECT_EQ(number(1.0 / 3), "0.3333333333333333");
  EXPECT_EQ(number(float(0.1)), "0.10000000149011612");
  EXPECT_EQ(number(1e-5), "1e-05");
  EXPECT_EQ(number(0.0001), "0.0001");
  EXPECT_EQ(number(100), "100.0");
  EXPECT_EQ(number(123456789), "123456789.0");
  EXPECT_EQ(number(1e16), "1e+16");
  EXPECT_EQ(number(5e-324), "5e-324");
  EXPECT_EQ(number(NAN), "NaN");
  EXPECT_EQ(number(-INFINITY), "-Infinity");
}

TEST(Answers, StringsAreValidJson) {
  auto string = [](const char *text) {
    return files::printed([&](FILE *out) { vitc_print_json_string(out, text); });
  };
  EXPECT_EQ(string(kLabels[2]), "\"caf\xc3\xa9\"");
  EXPECT_EQ(string(kLabels[3]), "\"bad\\ufffd\"");
  EXPECT_EQ(string("\xc0\x80\xed\xa0\x80"), "\"\\ufffd\\ufffd\\ufffd\\ufffd\\ufffd\"");
  EXPECT_EQ(string("\xf0\x9f\x98\x80"), "\"\xf0\x9f\x98\x80\"");
  EXPECT_EQ(string("\xe2\x82"), "\"\\ufffd\\ufffd\"") << "cut off";
}

} // namespace
