//===- ProductsTest.cpp - kinds of products, decisions on them ------------===//

#include "Source/Products.h"
#include "Precision/MixedPrecision.h"

#include "vitc/RegisterAll.h"

#include "mlir/IR/MLIRContext.h"
#include "mlir/Parser/Parser.h"
#include "gtest/gtest.h"

using namespace vitc;
using namespace vitc::driver;

namespace {

constexpr StringLiteral source = R"mlir(
  vit.weight @w : tensor<8x8xf32> in "m.safetensors" at 0
  func.func @main(%x: tensor<1x5x8xf32>) -> tensor<1x8xf32> attributes {vitc.entry} {
    %w = vit.parameter @w : tensor<8x8xf32>
    %0 = vit.linear %x, %w : (tensor<1x5x8xf32>, tensor<8x8xf32>) -> tensor<1x5x8xf32>
    %1 = vit.attention %0 query(%w) key(%w) value(%w) output(%w) heads = 2 : (tensor<1x5x8xf32>,
        tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<1x5x8xf32>
    %2 = vit.ffn gelu %1 hidden(%w) output(%w) : (tensor<1x5x8xf32>, tensor<8x8xf32>,
        tensor<8x8xf32>) -> tensor<1x5x8xf32>
    %3 = vit.ffn gelu %2 hidden(%w) output(%w) : (tensor<1x5x8xf32>, tensor<8x8xf32>,
        tensor<8x8xf32>) -> tensor<1x5x8xf32>
    %4 = vit.pool mean %3 : (tensor<1x5x8xf32>) -> tensor<1x8xf32>
    %5 = vit.linear %4, %w : (tensor<1x8xf32>, tensor<8x8xf32>) -> tensor<1x8xf32>
    return %5 : tensor<1x8xf32>
  }
)mlir";

class ProductsTest : public testing::Test {
protected:
  ProductsTest() : context(registry()) {
    module = mlir::parseSourceString<mlir::ModuleOp>(source, &context);
  }

  static DialectRegistry registry() {
    DialectRegistry all;
    registerAllDialects(all);
    return all;
  }

  mlir::MLIRContext context;
  mlir::OwningOpRef<mlir::ModuleOp> module;
};

TEST_F(ProductsTest, KindsFollowFromNeighbours) {
  ASSERT_TRUE(module);
  std::vector<std::pair<ProductKind, unsigned>> found;
  for (const ProductUnit &unit : findProducts(*module))
    found.emplace_back(unit.kind, unit.layer);
  using K = ProductKind;
  // The last linear reads one row for each image: no unit.
  EXPECT_EQ(found, (std::vector<std::pair<K, unsigned>>{{K::Other, 0},
                                                        {K::Projections, 0},
                                                        {K::Attention, 0},
                                                        {K::Context, 0},
                                                        {K::Hidden, 0},
                                                        {K::Output, 0},
                                                        {K::Hidden, 1},
                                                        {K::Output, 1}}));
}

TEST_F(ProductsTest, ProjectionsAreOneUnit) {
  std::vector<ProductUnit> units = findProducts(*module);
  EXPECT_EQ(units[1].ops.size(), 3u);
  EXPECT_EQ(units[1].flops, 3 * 2 * 5 * 8 * 8);
  EXPECT_EQ(units[4].flops, 2 * 5 * 8 * 8);
}

TEST_F(ProductsTest, DecisionsStandOnEveryProductOfAUnit) {
  Decisions decisions;
  decisions.precisions = {"", "f32", "", "", "", "bf16", "", ""};
  decisions.bounds.assign(10, 1.0);
  decisions.bounds[9] = 3.5;
  decisions.apply(*module);
  std::vector<std::string> precisions;
  std::vector<vit::LinearOp> linears = findLinears(*module);
  ASSERT_EQ(linears.size(), 10u);
  for (vit::LinearOp linear : linears) {
    auto precision = linear->getAttrOfType<mlir::StringAttr>("vitc.precision");
    precisions.push_back(precision ? precision.str() : "");
  }
  EXPECT_EQ(precisions,
            (std::vector<std::string>{"", "f32", "f32", "f32", "", "", "bf16", "", "", ""}));
  std::string text;
  llvm::raw_string_ostream(text) << linears[9]->getAttr("kernel.input");
  EXPECT_EQ(text, "[#kernel.input<bound = 3.500000e+00>]");
}

TEST(MixedPrecisionTest, KeptProductsAreNamedByKindAndLayer) {
  MixedPrecision choice;
  for (unsigned layer = 0; layer < 6; ++layer)
    choice.units.push_back({ProductKind::Output, layer, 1, {}});
  choice.units.push_back({ProductKind::Hidden, 0, 1, {}});
  choice.precisions = {"f32", "", "f32", "f32", "f32", "bf16", "f32"};
  EXPECT_EQ(keptText(choice), (std::vector<std::string>{"ffn hidden of layer 0 in f32",
                                                        "ffn output of layer 5 in bf16",
                                                        "ffn output of layers 0, 2-4 in f32"}));
}

} // namespace
