//===- ViTDialect.cpp - registration of the vit dialect -------------------===//

#include "vitc/Dialect/ViT/ViT.h"

#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace vitc::vit;

#include "vitc/Dialect/ViT/ViTDialect.cpp.inc"
#include "vitc/Dialect/ViT/ViTEnums.cpp.inc"
#include "vitc/Dialect/ViT/ViTInterfaces.cpp.inc"

#define GET_ATTRDEF_CLASSES
#include "vitc/Dialect/ViT/ViTAttributes.cpp.inc"

void ViTDialect::initialize() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "vitc/Dialect/ViT/ViTAttributes.cpp.inc"
      >();
  addOperations<
#define GET_OP_LIST
#include "vitc/Dialect/ViT/ViTOps.cpp.inc"
      >();
}
