//===- Rows.cpp - the rows of [batch, rows, columns] buffers --------------===//

#include "Rows.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"

using namespace mlir;
using namespace vitc::cpu;

static SmallVector<ReassociationIndices> batchAndRows() { return {{0, 1}, {2}}; }

SmallVector<Value> Rows::at(Emitter &e, Value batch, Value row, Value column) const {
  switch (kind) {
  case Kind::Matrix:
    return {row, column};
  case Kind::ByRow:
    return {batch, row, column};
  case Kind::ByBatch:
    return {row, e.index(0), column};
  case Kind::Broadcast:
    return {e.index(0), row, column};
  }
  llvm_unreachable("all kinds are handled above");
}

RowSpace RowSpace::of(int64_t batch, int64_t rows, ArrayRef<MemRefType> operands) {
  RowSpace space;
  auto set = [&](int64_t outer, int64_t inner, Kind kind) {
    space.batches = outer;
    space.rows = inner;
    space.kind = kind;
    return space;
  };
  bool isBroadcast = llvm::any_of(operands, [&](MemRefType t) { return t.getDimSize(0) != batch; });
  if (batch == 1)
    return set(1, rows, Kind::OneBatch);
  if (!isBroadcast && rows == 1)
    return set(1, batch, Kind::OneRow);
  bool isUniform = !isBroadcast && llvm::all_of(operands, [](MemRefType type) {
    return memref::CollapseShapeOp::isGuaranteedCollapsible(type, batchAndRows());
  });
  if (isUniform)
    return set(1, batch * rows, Kind::Uniform);
  return set(batch, rows, Kind::Nested);
}

Rows RowSpace::view(Emitter &e, Value operand) const {
  Rows view;
  view.memref = operand;
  switch (kind) {
  case Kind::OneBatch:
    view.kind = Rows::Kind::Broadcast; // the batch index is the constant 0
    break;
  case Kind::OneRow:
    view.kind = Rows::Kind::ByBatch;
    break;
  case Kind::Uniform:
    view.memref = memref::CollapseShapeOp::create(e, operand, batchAndRows());
    view.kind = Rows::Kind::Matrix;
    break;
  case Kind::Nested:
    view.kind = cast<MemRefType>(operand.getType()).getDimSize(0) == 1 ? Rows::Kind::Broadcast
                                                                       : Rows::Kind::ByRow;
    break;
  }
  return view;
}
