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

LogicalResult InputAttr::verify(function_ref<InFlightDiagnostic()> emitError, APFloat bound) {
  if (!bound.isFinite() || bound.isNegative()) // input_c1
    return emitError() << "found bound " << bound.convertToDouble()
                       << ", expected a finite number of at least 0";
  return success();
}

/// Facts that stand on ops come from outside a pipeline: they are checked like any input.
LogicalResult KernelDialect::verifyOperationAttribute(Operation *op, NamedAttribute attribute) {
  if (attribute.getName() != "kernel.input")
    return success();
  auto entries = dyn_cast<ArrayAttr>(attribute.getValue());
  bool isList = entries && !entries.empty() && llvm::all_of(entries, llvm::IsaPred<InputAttr>);
  if (!isList)
    return op->emitOpError("found attribute `kernel.input` = ")
           << attribute.getValue() << ", expected an array of #kernel.input, one for each layer";
  return success();
}
