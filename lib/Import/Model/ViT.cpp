//===- ViT.cpp - the graphs of vit and deit -------------------------------===//
//
// Dosovitskiy et al. 2020, Touvron et al. 2020; names and order of transformers' modeling_vit.py
// and modeling_deit.py.
//
//===----------------------------------------------------------------------===//

#include "EncoderBuilder.h"

using namespace mlir;
using namespace vitc;

static Value buildBlock(EncoderBuilder &e, const ViTConfig &config, const Twine &path,
                        Value hidden) {
  std::string name = path.str();
  OpBuilder &b = e.b;
  Value normed = e.layerNorm(name + ".layernorm_before", hidden);
  Value attended = e.attention(name + ".attention", normed);
  hidden =
      vit::ResidualOp::create(b, e.at(name + ".attention.residual"), hidden, attended, Value());
  normed = e.layerNorm(name + ".layernorm_after", hidden);
  auto first =
      e.linearWeights(name + ".intermediate.dense", config.intermediateSize, config.hiddenSize);
  auto second = e.linearWeights(name + ".output.dense", config.hiddenSize, config.intermediateSize);
  Value transformed =
      vit::FFNOp::create(b, e.at(name + ".ffn"), normed, first.weight, first.bias, second.weight,
                         second.bias, activationAttr(b.getContext(), config.hiddenAct),
                         /*gated=*/UnitAttr());
  return vit::ResidualOp::create(b, e.at(name + ".ffn.residual"), hidden, transformed, Value());
}

EncodedTokens vitc::buildViT(EncoderBuilder &e, const ViTConfig &config, StringRef prefix,
                             bool distilled, Value pixels) {
  EncodedTokens result;
  Value hidden = e.patches(prefix + "embeddings.patch_embeddings", pixels);
  // The class token ends up first.
  if (distilled)
    hidden = e.prepend(prefix + "embeddings.distillation_token", hidden);
  hidden = e.prepend(prefix + "embeddings.cls_token", hidden);
  hidden = e.addPositions(prefix + "embeddings.position_embeddings", hidden, distilled ? 2 : 1,
                          /*always=*/false);
  result.hiddenStates.push_back(hidden);
  for (int64_t layer = 0; layer < config.layers; ++layer) {
    hidden = buildBlock(e, config, prefix + "encoder.layer." + Twine(layer), hidden);
    result.hiddenStates.push_back(hidden);
  }
  result.last = e.layerNorm(prefix + "layernorm", hidden);
  return result;
}
