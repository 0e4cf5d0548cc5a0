//===- WeightProgramTest.cpp - what is done to weights is ordinary IR -----===//
//
// Packed weights are what the Graph phase's patterns say: without one of them they have other
// bytes, and the program computes the same.
//
//===----------------------------------------------------------------------===//

#include "ProgramHarness.h"

#include "RandomOps.h"

#include "vitc/Graph/Passes.h"

#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/Passes.h"

using namespace vitc;
using namespace vitc::test;

/// The Graph phase, with or without its folds. Without the other passes the two could differ by
/// more than the folds.
static void buildGraph(mlir::OpPassManager &pm, bool folds) {
  pm.addNestedPass<mlir::func::FuncOp>(createRollLayersPass());
  pm.addNestedPass<mlir::func::FuncOp>(createDecomposePass());
  if (folds)
    pm.addNestedPass<mlir::func::FuncOp>(createFoldWeightsPass());
  pm.addPass(mlir::createCSEPass());
  pm.addNestedPass<mlir::func::FuncOp>(createMergeProjectionsPass());
  pm.addPass(mlir::createCanonicalizerPass());
  pm.addPass(mlir::createCSEPass());
}

static Code compile(WrittenProgram &program, bool folds) {
  auto graph = [folds](mlir::OpPassManager &pm) { buildGraph(pm, folds); };
  CompileOptions options;
  options.graph = graph;
  return unwrap(program.parsed->compile("native", options));
}

/// Bytes change, answers do not.
static void expectOtherBytesAndSameAnswers(const Program &written) {
  WrittenProgram program(written);
  Code folded = compile(program, /*folds=*/true), plain = compile(program, /*folds=*/false);
  EXPECT_NE(folded.packed, plain.packed);
  EXPECT_EQ(compile(program, /*folds=*/true).packed, folded.packed);
  Tensors inputs = program.parsed->makeInputs(5);
  Tensors exact = unwrap(program.parsed->runReference(driver::ReferenceForm::F64, inputs));
  for (const Code *code : {&folded, &plain})
    EXPECT_LT(driver::relativeError(unwrap(code->run(inputs, {}, 2))[0], exact[0]), 2e-6);
}

TEST(WeightProgram, normsGoIntoLinears) {
  ProgramBuilder builder(1);
  Tensor x = builder.input({2, 7, 24});
  Tensor gamma = builder.weight({24}, {0.3, 1}), beta = builder.weight({24}, {0.3});
  Tensor weight = builder.weight({33, 24}, {0.2}), bias = builder.weight({33}, {0.3});
  Tensor normed = builder.add(OpText("vit.layer_norm")
                                  << x << " affine(" << gamma << ", " << beta << ") eps = 1.0e-05",
                              x.shape);
  builder.output(builder.add(
      OpText("vit.linear") << normed << ", " << weight << " bias(" << bias << ")", {2, 7, 33}));
  expectOtherBytesAndSameAnswers(builder.finish());
}

TEST(WeightProgram, layerScalesGoIntoLinears) {
  ProgramBuilder builder(1);
  Tensor x = builder.input({2, 7, 24});
  Tensor weight = builder.weight({24, 24}, {0.2}), scale = builder.weight({24}, {0.3, 0.5});
  Tensor branch = builder.add(OpText("vit.linear") << x << ", " << weight, {2, 7, 24});
  builder.output(builder.add(
      OpText("vit.residual") << x << ", " << branch << " scale(" << scale << ")", x.shape));
  expectOtherBytesAndSameAnswers(builder.finish());
}

TEST(WeightProgram, scalesOfAttentionGoIntoQueries) {
  ProgramBuilder builder(1);
  Tensor x = builder.input({2, 7, 24});
  auto split = [&](Tensor rows) {
    return builder.add(OpText("vit.split_heads") << rows << " heads = 2", {2, 2, 7, 12});
  };
  auto project = [&] {
    Tensor weight = builder.weight({24, 24}, {0.2});
    return split(builder.add(OpText("vit.linear") << x << ", " << weight, x.shape));
  };
  Tensor query = project(), key = project(), value = project();
  Tensor context = builder.add(
      OpText("vit.sdpa") << query << ", " << key << ", " << value << " scale = 0.3", {2, 2, 7, 12});
  builder.output(builder.add(OpText("vit.merge_heads") << context, x.shape));
  expectOtherBytesAndSameAnswers(builder.finish());
}
