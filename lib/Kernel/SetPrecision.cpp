//===- SetPrecision.cpp - in which type products read and write -----------===//
//
// A value that only products read is stored in bf16 by whoever makes it; what others read, too, is
// rounded in a copy. Residual streams, biases, masks and every sum stay f32.
//
//===----------------------------------------------------------------------===//

#include "vitc/Kernel/Passes.h"

#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Interfaces/DestinationStyleOpInterface.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "llvm/ADT/SetVector.h"

namespace vitc {
#define GEN_PASS_DEF_SETPRECISIONPASS
#include "vitc/Kernel/Passes.h.inc"
} // namespace vitc

using namespace mlir;
using namespace vitc;

namespace {

RankedTensorType tensorType(Value value) { return cast<RankedTensorType>(value.getType()); }

bool isView(Operation *op) {
  return isa<tensor::ExtractSliceOp, tensor::ExpandShapeOp, tensor::CollapseShapeOp>(op);
}

/// True if nobody has written `value` yet: it may be memory of another type as well.
bool isFresh(Value value) {
  if (auto slice = value.getDefiningOp<tensor::ExtractSliceOp>())
    value = slice.getSource();
  return value.getDefiningOp<tensor::EmptyOp>() != nullptr;
}

/// New rows like `value` of another element type, `rowStride` apart.
Value createRows(OpBuilder &b, Value value, Type element) {
  SmallVector<int64_t> shape(tensorType(value).getShape()), padded(shape);
  padded.back() = kernel::rowStride(shape.back(), element);
  Value buffer = tensor::EmptyOp::create(b, value.getLoc(), padded, element);
  auto attributes = [&](ArrayRef<int64_t> values) {
    return getAsIndexOpFoldResult(b.getContext(), values);
  };
  SmallVector<int64_t> zeros(shape.size(), 0), ones(shape.size(), 1);
  return tensor::ExtractSliceOp::create(b, value.getLoc(), RankedTensorType::get(shape, element),
                                        buffer, attributes(zeros), attributes(shape),
                                        attributes(ones));
}

/// True for the first and the last product of a model: pixels, and one row for each image. Their
/// rounding enters the result undamped, and they are a hundredth of a model's work.
bool isOutermost(kernel::GemmOp gemm) {
  return gemm.getLhs().getDefiningOp<kernel::PatchesOp>() ||
         tensorType(gemm.getLhs()).getDimSize(1) == 1;
}

/// The packing of a product's weights, if it is f32 and only products read it.
kernel::PackOp packingOf(kernel::GemmOp gemm) {
  if (isOutermost(gemm))
    return {};
  auto pack = gemm.getPanels().getDefiningOp<kernel::PackOp>();
  bool fits = pack && tensorType(gemm.getLhs()).getElementType().isF32() &&
              tensorType(pack.getInit()).getElementType().isF32() && isFresh(pack.getInit()) &&
              llvm::all_of(pack->getUsers(), llvm::IsaPred<kernel::GemmOp>);
  return fits ? pack : kernel::PackOp();
}

struct SetPrecisionPass : vitc::impl::SetPrecisionPassBase<SetPrecisionPass> {
  using SetPrecisionPassBase::SetPrecisionPassBase;

  void runOnOperation() override {
    if (type != "bf16") {
      getOperation().emitError("kernel-set-precision: found type '")
          << type << "', expected bf16: products in other types have no kernels";
      return signalPassFailure();
    }
    element = BFloat16Type::get(&getContext());
    readers.clear();
    llvm::SetVector<kernel::PackOp> packings;
    getOperation().walk([&](Operation *op) {
      if (auto gemm = dyn_cast<kernel::GemmOp>(op)) {
        if (kernel::PackOp pack = packingOf(gemm)) {
          packings.insert(pack);
          readers.insert(&gemm.getLhsMutable());
        }
      } else if (auto attention = dyn_cast<kernel::AttentionOp>(op)) {
        if (tensorType(attention.getQuery()).getElementType().isF32())
          for (OpOperand *operand : {&attention.getQueryMutable(), &attention.getKeyMutable(),
                                     &attention.getValueMutable()})
            readers.insert(operand);
      }
    });
    for (kernel::PackOp pack : packings)
      packPairs(pack);
    getOperation().walk([&](DestinationStyleOpInterface op) {
      if (mayStoreNarrow(op))
        storeNarrow(op);
    });
    for (OpOperand *reader : readers)
      if (tensorType(reader->get()).getElementType() != element)
        convert(*reader);
  }

private:
  void packPairs(kernel::PackOp pack) {
    OpBuilder b(pack);
    SmallVector<int64_t> shape(tensorType(pack.getInit()).getShape());
    int64_t pairing = kernel::pairing(element);
    shape[1] = llvm::divideCeil(shape[1], pairing);
    shape[2] *= pairing;
    pack.getInitMutable().assign(tensor::EmptyOp::create(b, pack.getLoc(), shape, element));
    pack.getResult().setType(RankedTensorType::get(shape, element));
    ++numNarrowed;
  }

  /// True if all that is made of `value` is read by products.
  bool isReadByProducts(Value value) {
    return !value.use_empty() && llvm::all_of(value.getUses(), [&](OpOperand &use) {
      return isView(use.getOwner()) ? isReadByProducts(use.getOwner()->getResult(0))
                                    : readers.contains(&use);
    });
  }

  bool mayStoreNarrow(DestinationStyleOpInterface op) {
    if (!isa<kernel::GemmOp, kernel::AttentionOp, kernel::NormalizeOp, kernel::ActivateOp,
             kernel::PatchesOp>(op))
      return false;
    // A product that stays f32 stores f32.
    if (auto gemm = dyn_cast<kernel::GemmOp>(*op); gemm && !readers.contains(&gemm.getLhsMutable()))
      return false;
    Value result = op->getResult(0);
    return tensorType(result).getElementType().isF32() && isFresh(op.getDpsInitOperand(0)->get()) &&
           isReadByProducts(result);
  }

  void storeNarrow(DestinationStyleOpInterface op) {
    OpBuilder b(op);
    OpOperand *init = op.getDpsInitOperand(0);
    init->set(createRows(b, init->get(), element));
    setElementType(op->getResult(0));
    ++numNarrowed;
  }

  void setElementType(Value value) {
    value.setType(tensorType(value).clone(element));
    for (Operation *user : value.getUsers())
      if (isView(user))
        setElementType(user->getResult(0));
  }

  void convert(OpOperand &reader) {
    OpBuilder b(reader.getOwner());
    Value rows = createRows(b, reader.get(), element);
    reader.set(
        kernel::ConvertOp::create(b, reader.get().getLoc(), rows.getType(), reader.get(), rows)
            .getResult());
    ++numConverted;
  }

  Type element;
  /// Operands that are read in bf16.
  llvm::SetVector<OpOperand *> readers;
};

} // namespace
