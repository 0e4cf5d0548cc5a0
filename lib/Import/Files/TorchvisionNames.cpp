//===- TorchvisionNames.cpp - torchvision's names of vit -------------------===//
//
// torchvision's vision_transformer.py. Before version 0.12 the FFN's layers were `linear_1` and
// `linear_2`; the packed projection is torch's MultiheadAttention: query, key, value.
//
//===----------------------------------------------------------------------===//

#include "TensorNames.h"

namespace vitc {

static constexpr NameRule rules[] = {
    {"embeddings.cls_token", "class_token"},
    {"embeddings.position_embeddings", "encoder.pos_embedding"},
    {"embeddings.patch_embeddings.projection", "conv_proj"},
    {"encoder.layer.*.layernorm_before", "encoder.layers.encoder_layer_*.ln_1"},
    {"encoder.layer.*.attention.attention.query.weight",
     "encoder.layers.encoder_layer_*.self_attention.in_proj_weight", 0, 3},
    {"encoder.layer.*.attention.attention.key.weight",
     "encoder.layers.encoder_layer_*.self_attention.in_proj_weight", 1, 3},
    {"encoder.layer.*.attention.attention.value.weight",
     "encoder.layers.encoder_layer_*.self_attention.in_proj_weight", 2, 3},
    {"encoder.layer.*.attention.attention.query.bias",
     "encoder.layers.encoder_layer_*.self_attention.in_proj_bias", 0, 3},
    {"encoder.layer.*.attention.attention.key.bias",
     "encoder.layers.encoder_layer_*.self_attention.in_proj_bias", 1, 3},
    {"encoder.layer.*.attention.attention.value.bias",
     "encoder.layers.encoder_layer_*.self_attention.in_proj_bias", 2, 3},
    {"encoder.layer.*.attention.output.dense",
     "encoder.layers.encoder_layer_*.self_attention.out_proj"},
    {"encoder.layer.*.layernorm_after", "encoder.layers.encoder_layer_*.ln_2"},
    {"encoder.layer.*.intermediate.dense", "encoder.layers.encoder_layer_*.mlp.0"},
    {"encoder.layer.*.intermediate.dense", "encoder.layers.encoder_layer_*.mlp.linear_1"},
    {"encoder.layer.*.output.dense", "encoder.layers.encoder_layer_*.mlp.3"},
    {"encoder.layer.*.output.dense", "encoder.layers.encoder_layer_*.mlp.linear_2"},
    {"layernorm", "encoder.ln"},
    {"classifier", "heads.head"}};

ArrayRef<NameRule> torchvisionNameRules() { return rules; }

} // namespace vitc
