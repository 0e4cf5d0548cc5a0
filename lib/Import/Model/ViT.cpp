//===- ViT.cpp - the graphs of vit and deit -------------------------------===//
//
// Dosovitskiy et al. 2020, Touvron et al. 2020; names and order of transformers' modeling_vit.py
// and modeling_deit.py.
//
//===----------------------------------------------------------------------===//

#include "EncoderBuilder.h"

using namespace mlir;
using namespace vitc;

/// hidden + branch, the branch times the layer scale `scale` where the model has one.
static Value addBranch(EncoderBuilder &e, const ViTConfig &config, const Twine &path, Value hidden,
                       Value branch, const Twine &scale) {
  Value lambda;
  if (config.layerScale)
    lambda = e.weights.use((scale + ".lambda1").str(), {config.hiddenSize},
                           {config.initialLayerScale, 0.0});
  return vit::ResidualOp::create(e.b, e.at(path), hidden, branch, lambda);
}

static Value buildBlock(EncoderBuilder &e, const ViTConfig &config, const Twine &path,
                        Value hidden) {
  std::string name = path.str();
  OpBuilder &b = e.b;
  Value normed = e.layerNorm(name + ".layernorm_before", hidden);
  Value attended = e.attention(name + ".attention", normed);
  hidden =
      addBranch(e, config, name + ".attention.residual", hidden, attended, name + ".layer_scale1");
  normed = e.layerNorm(name + ".layernorm_after", hidden);
  auto first =
      e.linearWeights(name + ".intermediate.dense", config.intermediateSize, config.hiddenSize);
  auto second = e.linearWeights(name + ".output.dense", config.hiddenSize, config.intermediateSize);
  Value transformed =
      vit::FFNOp::create(b, e.at(name + ".ffn"), normed, first.weight, first.bias, second.weight,
                         second.bias, activationAttr(b.getContext(), config.hiddenAct),
                         /*gated=*/UnitAttr());
  return addBranch(e, config, name + ".ffn.residual", hidden, transformed, name + ".layer_scale2");
}

/// The tokens in front, and the positions, which come before or after them.
static Value embed(EncoderBuilder &e, const ViTConfig &config, StringRef prefix, ViTStyle style,
                   Value pixels) {
  std::string name = (prefix + "embeddings").str();
  EncoderBuilder::PositionRule rule;
  rule.prefix = config.positionsOnPatches ? 0 : config.frontTokens() + style.distilled;
  rule.antialias = rule.anyGrid = style.timm;
  auto addPositions = [&](Value tokens) {
    return e.addPositions(name + ".position_embeddings", tokens, rule);
  };
  Value hidden = e.patches(name + ".patch_embeddings", pixels);
  if (config.positionsOnPatches)
    hidden = addPositions(hidden);
  // From the last to the first: the class token ends up in front.
  if (config.registerTokens)
    hidden = e.prepend(name + ".register_tokens", hidden, config.registerTokens);
  if (style.distilled)
    hidden = e.prepend(name + ".distillation_token", hidden);
  if (config.classToken)
    hidden = e.prepend(name + ".cls_token", hidden);
  return config.positionsOnPatches ? hidden : addPositions(hidden);
}

EncodedTokens vitc::buildViT(EncoderBuilder &e, const ViTConfig &config, StringRef prefix,
                             ViTStyle style, Value pixels) {
  EncodedTokens result;
  Value hidden = embed(e, config, prefix, style, pixels);
  result.hiddenStates.push_back(hidden);
  for (int64_t layer = 0; layer < config.layers; ++layer) {
    hidden = buildBlock(e, config, prefix + "encoder.layer." + Twine(layer), hidden);
    result.hiddenStates.push_back(hidden);
  }
  result.last = config.normAfterPool ? hidden : e.layerNorm(prefix + "layernorm", hidden);
  return result;
}
