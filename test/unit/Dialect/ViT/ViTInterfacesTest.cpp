//===- ViTInterfacesTest.cpp - decomposition and work of vit ops ----------===//

#include "vitc/Dialect/ViT/ViT.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Parser/Parser.h"

#include "gtest/gtest.h"

using namespace mlir;
using namespace vitc::vit;

namespace {

class ViTInterfacesTest : public ::testing::Test {
protected:
  ViTInterfacesTest() { context.loadDialect<func::FuncDialect, ViTDialect>(); }

  /// Parses `@f(arguments)` whose body is the one op `text` at the location "encoder.layer.3.part".
  Operation *parse(StringRef arguments, StringRef text) {
    std::string source = ("func.func @f(" + arguments + ") {\n  %0 = " + text +
                          " loc(\"encoder.layer.3.part\")\n  return\n}\n")
                             .str();
    module = parseSourceString<ModuleOp>(source, &context);
    if (!module)
      return nullptr;
    return &cast<func::FuncOp>(module->lookupSymbol("f")).getBody().front().front();
  }

  /// Decomposes `op` in front of itself and removes it. Returns "op-name location" of each new op.
  std::vector<std::string> decompose(Operation *op) {
    Block *block = op->getBlock();
    OpBuilder builder(op);
    SmallVector<Value> results = cast<DecomposableOpInterface>(op).decompose(builder);
    EXPECT_EQ(results.size(), 1u);
    EXPECT_EQ(results[0].getType(), op->getResult(0).getType());
    op->erase();
    EXPECT_TRUE(succeeded(verify(*module)));
    std::vector<std::string> parts;
    for (Operation &part : block->without_terminator()) {
      auto place = part.getLoc()->findInstanceOf<NameLoc>();
      parts.push_back((part.getName().stripDialect() + " " +
                       (place ? place.getName().getValue() : StringRef("nowhere")))
                          .str());
    }
    return parts;
  }

  /// Sum of the work of all ops of the function.
  int64_t flops() {
    int64_t sum = 0;
    module->walk([&](WorkOpInterface op) { sum += op.getFlops(); });
    return sum;
  }

  template <typename OpTy>
  OpTy only() {
    OpTy found;
    module->walk([&](OpTy op) {
      EXPECT_FALSE(found);
      found = op;
    });
    return found;
  }

