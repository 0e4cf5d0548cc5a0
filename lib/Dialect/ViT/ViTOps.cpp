//===- ViTOps.cpp - the generated part of the vit ops ---------------------===//

#include "vitc/Dialect/ViT/ViT.h"

#define GET_OP_CLASSES
#include "vitc/Dialect/ViT/ViTOps.cpp.inc"
