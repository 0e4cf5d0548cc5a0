//===- NarrowPanels.cpp - weights packed in the type products read --------===//

#include "NarrowPanels.h"

#include "llvm/ADT/SetVector.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace vitc;

/// `pack` again, in `element`.
static kernel::PackOp packIn(kernel::PackOp pack, Type element) {
  OpBuilder b(pack);
  Location loc = pack.getLoc();
  SmallVector<int64_t> shape(cast<ShapedType>(pack.getInit().getType()).getShape());
  int64_t pairing = kernel::pairing(element), columns = shape[0] * shape[2];
  shape[1] = llvm::divideCeil(shape[1], pairing);
  shape[2] *= pairing;
  SmallVector<Value> inits{tensor::EmptyOp::create(b, loc, shape, element)};
  if (element.isInteger(8)) // scales and correction
    for (Type each : {Type(b.getF32Type()), Type(b.getI32Type())})
      inits.push_back(tensor::EmptyOp::create(b, loc, ArrayRef<int64_t>{columns}, each));
  SmallVector<Type> types(ValueRange(inits).getTypes());
  inits.resize(3);
  return kernel::PackOp::create(b, loc, types, pack.getMatrix(), inits[0], inits[1], inits[2]);
}

kernel::PackOp NarrowPanels::replace(kernel::GemmOp gemm, Type element) {
  auto pack = gemm.getPanels().getDefiningOp<kernel::PackOp>();
  kernel::PackOp &narrow = made[{pack, element}];
  if (!narrow)
    narrow = packIn(pack, element);
  gemm.getPanelsMutable().set(narrow.getResult());
  return narrow;
}

void NarrowPanels::eraseUnread() {
  llvm::SetVector<Operation *> replaced;
  for (auto &[key, narrow] : made)
    replaced.insert(key.first);
  for (Operation *pack : replaced)
    if (pack->use_empty())
      pack->erase();
}
