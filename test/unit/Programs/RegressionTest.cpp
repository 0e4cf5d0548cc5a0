//===- RegressionTest.cpp - what random programs have found ---------------===//

#include "ProgramHarness.h"

#include "CheckProgram.h"
#include "RandomOps.h"

using namespace vitc;
using namespace vitc::test;

static void expectRight(const Program &program) {
  ScratchDirectory scratch;
  EXPECT_EQ(errorText(checkProgram(unwrap(program.write(scratch.path())), 1, CheckOptions())), "");
}

/// The loop over both sums carries a value that is not written in place.
TEST(Regression, layersThatEndInASum) {
  ProgramBuilder builder(1);
  Random random(1);
  RandomOps ops(builder, random);
  Tensor x = ops.linear(builder.input({1, 17, 31}), 8);
  builder.output(ops.addPosition(ops.addPosition(x)));
  expectRight(builder.finish());
}

TEST(Regression, tokensBehindAllOthers) {
  ProgramBuilder builder(1);
  Random random(1);
  RandomOps ops(builder, random);
  Tensor x = builder.input({2, 3, 7});
  builder.output(ops.linear(ops.prepend(x, 2, 3), 5));
  expectRight(builder.finish());
}

/// A slice of two dimensions of size 1 has the stride of the outer one.
TEST(Regression, tokensOfOneFeature) {
  ProgramBuilder builder(1);
  Random random(1);
  RandomOps ops(builder, random);
  Tensor x = ops.linear(builder.input({2, 10, 7}), 1);
  Tensor pooled = builder.add(OpText("vit.pool") << "token " << x << " first = 5", {2, 1});
  builder.output(ops.linear(pooled, 3));
  builder.output(ops.norm(pooled));
  expectRight(builder.finish());
}

/// Both begin with the same half.
TEST(Regression, twoMeansBesideOneToken) {
  ProgramBuilder builder(1);
  Random random(1);
  RandomOps ops(builder, random);
  Tensor x = ops.norm(builder.input({3, 7, 16}));
  Tensor a = builder.add(OpText("vit.pool") << "token_mean " << x, {3, 32});
  Tensor b = builder.add(OpText("vit.pool") << "token_mean " << x << " first = 3", {3, 32});
  builder.output(ops.classifier(a, &b, 10));
  expectRight(builder.finish());
}

/// Each result is memory of its own.
TEST(Regression, oneValueTwice) {
  ProgramBuilder builder(1);
  Random random(1);
  RandomOps ops(builder, random);
  Tensor x = ops.linear(builder.input({1, 5, 7}), 3);
  builder.output(x);
  builder.output(ops.norm(x));
  builder.output(x);
  expectRight(builder.finish());
}
