//===- VerifyTest.cpp - vitc verify names what was broken on purpose -------===//

#include "vitc/Driver/Verify.h"
#include "vitc/Dialect/ViT/ViT.h"
#include "vitc/Support/Errors.h"

#include "../Support/ScratchDirectory.h"

#include "gtest/gtest.h"

using namespace vitc;
using namespace vitc::driver;

namespace {

/// Whether the op is a part of `place` (`encoder.layer.3`).
bool isIn(mlir::Operation *op, StringRef place) {
  auto name = op->getLoc()->findInstanceOf<mlir::NameLoc>();
  return name && name.getName().getValue().contains((place + ".").str());
}

/// In the optimised code alone, the product that opens the feed-forward of layer 3 gets the
/// epilogue of another activation.
void breakActivation(mlir::ModuleOp module, StringRef phase) {
  if (phase != "graph")
    return;
  auto wrong = vit::ActivationAttr::get(module.getContext(), vit::Activation::ReLU);
  module.walk([&](mlir::Operation *op) {
    if (!isIn(op, "encoder.layer.3"))
      return;
    if (auto ffn = mlir::dyn_cast<vit::FFNOp>(op))
      ffn.setKindAttr(wrong);
    else if (auto activation = mlir::dyn_cast<vit::ActivationOp>(op))
      activation.setKindAttr(wrong);
    else if (auto gate = mlir::dyn_cast<vit::GateOp>(op))
      gate.setKindAttr(wrong);
  });
}

/// The query projection of layer 2 reads the key's weights.
void breakAttention(mlir::ModuleOp module, StringRef phase) {
  if (phase != "graph")
    return;
  module.walk([&](vit::ParameterOp op) {
    if (op.getWeight().contains("encoder.layer.2.attention.attention.query.weight")) {
      std::string key = op.getWeight().rsplit("query.weight").first.str() + "key.weight";
      op.setWeightAttr(mlir::FlatSymbolRefAttr::get(op.getContext(), key));
    }
  });
}

struct Family {
  const char *name, *config, *place;
};

std::ostream &operator<<(std::ostream &os, const Family &family) { return os << family.name; }

const Family families[] = {
    {"vit",
     R"({"model_type": "vit", "architectures": ["ViTForImageClassification"],
         "intermediate_size": 64, )",
     "vit.encoder.layer.3.ffn.activation of vit.encoder.layer.3.intermediate.dense"},
    {"deit",
     R"({"model_type": "deit", "architectures": ["DeiTForImageClassificationWithTeacher"],
         "intermediate_size": 64, )",
     "deit.encoder.layer.3.ffn.activation of deit.encoder.layer.3.intermediate.dense"},
    {"dinov2",
     R"({"model_type": "dinov2", "architectures": ["Dinov2ForImageClassification"],
         "mlp_ratio": 2, )",
     "dinov2.encoder.layer.3.mlp.activation of dinov2.encoder.layer.3.mlp.fc1"},
    {"dinov2_swiglu",
     R"({"model_type": "dinov2", "architectures": ["Dinov2Model"], "use_swiglu_ffn": true, )",
     "encoder.layer.3.mlp.activation of encoder.layer.3.mlp.weights_in"}};

/// What verify says of a configuration alone: the weights are random.
std::string verdict(const Family &family, PhaseObserver observer) {
  ScratchDirectory scratch;
  Invocation invocation;
  invocation.command = Command::Verify;
  invocation.quiet = true;
  invocation.model = scratch.write(
      "config.json", std::string(family.config) +
                         R"("hidden_size": 32, "num_hidden_layers": 4, "num_attention_heads": 2,
                            "image_size": 32, "patch_size": 16, "initializer_range": 0.3})");
  return errorText(verify(invocation, std::move(observer)));
}

void expectNamed(StringRef text, StringRef place) {
  std::string wanted = ("vitc: " + place + " diverges first: relative error").str();
  EXPECT_NE(text.find(wanted), StringRef::npos) << text.str() << "expected: " << wanted;
}

class VerifyFamily : public testing::TestWithParam<Family> {};

TEST_P(VerifyFamily, namesAWrongEpilogue) {
  expectNamed(verdict(GetParam(), breakActivation), GetParam().place);
}

INSTANTIATE_TEST_SUITE_P(, VerifyFamily, testing::ValuesIn(families),
                         [](const auto &info) { return std::string(info.param.name); });

TEST(Verify, namesWrongAttention) {
  expectNamed(verdict(families[0], breakAttention), "vit.encoder.layer.2.attention.context");
}

TEST(Verify, acceptsWhatIsRight) { EXPECT_EQ(verdict(families[0], nullptr), ""); }

} // namespace
