//===- KernelVerifyStorage.cpp - a kernel is on tensors or on memrefs -----===//

#include "vitc/Dialect/Kernel/Kernel.h"

using namespace mlir;

LogicalResult vitc::kernel::verifyOneStorage(Operation *op) {
  auto isA = [&](auto matches) {
    return llvm::find_if(op->getOpOperands(),
                         [&](OpOperand &operand) { return matches(operand.get().getType()); });
  };
  OpOperand *tensor = isA([](Type type) { return isa<TensorType>(type); });
  OpOperand *memref = isA([](Type type) { return isa<BaseMemRefType>(type); });
  OpOperand *end = op->getOpOperands().end();
  if (tensor == end || memref == end) // K1
    return success();
  return op->emitOpError() << "found operand " << tensor->getOperandNumber()
                           << " a tensor and operand " << memref->getOperandNumber()
                           << " a memref, expected all tensors or all memrefs";
}
