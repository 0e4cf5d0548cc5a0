//===- TimmNames.cpp - timm's names of vit and deit ------------------------===//
//
// timm's vision_transformer.py and deit.py. Rows of `qkv` are query, key, value, each head by head.
//
//===----------------------------------------------------------------------===//

#include "TensorNames.h"

namespace vitc {

static constexpr NameRule rules[] = {
    {"embeddings.cls_token", "cls_token"},
    {"embeddings.distillation_token", "dist_token"},
    {"embeddings.register_tokens", "reg_token"},
    {"embeddings.position_embeddings", "pos_embed"},
    {"embeddings.patch_embeddings.projection", "patch_embed.proj"},
    {"encoder.layer.*.layernorm_before", "blocks.*.norm1"},
    {"encoder.layer.*.attention.attention.query", "blocks.*.attn.qkv", 0, 3},
    {"encoder.layer.*.attention.attention.key", "blocks.*.attn.qkv", 1, 3},
    {"encoder.layer.*.attention.attention.value", "blocks.*.attn.qkv", 2, 3},
    {"encoder.layer.*.attention.output.dense", "blocks.*.attn.proj"},
    {"encoder.layer.*.layer_scale1.lambda1", "blocks.*.ls1.gamma"},
    {"encoder.layer.*.layernorm_after", "blocks.*.norm2"},
    {"encoder.layer.*.intermediate.dense", "blocks.*.mlp.fc1"},
    {"encoder.layer.*.output.dense", "blocks.*.mlp.fc2"},
    {"encoder.layer.*.layer_scale2.lambda1", "blocks.*.ls2.gamma"},
    {"layernorm", "norm"},
    {"fc_norm", "fc_norm"},
    {"classifier", "head"},
    {"cls_classifier", "head"},
    {"distillation_classifier", "head_dist"}};

ArrayRef<NameRule> timmNameRules() { return rules; }

} // namespace vitc
