//===- RegressionTest.cpp - what random programs have found ---------------===//

#include "ProgramHarness.h"

#include "CheckProgram.h"
#include "RandomOps.h"

#include "vitc/Dialect/Kernel/Kernel.h"

#include "mlir/IR/TypeUtilities.h"

using namespace vitc;
using namespace vitc::test;

namespace {
/// A test builds a program; at its end the program is right.
class Regression : public ::testing::Test {
protected:
  void TearDown() override {
    ScratchDirectory scratch;
    std::string path = unwrap(builder.finish().write(scratch.path()));
    EXPECT_EQ(errorText(checkProgram(path, 1, CheckOptions())), "");
  }

  ProgramBuilder builder{1};
  Random random{1};
  RandomOps ops{builder, random};
};
} // namespace

/// The loop over both sums carries a value that is not written in place.
TEST_F(Regression, layersThatEndInASum) {
  Tensor x = ops.linear(builder.input({1, 17, 31}), 8);
  builder.output(ops.addPosition(ops.addPosition(x)));
}

TEST_F(Regression, tokensBehindAllOthers) {
  Tensor x = builder.input({2, 3, 7});
  builder.output(ops.linear(ops.prepend(x, 2, 3), 5));
}

/// The last token is a weight, and is in its place before the others are.
TEST_F(Regression, tokensBetweenTokens) {
  Tensor x = builder.input({2, 1, 7});
  builder.output(ops.addPosition(ops.prepend(ops.prepend(x, 1, 1), 3, 1)));
}

/// A slice of two dimensions of size 1 has the stride of the outer one.
TEST_F(Regression, tokensOfOneFeature) {
  Tensor x = ops.linear(builder.input({2, 10, 7}), 1);
  Tensor pooled = builder.add(OpText("vit.pool") << "token " << x << " first = 5", {2, 1});
  builder.output(ops.linear(pooled, 3));
  builder.output(ops.norm(pooled));
}

/// Both begin with the same half.
TEST_F(Regression, twoMeansBesideOneToken) {
  Tensor x = ops.norm(builder.input({3, 7, 16}));
  Tensor a = builder.add(OpText("vit.pool") << "token_mean " << x, {3, 32});
  Tensor b = builder.add(OpText("vit.pool") << "token_mean " << x << " first = 3", {3, 32});
  builder.output(ops.classifier(a, &b, 10));
}

/// Each result is memory of its own.
TEST_F(Regression, oneValueTwice) {
  Tensor x = ops.linear(builder.input({1, 5, 7}), 3);
  builder.output(x);
  builder.output(ops.norm(x));
  builder.output(x);
}

/// A product of 197 rows beside an input of as many, or of another batch, that comes first.
static Program besideFirstInput(Shape shape) {
  ProgramBuilder builder(1);
  Random random(1);
  RandomOps ops(builder, random);
  Tensor first = builder.input(std::move(shape)), x = builder.input({1, 197, 256});
  builder.output(ops.linear(x, 384));
  builder.output(ops.softmax(first));
  return builder.finish();
}

// The first input was taken for the pixels, its rows for the batch.
TEST(OrderOfInputs, decidesNoPrecision) {
  WrittenProgram program(besideFirstInput({197, 4}));
  mlir::OwningOpRef<mlir::ModuleOp> kernels =
      unwrap(program.parsed->lowerToKernel("bf16", "classical"));
  unsigned count = 0;
  kernels->walk([&](kernel::GemmOp gemm) {
    ++count;
    EXPECT_TRUE(mlir::getElementTypeOrSelf(gemm.getLhs().getType()).isBF16());
  });
  EXPECT_EQ(count, 1u);
}

TEST(OrderOfInputs, decidesNoFactors) {
  WrittenProgram program(besideFirstInput({7, 4}));
  mlir::OwningOpRef<mlir::ModuleOp> kernels =
      unwrap(program.parsed->lowerToKernel("f32", "strassen"));
  unsigned seven = 0, eight = 0;
  kernels->walk([&](kernel::StrassenGemmOp) { ++seven; });
  kernels->walk([&](kernel::GemmOp) { ++eight; });
  EXPECT_EQ(seven, 1u);
  EXPECT_EQ(eight, 0u);
}
