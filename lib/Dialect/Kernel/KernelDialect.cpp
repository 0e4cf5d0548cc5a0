//===- KernelDialect.cpp - registration of the kernel dialect -------------===//

#include "vitc/Dialect/Kernel/Kernel.h"

#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace vitc::kernel;

#include "vitc/Dialect/Kernel/KernelDialect.cpp.inc"
#include "vitc/Dialect/Kernel/KernelEnums.cpp.inc"

#define GET_ATTRDEF_CLASSES
#include "vitc/Dialect/Kernel/KernelAttributes.cpp.inc"

void KernelDialect::initialize() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "vitc/Dialect/Kernel/KernelAttributes.cpp.inc"
      >();
  addOperations<
#define GET_OP_LIST
#include "vitc/Dialect/Kernel/KernelOps.cpp.inc"
      >();
}
