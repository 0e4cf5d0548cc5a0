//===- Dinov2.cpp - the graphs of dinov2 and dinov2_with_registers --------===//
//
// Oquab et al. 2023, Darcet et al. 2023; names and order of transformers' modeling_dinov2.py and
// modeling_dinov2_with_registers.py.
//
//===----------------------------------------------------------------------===//

#include "EncoderBuilder.h"

using namespace mlir;
using namespace vitc;

static Value buildFFN(EncoderBuilder &e, const Dinov2Config &config, const Twine &path,
                      Value input) {
  std::string name = path.str();
  OpBuilder &b = e.b;
  int64_t width = config.ffnSize();
  bool gated = config.useSwigluFfn;
  auto first = e.linearWeights(name + (gated ? ".weights_in" : ".fc1"), gated ? 2 * width : width,
                               config.hiddenSize);
  auto second = e.linearWeights(name + (gated ? ".weights_out" : ".fc2"), config.hiddenSize, width);
  Activation kind = gated ? Activation::Silu : config.hiddenAct;
  return vit::FFNOp::create(b, e.at(name), input, first.weight, first.bias, second.weight,
                            second.bias, activationAttr(b.getContext(), kind),
                            gated ? b.getUnitAttr() : UnitAttr());
}

static Value buildBlock(EncoderBuilder &e, const Dinov2Config &config, const Twine &path,
                        Value hidden) {
  std::string name = path.str();
  auto addScaled = [&](Value branch, const Twine &scale) -> Value {
    Value lambda = e.weights.use((scale + ".lambda1").str(), {config.hiddenSize},
                                 {config.layerscaleValue, 0.0});
    return vit::ResidualOp::create(e.b, e.at(scale), hidden, branch, lambda);
  };
  Value normed = e.layerNorm(name + ".norm1", hidden);
  hidden = addScaled(e.attention(name + ".attention", normed), name + ".layer_scale1");
  normed = e.layerNorm(name + ".norm2", hidden);
  return addScaled(buildFFN(e, config, name + ".mlp", normed), name + ".layer_scale2");
}

EncodedTokens vitc::buildDinov2(EncoderBuilder &e, const Dinov2Config &config, StringRef prefix,
                                bool registers, Value pixels) {
  EncodedTokens result;
  Value hidden = e.patches(prefix + "embeddings.patch_embeddings", pixels);
  hidden = e.prepend(prefix + "embeddings.cls_token", hidden);
  EncoderBuilder::PositionRule rule;
  rule.always = true;
  rule.antialias = registers;
  hidden = e.addPositions(prefix + "embeddings.position_embeddings", hidden, rule);
  if (config.registerTokens)
    hidden = e.prepend(prefix + "embeddings.register_tokens", hidden, config.registerTokens,
                       /*at=*/1);
  result.hiddenStates.push_back(hidden);
  for (int64_t layer = 0; layer < config.layers; ++layer) {
    hidden = buildBlock(e, config, prefix + "encoder.layer." + Twine(layer), hidden);
    result.hiddenStates.push_back(hidden);
  }
  result.last = e.layerNorm(prefix + "layernorm", hidden);
  return result;
}
