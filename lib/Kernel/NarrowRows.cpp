//===- NarrowRows.cpp - rows in the type in which products read them ------===//

#include "NarrowRows.h"

#include "vitc/Dialect/Kernel/Kernel.h"
#include "vitc/Dialect/Kernel/Rows.h"

using namespace mlir;
using namespace vitc;

static RankedTensorType tensorType(Value value) { return cast<RankedTensorType>(value.getType()); }

Value vitc::createRowsLike(OpBuilder &b, Value rows, Type element) {
  return kernel::createRows(b, rows.getLoc(), tensorType(rows).getShape(), element);
}

Value vitc::createScales(OpBuilder &b, Value rows) {
  SmallVector<int64_t> shape(tensorType(rows).getShape());
  shape.back() = 1;
  return tensor::EmptyOp::create(b, rows.getLoc(), shape, b.getF32Type());
}

/// True if `op` can store other than f32; a product that reads f32 stores it.
static bool mayStoreNarrow(Operation *op, const ReadTypes &types) {
  if (auto gemm = dyn_cast<kernel::GemmOp>(op))
    return static_cast<bool>(types.lookup(gemm.getLhsMutable()));
  if (auto attention = dyn_cast<kernel::AttentionOp>(op))
    return static_cast<bool>(types.lookup(attention.getQueryMutable()));
  return isa<kernel::NormalizeOp, kernel::ActivateOp, kernel::PatchesOp>(op);
}

static void storeQuantized(kernel::NormalizeOp norm) {
  OpBuilder b(norm);
  Value rows = createRowsLike(b, norm.getInit(), b.getI8Type());
  Value scales = createScales(b, norm.getInit());
  auto narrowed = kernel::NormalizeOp::create(
      b, norm.getLoc(), TypeRange{rows.getType(), scales.getType()}, norm.getInput(),
      norm.getGamma(), norm.getBeta(), rows, scales, norm.getEpsAttr(), norm.getScheduleAttr());
  narrowed->setDiscardableAttrs(norm->getDiscardableAttrDictionary());
  norm.getResult().replaceAllUsesWith(narrowed.getResult());
  norm.erase();
}

static void setElementType(Value value, Type element) {
  value.setType(tensorType(value).clone(element));
  for (Operation *user : value.getUsers())
    if (isView(user))
      setElementType(user->getResult(0), element);
}

bool vitc::storeNarrow(DestinationStyleOpInterface op, const ReadTypes &types) {
  if (!mayStoreNarrow(op, types))
    return false;
  Value result = op->getResult(0);
  OpOperand *init = op.getDpsInitOperand(0);
  Type element = types.ofAllReaders(result);
  if (!element || !tensorType(result).getElementType().isF32() || !kernel::isFresh(init->get()))
    return false;
  auto norm = dyn_cast<kernel::NormalizeOp>(*op);
  if (norm && element.isInteger(8)) {
    storeQuantized(norm);
    return true;
  }
  OpBuilder b(op);
  init->set(createRowsLike(b, init->get(), b.getBF16Type()));
  setElementType(result, b.getBF16Type());
  return true;
}

void vitc::readRounded(OpOperand &reader) {
  OpBuilder b(reader.getOwner());
  Value rows = createRowsLike(b, reader.get(), b.getBF16Type());
  reader.set(kernel::ConvertOp::create(b, reader.get().getLoc(), rows.getType(), reader.get(), rows)
                 .getResult());
}
