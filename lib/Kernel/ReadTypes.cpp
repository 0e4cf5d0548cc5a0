//===- ReadTypes.cpp - in which type products read what they read ---------===//

#include "ReadTypes.h"

#include "vitc/Dialect/Kernel/Kernel.h"
#include "vitc/Dialect/Kernel/Rows.h"

using namespace mlir;
using namespace vitc;

bool vitc::isPrecision(StringRef word) { return word == "f32" || word == "bf16" || word == "int8"; }

bool vitc::isView(Operation *op) {
  return isa<tensor::ExtractSliceOp, tensor::ExpandShapeOp, tensor::CollapseShapeOp>(op);
}

/// What `op` says itself, else `otherwise`.
static FailureOr<StringRef> precisionOf(Operation *op, StringRef otherwise) {
  Attribute attribute = op->getDiscardableAttr("vitc.precision");
  if (!attribute)
    return otherwise;
  auto word = dyn_cast<StringAttr>(attribute);
  if (word && isPrecision(word))
    return word.getValue();
  return op->emitOpError("found `vitc.precision` = ")
         << attribute << ", expected \"f32\", \"bf16\" or \"int8\"";
}

/// True for the first and the last product of a model: pixels, and one row for each image. Their
/// rounding enters the result undamped, and they are a hundredth of a model's work.
static bool isOutermost(kernel::GemmOp gemm) {
  return gemm.getRowPerImage() || gemm.getLhs().getDefiningOp<kernel::PatchesOp>();
}

static bool isF32(Value value) { return getElementTypeOrSelf(value.getType()).isF32(); }

/// True if a product's weights are f32, packed here, and only products read them.
static bool hasOwnPacking(kernel::GemmOp gemm) {
  auto pack = gemm.getPanels().getDefiningOp<kernel::PackOp>();
  return pack && isF32(gemm.getLhs()) && isF32(pack.getInit()) && kernel::isFresh(pack.getInit()) &&
         llvm::all_of(pack->getUsers(), llvm::IsaPred<kernel::GemmOp>);
}

static LogicalResult addReader(kernel::GemmOp gemm, StringRef precision,
                               ReadTypes::Readers &readers) {
  FailureOr<StringRef> word = precisionOf(gemm, isOutermost(gemm) ? "f32" : precision);
  if (failed(word))
    return failure();
  if (*word == "f32" || !hasOwnPacking(gemm))
    return success();
  Builder b(gemm.getContext());
  int64_t depth = cast<ShapedType>(gemm.getLhs().getType()).getDimSize(2);
  bool isQuantized = *word == "int8" && depth <= kernel::kLongestQuantizedSum;
  readers[&gemm.getLhsMutable()] = isQuantized ? Type(b.getI8Type()) : b.getBF16Type();
  return success();
}

static LogicalResult addReaders(kernel::AttentionOp attention, StringRef precision,
                                ReadTypes::Readers &readers) {
  FailureOr<StringRef> word = precisionOf(attention, precision);
  if (failed(word))
    return failure();
  if (*word == "f32" || !isF32(attention.getQuery()))
    return success();
  for (OpOperand *operand :
       {&attention.getQueryMutable(), &attention.getKeyMutable(), &attention.getValueMutable()})
    readers[operand] = BFloat16Type::get(attention.getContext());
  return success();
}

FailureOr<ReadTypes> ReadTypes::find(func::FuncOp function, StringRef precision) {
  ReadTypes types;
  WalkResult result = function.walk([&](Operation *op) {
    LogicalResult found = success();
    if (auto gemm = dyn_cast<kernel::GemmOp>(op))
      found = addReader(gemm, precision, types.readers);
    else if (auto attention = dyn_cast<kernel::AttentionOp>(op))
      found = addReaders(attention, precision, types.readers);
    return succeeded(found) ? WalkResult::advance() : WalkResult::interrupt();
  });
  if (result.wasInterrupted())
    return failure();
  return types;
}

Type ReadTypes::ofAllReaders(Value value) const {
  Type found;
  for (OpOperand &use : value.getUses()) {
    Operation *user = use.getOwner();
    Type each = isView(user) ? ofAllReaders(user->getResult(0)) : lookup(use);
    if (!each)
      return {};
    bool isQuantized = each.isInteger(8) && !isView(user) && (!found || found.isInteger(8));
    found = isQuantized ? each : BFloat16Type::get(value.getContext());
  }
  return found;
}
