//===- InputDependenceTest.cpp - what follows from weights alone ----------===//

#include "vitc/Analysis/InputDependence.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Parser/Parser.h"

#include "gtest/gtest.h"

#include <optional>

using namespace mlir;
using namespace vitc;

namespace {

class InputDependenceTest : public ::testing::Test {
protected:
  InputDependenceTest() {
    context.loadDialect<arith::ArithDialect, func::FuncDialect, linalg::LinalgDialect,
                        memref::MemRefDialect, scf::SCFDialect, tensor::TensorDialect>();
  }

  /// Analyses `@f(%x: f32, %n: index)` with this body; in every test ops are named by an attribute.
  void analyse(StringRef body) {
    std::string text = ("func.func @f(%x: f32, %n: index) {\n" + body + "  return\n}\n").str();
    module = parseSourceString<ModuleOp>(text, &context);
    ASSERT_TRUE(module);
    dependence.emplace(*module->getOps<func::FuncOp>().begin());
  }

  /// Whether result `number` of the op with the attribute `name` depends on the arguments.
  bool depends(StringRef name, unsigned number = 0) {
    Operation *found = nullptr;
    module->walk([&](Operation *op) {
      if (op->hasAttr(name))
        found = op;
    });
    EXPECT_TRUE(found) << "no op with the attribute " << name.str();
    return found && dependence->dependsOnInputs(found->getResult(number));
  }

  MLIRContext context;
  OwningOpRef<ModuleOp> module;
  std::optional<InputDependence> dependence;
};

TEST_F(InputDependenceTest, FollowsOperands) {
  analyse(R"(
    %w = arith.constant 2.0 : f32
    %a = arith.mulf %w, %w {weights} : f32
    %b = arith.mulf %a, %x {both} : f32
    %c = arith.negf %b {later} : f32
  )");
  EXPECT_FALSE(depends("weights"));
  EXPECT_TRUE(depends("both"));
  EXPECT_TRUE(depends("later"));
}

TEST_F(InputDependenceTest, LayerNumberIsNoInput) {
  analyse(R"(
    %zero = arith.constant 0 : index
    %one = arith.constant 1 : index
    %ten = arith.constant 10 : index
    scf.for %i = %zero to %ten step %one {
      %a = arith.addi %i, %one {layer} : index
      %b = arith.addi %i, %n {argument} : index
    }
  )");
  EXPECT_FALSE(depends("layer"));
  EXPECT_TRUE(depends("argument"));
}

TEST_F(InputDependenceTest, BoundsMakeTheLayerNumberDepend) {
  analyse(R"(
    %zero = arith.constant 0 : index
    %one = arith.constant 1 : index
    %w = arith.constant 2.0 : f32
    %r = scf.for %i = %zero to %n step %one iter_args(%y = %w) -> f32 {
      %a = arith.addi %i, %one {layer} : index
      %b = arith.mulf %y, %w {carried} : f32
      scf.yield %b : f32
    } {loop}
  )");
  EXPECT_TRUE(depends("layer"));
  EXPECT_TRUE(depends("carried"));
  EXPECT_TRUE(depends("loop"));
}

// The second carried value starts as a weight and becomes the input in the first iteration; the
// third takes it up one iteration later.
TEST_F(InputDependenceTest, CarriedValuesDependThroughLaterIterations) {
  analyse(R"(
    %zero = arith.constant 0 : index
    %one = arith.constant 1 : index
    %ten = arith.constant 10 : index
    %w = arith.constant 2.0 : f32
    %r:4 = scf.for %i = %zero to %ten step %one
        iter_args(%a = %x, %b = %w, %c = %w, %d = %w) -> (f32, f32, f32, f32) {
      %e = arith.negf %c {third} : f32
      %f = arith.negf %d {fourth} : f32
      scf.yield %a, %a, %b, %f : f32, f32, f32, f32
    } {loop}
  )");
  EXPECT_TRUE(depends("third"));
  EXPECT_FALSE(depends("fourth"));
  EXPECT_TRUE(depends("loop", 0));
  EXPECT_TRUE(depends("loop", 1));
  EXPECT_TRUE(depends("loop", 2));
  EXPECT_FALSE(depends("loop", 3));
}

TEST_F(InputDependenceTest, FollowsWhatARegionCaptures) {
  analyse(R"(
    %space = tensor.empty() : tensor<4xf32>
    %a = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>], iterator_types = ["parallel"],
                         captures} outs(%space : tensor<4xf32>) {
    ^bb0(%o: f32):
      linalg.yield %x : f32
    } -> tensor<4xf32>
    %w = arith.constant 2.0 : f32
    %b = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>], iterator_types = ["parallel"],
                         fills} outs(%space : tensor<4xf32>) {
    ^bb0(%o: f32):
      linalg.yield %w : f32
    } -> tensor<4xf32>
  )");
  EXPECT_TRUE(depends("captures"));
  EXPECT_FALSE(depends("fills"));
}

TEST_F(InputDependenceTest, MemoryMayHoldAnything) {
  analyse(R"(
    %zero = arith.constant 0 : index
    %m = memref.alloc() {memory} : memref<4xf32>
    %a = memref.load %m[%zero] {loaded} : memref<4xf32>
  )");
  EXPECT_TRUE(depends("memory"));
  EXPECT_TRUE(depends("loaded"));
}

TEST_F(InputDependenceTest, DeclarationHasNothing) {
  module = parseSourceString<ModuleOp>("func.func private @f(f32)", &context);
  ASSERT_TRUE(module);
  InputDependence declaration(*module->getOps<func::FuncOp>().begin());
}

} // namespace
