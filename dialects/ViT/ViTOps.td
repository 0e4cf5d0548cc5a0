//===- ViTOps.td - all ops of the vit dialect -----------------------------===//

#ifndef VITC_DIALECT_VIT_OPS
#define VITC_DIALECT_VIT_OPS

include "ViT/ViTWeightOps.td"
include "ViT/ViTEmbeddingOps.td"
include "ViT/ViTBlockOps.td"
include "ViT/ViTAttentionOps.td"
include "ViT/ViTHeadOps.td"

#endif // VITC_DIALECT_VIT_OPS
