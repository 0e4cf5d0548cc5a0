//===- NonFiniteTest.cpp - NaN and infinities stay where they belong ------===//

#include "ProgramHarness.h"

#include "RandomOps.h"

#include <cmath>
#include <limits>

using namespace vitc;
using namespace vitc::test;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

namespace {
/// One test for each level of this machine.
class NonFinite : public ::testing::TestWithParam<std::string> {
protected:
  Code compile(WrittenProgram &program) { return unwrap(program.parsed->compile(GetParam())); }
};
} // namespace

INSTANTIATE_TEST_SUITE_P(Levels, NonFinite, ::testing::ValuesIn(levelsOfHost()), [](auto &info) {
  std::string name = info.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

/// What kind of number it is: all NaNs are one.
static std::string kindOf(double value) {
  return std::isnan(value)   ? "NaN"
         : std::isinf(value) ? (value > 0 ? "+infinity" : "-infinity")
                             : "finite";
}

/// A whole small model for three pictures of 3 × 12 × 12.
static Program makeModel() {
  ProgramBuilder builder(7);
  Random random(11);
  RandomOps ops(builder, random);
  Tensor pixels = builder.input({3, 3, 12, 12});
  Tensor filter = builder.weight({20, 3, 4, 4}, {0.15});
  Tensor x = builder.add(
      OpText("vit.patch_embed") << pixels << ", " << filter << " strides = [4, 4]", {3, 9, 20});
  x = ops.addPosition(ops.prepend(x, 1, 0));
  for (int layer = 0; layer < 2; ++layer) {
    x = ops.residual(x, ops.attention(ops.norm(x), nullptr, 20));
    x = ops.residual(x, ops.ffn(ops.norm(x), 20));
  }
  Tensor pooled =
      builder.add(OpText("vit.pool") << "mean " << ops.norm(x), {3, 20}); // reads every token
  builder.output(ops.classifier(pooled, nullptr, 7));
  builder.output(x);
  return builder.finish();
}

TEST_P(NonFinite, aPictureAffectsItsOwnRowOnly) {
  WrittenProgram program(makeModel());
  Code code = compile(program);
  Tensors inputs = program.parsed->makeInputs(1);
  Tensors clean = unwrap(code.run(inputs, {}, 2));
  for (double poison : {kNaN, kInfinity, -kInfinity}) {
    Tensors poisoned = inputs;
    poisoned[0].setElement(poisoned[0].elements() / 3 + 5, poison); // in the second picture
    Tensors found = unwrap(code.run(poisoned, {}, 2));
    for (size_t output = 0; output < clean.size(); ++output)
      for (int64_t row : {0, 2})
        EXPECT_EQ(rowBytes(found[output], row), rowBytes(clean[output], row)) << poison;
    const HostTensor &logits = found[0];
    for (uint64_t i = 7; i < 14; ++i)
      EXPECT_TRUE(std::isnan(logits.element(i))) << poison << " became " << logits.element(i);
  }
}

/// The inputs of the tests below, a row each.
static const std::vector<std::vector<double>> kRows = {
    {1, 2, 3, 4, 5},
    {kNaN, 2, 3, 4, 5},
    {kInfinity, 2, 3, 4, 5},
    {-kInfinity, 2, 3, 4, 5},
    {-kInfinity, -kInfinity, -kInfinity, -kInfinity, -kInfinity},
    {kInfinity, -kInfinity, 0, 1, 2},
    {1e18, 1e18, 1, 0, -1e18},
    {-3.4e38, -3.4e38, -3.4e38, -3.4e38, -3.4e38},
    {1e-45, -1e-45, 0.0, -0.0, 1e-38},
    {200, -200, 100, -100, 88.8},
};

/// The program on kRows gives the kinds of numbers that the reference form gives.
static void expectKindsOfReference(Code &code, ParsedProgram &program, const std::string &what) {
  Tensors inputs = program.makeInputs(1);
  for (size_t row = 0; row < kRows.size(); ++row)
    for (size_t column = 0; column < kRows[row].size(); ++column)
      inputs[0].setElement(row * kRows[row].size() + column, kRows[row][column]);
  Tensors found = unwrap(code.run(inputs, {}, 1));
  Tensors expected = unwrap(program.runReference(driver::ReferenceForm::F32, inputs));
  size_t columns = found[0].info.shape.back();
  for (uint64_t i = 0; i < found[0].elements(); ++i) {
    EXPECT_EQ(kindOf(found[0].element(i)), kindOf(expected[0].element(i)))
        << what << ", row " << i / columns << ", column " << i % columns << ": "
        << found[0].element(i) << ", expected " << expected[0].element(i);
  }
}

TEST_P(NonFinite, activationsFollowTheirFormulas) {
  for (const char *kind : {"relu", "gelu", "gelu_tanh", "quick_gelu", "silu", "tanh"}) {
    ProgramBuilder builder(1);
    Tensor x = builder.input({static_cast<int64_t>(kRows.size()), 5});
    builder.output(builder.add(OpText("vit.activation") << kind << " " << x, x.shape));
    WrittenProgram program(builder.finish());
    Code code = compile(program);
    expectKindsOfReference(code, *program.parsed, kind);
  }
}

TEST_P(NonFinite, softmaxAndNormFollowTheirFormulas) {
  for (const char *text : {"vit.softmax", "vit.layer_norm"}) {
    ProgramBuilder builder(1);
    Tensor x = builder.input({static_cast<int64_t>(kRows.size()), 5});
    OpText op(text);
    op << x << (std::string(text) == "vit.layer_norm" ? " eps = 1.0e-05" : "");
    builder.output(builder.add(op, x.shape));
    WrittenProgram program(builder.finish());
    Code code = compile(program);
    expectKindsOfReference(code, *program.parsed, text);
  }
}

/// Attention of 5 queries to 19 keys, three heads, with a mask that is an input.
static Program makeAttention() {
  ProgramBuilder builder(1);
  Tensor query = builder.input({2, 3, 5, 8}), key = builder.input({2, 3, 19, 8}),
         value = builder.input({2, 3, 19, 8}), mask = builder.input({1, 1, 5, 19});
  builder.output(builder.add(OpText("vit.sdpa") << query << ", " << key << ", " << value << " mask("
                                                << mask << ") scale = 0.25",
                             {2, 3, 5, 8}));
  return builder.finish();
}

TEST_P(NonFinite, maskedKeysDoNotCount) {
  WrittenProgram program(makeAttention());
  Code code = compile(program);
  Tensors inputs = program.parsed->makeInputs(3);
  HostTensor &mask = inputs[3];
  for (uint64_t i = 0; i < mask.elements(); ++i)
    mask.setElement(i, i % 19 < 7 ? 0 : -kInfinity); // keys 0 … 6 are seen
  Tensors clean = unwrap(code.run(inputs, {}, 1));
  for (uint64_t i = 0; i < inputs[1].elements(); ++i)
    if (i / 8 % 19 >= 7) {
      inputs[1].setElement(i, 1000.0 + i);
      inputs[2].setElement(i, -5.0);
    }
  Tensors found = unwrap(code.run(inputs, {}, 1));
  EXPECT_EQ(found[0].bytes, clean[0].bytes);
}

// How transformers masks: the lowest finite number is added.
TEST_P(NonFinite, aQueryWhoseKeysAreAllLowSeesThemAlike) {
  WrittenProgram program(makeAttention());
  Code code = compile(program);
  Tensors inputs = program.parsed->makeInputs(3);
  for (uint64_t key = 0; key < 19; ++key)
    inputs[3].setElement(2 * 19 + key, std::numeric_limits<float>::lowest());
  Tensors found = unwrap(code.run(inputs, {}, 1));
  Tensors expected = unwrap(program.parsed->runReference(driver::ReferenceForm::F32, inputs));
  EXPECT_LT(driver::relativeError(found[0], expected[0]), 1e-6);
}

TEST_P(NonFinite, aQueryThatSeesNoKeyIsNaNAndAlone) {
  WrittenProgram program(makeAttention());
  Code code = compile(program);
  Tensors inputs = program.parsed->makeInputs(3);
  HostTensor &mask = inputs[3];
  Tensors clean = unwrap(code.run(inputs, {}, 1));
  for (uint64_t key = 0; key < 19; ++key)
    mask.setElement(2 * 19 + key, -kInfinity); // query 2
  Tensors found = unwrap(code.run(inputs, {}, 1));
  for (uint64_t i = 0; i < found[0].elements(); ++i) {
    bool hidden = i / 8 % 5 == 2;
    EXPECT_EQ(std::isnan(found[0].element(i)), hidden) << "element " << i;
    if (!hidden) {
      EXPECT_EQ(found[0].element(i), clean[0].element(i)) << "element " << i;
    }
  }
}
