//===- CheckDialect.cpp - registration of the check dialect ---------------===//

#include "vitc/Dialect/Check/Check.h"

using namespace mlir;
using namespace vitc::check;

#include "vitc/Dialect/Check/CheckDialect.cpp.inc"

void CheckDialect::initialize() {
  addOperations<
#define GET_OP_LIST
#include "vitc/Dialect/Check/CheckOps.cpp.inc"
      >();
}

#define GET_OP_CLASSES
#include "vitc/Dialect/Check/CheckOps.cpp.inc"
