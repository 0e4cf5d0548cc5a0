//===- KernelDialect.cpp - registration of the kernel dialect -------------===//

#include "vitc/Dialect/Kernel/Kernel.h"

#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace vitc::kernel;

#include "vitc/Dialect/Kernel/KernelDialect.cpp.inc"
#include "vitc/Dialect/Kernel/KernelEnums.cpp.inc"
#include "vitc/Dialect/Kernel/KernelInterfaces.cpp.inc"

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

LogicalResult TargetAttr::verify(function_ref<InFlightDiagnostic()> emitError, Isa isa, int64_t l1,
                                 int64_t l2, bool bf16, bool vnni) {
  if ((bf16 || vnni) && isa != Isa::X86_64_V4) // target_c1
    return emitError() << "found " << (bf16 ? "bf16" : "vnni") << " with " << stringifyIsa(isa)
                       << ", expected x86_64_v4: its products are on vectors of 512 bits";
  if (l1 < 1 || l2 < 1) // target_c2
    return emitError() << "found caches of " << l1 << " and " << l2
                       << " bytes, expected positive numbers";
  return success();
}

LogicalResult ScheduleAttr::verify(function_ref<InFlightDiagnostic()> emitError, int64_t rows,
                                   int64_t vectors, int64_t unroll, int64_t restart, int64_t chunk,
                                   bool, int64_t block, int64_t pieces, int64_t turns, bool, bool) {
  std::pair<StringRef, int64_t> sizes[] = {
      {"rows", rows},   {"vectors", vectors}, {"unroll", unroll}, {"restart", restart},
      {"chunk", chunk}, {"pieces", pieces},   {"turns", turns}};
  for (auto [name, size] : sizes)
    if (size < 1) // schedule_c1
      return emitError() << "found " << name << " = " << size << ", expected a positive number";
  if (block < 0) // schedule_c2
    return emitError() << "found block = " << block << ", expected 0 or more";
  if (restart % unroll != 0) // schedule_c3
    return emitError() << "found restart = " << restart << ", expected a multiple of unroll, "
                       << unroll;
  return success();
}

/// Facts that stand on ops come from outside a pipeline: they are checked like any input.
LogicalResult KernelDialect::verifyOperationAttribute(Operation *op, NamedAttribute attribute) {
  auto found = [&](StringRef expected) {
    return op->emitOpError("found attribute `")
           << attribute.getName().getValue() << "` = " << attribute.getValue() << ", expected "
           << expected;
  };
  Attribute value = attribute.getValue();
  if (attribute.getName() == "kernel.target" && !isa<TargetAttr>(value))
    return found("a #kernel.target");
  if (attribute.getName() != "kernel.input")
    return success();
  auto entries = dyn_cast<ArrayAttr>(value);
  if (!entries || entries.empty() || !llvm::all_of(entries, llvm::IsaPred<InputAttr>))
    return found("an array of #kernel.input, one for each layer");
  return success();
}
