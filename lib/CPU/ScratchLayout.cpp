//===- ScratchLayout.cpp - the parts of a worker's scratch memory ---------===//

#include "ScratchLayout.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"

using namespace mlir;
using namespace vitc::cpu;

void ScratchLayout::add(Value &view, ArrayRef<int64_t> shape, Type elementType) {
  parts.push_back({&view, SmallVector<int64_t>(shape), elementType, size});
  int64_t bits = elementType ? elementType.getIntOrFloatBitWidth() : 32;
  size += llvm::alignTo(ShapedType::getNumElements(shape) * bits / 8, 64);
}

void ScratchLayout::emitViews(Emitter &e, Value scratch) const {
  for (const Part &part : parts) {
    auto type = MemRefType::get(part.shape, part.elementType ? part.elementType : e.getF32Type());
    *part.view = memref::ViewOp::create(e, type, scratch, e.index(part.offset), ValueRange());
  }
}