  MLIRContext context;
  OwningOpRef<ModuleOp> module;
};

using Parts = std::vector<std::string>;

TEST_F(ViTInterfacesTest, AttentionBecomesItsParts) {
  Operation *op =
      parse("%x: tensor<2x5x6xf32>, %wq: tensor<8x6xf32>, %bq: tensor<8xf32>, "
            "%wk: tensor<8x6xf32>, %wv: tensor<8x6xf32>, %wo: tensor<6x8xf32>",
            "vit.attention %x query(%wq, %bq) key(%wk) value(%wv) output(%wo) heads = 2 "
            ": (tensor<2x5x6xf32>, tensor<8x6xf32>, tensor<8xf32>, tensor<8x6xf32>, "
            "tensor<8x6xf32>, tensor<6x8xf32>) -> tensor<2x5x6xf32>");
  ASSERT_TRUE(op);
  EXPECT_EQ(decompose(op),
            (Parts{"linear encoder.layer.3.part.query", "split_heads encoder.layer.3.part.query",
                   "linear encoder.layer.3.part.key", "split_heads encoder.layer.3.part.key",
                   "linear encoder.layer.3.part.value", "split_heads encoder.layer.3.part.value",
                   "sdpa encoder.layer.3.part.sdpa", "merge_heads encoder.layer.3.part.context",
                   "linear encoder.layer.3.part.output"}));
  auto sdpa = only<SdpaOp>();
  EXPECT_EQ(sdpa.getScale().convertToDouble(), 0.5); // head_dim 4
  EXPECT_FALSE(sdpa.getCausal());
  EXPECT_FALSE(sdpa.getMask());
  // Each part reads its own weights.
  auto query = sdpa.getQuery().getDefiningOp<SplitHeadsOp>().getInput().getDefiningOp<LinearOp>();
  auto value = sdpa.getValue().getDefiningOp<SplitHeadsOp>().getInput().getDefiningOp<LinearOp>();
  EXPECT_EQ(cast<BlockArgument>(query.getWeight()).getArgNumber(), 1u);
  EXPECT_EQ(cast<BlockArgument>(query.getBias()).getArgNumber(), 2u);
  EXPECT_EQ(cast<BlockArgument>(value.getWeight()).getArgNumber(), 4u);
  EXPECT_FALSE(value.getBias());
}

TEST_F(ViTInterfacesTest, CrossAttentionReadsMemoryAndMask) {
  Operation *op =
      parse("%x: tensor<2x5x6xf32>, %m: tensor<2x5x7xf32>, %wq: tensor<8x6xf32>, "
            "%wk: tensor<8x7xf32>, %wv: tensor<8x7xf32>, %wo: tensor<3x8xf32>, "
            "%mask: tensor<1x8x5x5xf32>",
            "vit.attention causal %x memory(%m) query(%wq) key(%wk) value(%wv) output(%wo) "
            "mask(%mask) heads = 8 : (tensor<2x5x6xf32>, tensor<2x5x7xf32>, tensor<8x6xf32>, "
            "tensor<8x7xf32>, tensor<8x7xf32>, tensor<3x8xf32>, tensor<1x8x5x5xf32>) "
            "-> tensor<2x5x3xf32>");
  ASSERT_TRUE(op);
  decompose(op);
  auto sdpa = only<SdpaOp>();
  EXPECT_EQ(sdpa.getScale().convertToDouble(), 1.0); // head_dim 1
  EXPECT_TRUE(sdpa.getCausal());
  EXPECT_EQ(cast<BlockArgument>(sdpa.getMask()).getArgNumber(), 6u);
  auto key = sdpa.getKey().getDefiningOp<SplitHeadsOp>().getInput().getDefiningOp<LinearOp>();
  EXPECT_EQ(cast<BlockArgument>(key.getInput()).getArgNumber(), 1u);
}

TEST_F(ViTInterfacesTest, FeedForwardBecomesItsParts) {
  Operation *op = parse("%x: tensor<2x5x4xf32>, %w1: tensor<8x4xf32>, %w2: tensor<4x8xf32>",
                        "vit.ffn gelu %x hidden(%w1) output(%w2) : (tensor<2x5x4xf32>, "
                        "tensor<8x4xf32>, tensor<4x8xf32>) -> tensor<2x5x4xf32>");
  ASSERT_TRUE(op);
  EXPECT_EQ(decompose(op), (Parts{"linear encoder.layer.3.part.hidden",
                                  "activation encoder.layer.3.part.activation",
                                  "linear encoder.layer.3.part.output"}));
  EXPECT_EQ(only<ActivationOp>().getKind(), Activation::GELU);
}

TEST_F(ViTInterfacesTest, GatedFeedForwardHasAGate) {
  Operation *op = parse("%x: tensor<2x5x4xf32>, %w1: tensor<16x4xf32>, %w2: tensor<4x8xf32>",
                        "vit.ffn gated silu %x hidden(%w1) output(%w2) : (tensor<2x5x4xf32>, "
                        "tensor<16x4xf32>, tensor<4x8xf32>) -> tensor<2x5x4xf32>");
  ASSERT_TRUE(op);
  EXPECT_EQ(decompose(op),
            (Parts{"linear encoder.layer.3.part.hidden", "gate encoder.layer.3.part.activation",
                   "linear encoder.layer.3.part.output"}));
  EXPECT_EQ(only<GateOp>().getKind(), Activation::SiLU);
}

TEST_F(ViTInterfacesTest, ClassifierIsALinearLayerAtItsOwnPlace) {
  Operation *op = parse("%x: tensor<2x8xf32>, %w: tensor<10x8xf32>",
                        "vit.classifier %x head(%w) : (tensor<2x8xf32>, tensor<10x8xf32>) "
                        "-> tensor<2x10xf32>");
  ASSERT_TRUE(op);
  EXPECT_EQ(decompose(op), (Parts{"linear encoder.layer.3.part"}));
}

TEST_F(ViTInterfacesTest, DistilledClassifierAveragesBothHeads) {
  Operation *op = parse("%x: tensor<2x8xf32>, %w: tensor<10x8xf32>, %y: tensor<2x8xf32>, "
                        "%v: tensor<10x8xf32>, %c: tensor<10xf32>",
                        "vit.classifier %x head(%w) distilled %y head(%v, %c) : (tensor<2x8xf32>, "
                        "tensor<10x8xf32>, tensor<2x8xf32>, tensor<10x8xf32>, tensor<10xf32>) "
                        "-> tensor<2x10xf32>");
  ASSERT_TRUE(op);
  EXPECT_EQ(decompose(op),
            (Parts{"linear encoder.layer.3.part.head", "linear encoder.layer.3.part.distilled",
                   "average encoder.layer.3.part.average"}));
}

TEST_F(ViTInterfacesTest, PartsOfAnUnnamedPlaceAreNamed) {
  Operation *op = parse("%x: tensor<2x5x4xf32>, %w1: tensor<8x4xf32>, %w2: tensor<4x8xf32>",
                        "vit.ffn gelu %x hidden(%w1) output(%w2) : (tensor<2x5x4xf32>, "
                        "tensor<8x4xf32>, tensor<4x8xf32>) -> tensor<2x5x4xf32>");
  ASSERT_TRUE(op);
  op->setLoc(FileLineColLoc::get(&context, "model.mlir", 7, 3));
  Block *block = op->getBlock();
  EXPECT_EQ(decompose(op), (Parts{"linear hidden", "activation activation", "linear output"}));
  EXPECT_TRUE(block->front().getLoc()->findInstanceOf<FileLineColLoc>());
}

TEST_F(ViTInterfacesTest, WorkIsTwoForEachMultiplyAdd) {
  ASSERT_TRUE(parse("%x: tensor<2x5x8xf32>, %w: tensor<6x8xf32>, %b: tensor<6xf32>",
                    "vit.linear %x, %w bias(%b) : (tensor<2x5x8xf32>, tensor<6x8xf32>, "
                    "tensor<6xf32>) -> tensor<2x5x6xf32>"));
  EXPECT_EQ(flops(), 2 * (2 * 5) * 6 * 8);
  ASSERT_TRUE(parse("%x: tensor<2x3x32x48xf32>, %f: tensor<8x3x16x16xf32>",
                    "vit.patch_embed %x, %f strides = [16, 16] : (tensor<2x3x32x48xf32>, "
                    "tensor<8x3x16x16xf32>) -> tensor<2x6x8xf32>"));
  EXPECT_EQ(flops(), 2 * (2 * 6) * 8 * (3 * 16 * 16));
  ASSERT_TRUE(parse("%q: tensor<2x3x5x4xf32>, %k: tensor<2x3x7x4xf32>, %v: tensor<2x3x7x6xf32>",
                    "vit.sdpa %q, %k, %v scale = 0.5 : (tensor<2x3x5x4xf32>, tensor<2x3x7x4xf32>, "
                    "tensor<2x3x7x6xf32>) -> tensor<2x3x5x6xf32>"));
  EXPECT_EQ(flops(), 2 * (2 * 3) * 5 * 7 * (4 + 6));
}

TEST_F(ViTInterfacesTest, DecompositionKeepsTheWork) {
  struct {
    StringRef arguments, text;
  } cases[] = {
      {"%x: tensor<2x5x6xf32>, %m: tensor<2x9x7xf32>, %wq: tensor<8x6xf32>, %wk: tensor<8x7xf32>, "
       "%wv: tensor<8x7xf32>, %wo: tensor<3x8xf32>",
       "vit.attention %x memory(%m) query(%wq) key(%wk) value(%wv) output(%wo) heads = 2 : "
       "(tensor<2x5x6xf32>, tensor<2x9x7xf32>, tensor<8x6xf32>, tensor<8x7xf32>, tensor<8x7xf32>, "
       "tensor<3x8xf32>) -> tensor<2x5x3xf32>"},
      {"%x: tensor<2x5x4xf32>, %w1: tensor<16x4xf32>, %w2: tensor<3x8xf32>",
       "vit.ffn gated silu %x hidden(%w1) output(%w2) : (tensor<2x5x4xf32>, tensor<16x4xf32>, "
       "tensor<3x8xf32>) -> tensor<2x5x3xf32>"},
      {"%x: tensor<2x8xf32>, %w: tensor<10x8xf32>, %y: tensor<2x6xf32>, %v: tensor<10x6xf32>",
       "vit.classifier %x head(%w) distilled %y head(%v) : (tensor<2x8xf32>, tensor<10x8xf32>, "
       "tensor<2x6xf32>, tensor<10x6xf32>) -> tensor<2x10xf32>"},
  };
  for (auto [arguments, text] : cases) {
    Operation *op = parse(arguments, text);
    ASSERT_TRUE(op);
    int64_t whole = flops();
    EXPECT_GT(whole, 0);
    decompose(op);
    EXPECT_EQ(flops(), whole);
  }
}

TEST_F(ViTInterfacesTest, WorkOfHostileSizesSaturates) {
  ASSERT_TRUE(parse("%x: tensor<1x9223372036854775807x8xf32>, %w: tensor<6x8xf32>",
                    "vit.linear %x, %w : (tensor<1x9223372036854775807x8xf32>, tensor<6x8xf32>) "
                    "-> tensor<1x9223372036854775807x6xf32>"));
  EXPECT_EQ(flops(), std::numeric_limits<int64_t>::max());
}

} // namespace
