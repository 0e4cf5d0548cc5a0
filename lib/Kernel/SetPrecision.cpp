//===- SetPrecision.cpp - in which type products read and write -----------===//
//
// A value that only products read is stored in their type by whoever makes it; what others read,
// too, is rounded in a copy. Residual streams, biases, masks and every sum stay f32. Integers of 8
// bits need the greatest number of a row before the first is stored: only norms, which have whole
// rows, write them; others store bf16, of which kernel.quantize makes them.
//
//===----------------------------------------------------------------------===//

#include "vitc/Dialect/Kernel/Rows.h"
#include "vitc/Kernel/Passes.h"

#include "mlir/Interfaces/DestinationStyleOpInterface.h"
#include "llvm/ADT/MapVector.h"
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

/// New rows like `value` of another element type.
Value createRows(OpBuilder &b, Value value, Type element) {
  return kernel::createRows(b, value.getLoc(), tensorType(value).getShape(), element);
}

/// True for the first and the last product of a model: pixels, and one row for each image. Their
/// rounding enters the result undamped, and they are a hundredth of a model's work.
bool isOutermost(kernel::GemmOp gemm) {
  return gemm.getRowPerImage() || gemm.getLhs().getDefiningOp<kernel::PatchesOp>();
}

/// The packing of a product's weights, if it is f32 and only products read it.
kernel::PackOp packingOf(kernel::GemmOp gemm) {
  auto pack = gemm.getPanels().getDefiningOp<kernel::PackOp>();
  bool fits = pack && tensorType(gemm.getLhs()).getElementType().isF32() &&
              tensorType(pack.getInit()).getElementType().isF32() &&
              kernel::isFresh(pack.getInit()) &&
              llvm::all_of(pack->getUsers(), llvm::IsaPred<kernel::GemmOp>);
  return fits ? pack : kernel::PackOp();
}

struct SetPrecisionPass : vitc::impl::SetPrecisionPassBase<SetPrecisionPass> {
  using SetPrecisionPassBase::SetPrecisionPassBase;

  void runOnOperation() override {
    bf16 = BFloat16Type::get(&getContext());
    i8 = IntegerType::get(&getContext(), 8);
    readers.clear();
    panels.clear();
    packings.clear();
    quantized.clear();
    copies.clear();
    if (!isKnown(type)) {
      getOperation().emitError("kernel-set-precision: found type '")
          << type << "', expected f32, bf16 or int8: products in other types have no kernels";
      return signalPassFailure();
    }
    if (failed(findReaders()))
      return signalPassFailure();
    getOperation().walk([&](DestinationStyleOpInterface op) { storeNarrow(op); });
    for (auto [reader, element] : readers)
      narrow(*reader, element);
    llvm::SetVector<kernel::PackOp> replaced;
    for (auto [gemm, pack] : panels)
      replaced.insert(pack);
    for (kernel::PackOp pack : replaced)
      if (pack->use_empty())
        pack.erase();
  }

private:
  static bool isKnown(StringRef word) { return word == "f32" || word == "bf16" || word == "int8"; }

  /// What `op` says itself, or nothing.
  static FailureOr<StringRef> requestOf(Operation *op) {
    Attribute attribute = op->getDiscardableAttr("vitc.precision");
    if (!attribute)
      return StringRef();
    auto word = dyn_cast<StringAttr>(attribute);
    if (word && isKnown(word))
      return word.getValue();
    return op->emitOpError("found `vitc.precision` = ")
           << attribute << ", expected \"f32\", \"bf16\" or \"int8\"";
  }

  LogicalResult findReaders() {
    WalkResult result = getOperation().walk([&](Operation *op) {
      LogicalResult found = success();
      if (auto gemm = dyn_cast<kernel::GemmOp>(op))
        found = addReader(gemm);
      else if (auto attention = dyn_cast<kernel::AttentionOp>(op))
        found = addReaders(attention);
      return succeeded(found) ? WalkResult::advance() : WalkResult::interrupt();
    });
    return failure(result.wasInterrupted());
  }

  LogicalResult addReader(kernel::GemmOp gemm) {
    FailureOr<StringRef> request = requestOf(gemm);
    if (failed(request))
      return failure();
    StringRef word = !request->empty() ? *request : isOutermost(gemm) ? "f32" : StringRef(type);
    if (word == "f32" || !packingOf(gemm))
      return success();
    int64_t depth = tensorType(gemm.getLhs()).getDimSize(2);
    bool fits = depth <= kernel::kLongestQuantizedSum;
    panels[gemm] = packingOf(gemm);
    readers[&gemm.getLhsMutable()] = word == "int8" && fits ? i8 : bf16;
    return success();
  }

  LogicalResult addReaders(kernel::AttentionOp attention) {
    FailureOr<StringRef> request = requestOf(attention);
    if (failed(request))
      return failure();
    StringRef word = request->empty() ? StringRef(type) : *request;
    if (word != "f32" && tensorType(attention.getQuery()).getElementType().isF32())
      for (OpOperand *operand :
           {&attention.getQueryMutable(), &attention.getKeyMutable(), &attention.getValueMutable()})
        readers[operand] = bf16;
    return success();
  }

  //===--------------------------------------------------------------------===//
  // Who makes what products read
  //===--------------------------------------------------------------------===//

  /// The type in which all that is made of `value` is read; null where that is f32 or somebody
  /// other than products. i8 if it is read directly and in that alone, else bf16.
  Type readType(Value value) {
    Type found;
    for (OpOperand &use : value.getUses()) {
      Type each =
          isView(use.getOwner()) ? readType(use.getOwner()->getResult(0)) : readers.lookup(&use);
      if (!each)
        return {};
      bool isDirect = !isView(use.getOwner()) && (!found || found == i8);
      found = each == i8 && isDirect ? i8 : bf16;
    }
    return found;
  }

  void storeNarrow(DestinationStyleOpInterface op) {
    if (!isa<kernel::GemmOp, kernel::AttentionOp, kernel::NormalizeOp, kernel::ActivateOp,
             kernel::PatchesOp>(op))
      return;
    // A product that stays f32 stores f32.
    if (auto gemm = dyn_cast<kernel::GemmOp>(*op); gemm && !readers.contains(&gemm.getLhsMutable()))
      return;
    if (auto attention = dyn_cast<kernel::AttentionOp>(*op);
        attention && !readers.contains(&attention.getQueryMutable()))
      return;
    Value result = op->getResult(0);
    OpOperand *init = op.getDpsInitOperand(0);
    Type element = readType(result);
    if (!element || !tensorType(result).getElementType().isF32() || !kernel::isFresh(init->get()))
      return;
    ++numNarrowed;
    auto norm = dyn_cast<kernel::NormalizeOp>(*op);
    if (norm && element == i8)
      return storeQuantized(norm);
    OpBuilder b(op);
    init->set(createRows(b, init->get(), bf16));
    setElementType(result, bf16);
  }

  void storeQuantized(kernel::NormalizeOp norm) {
    OpBuilder b(norm);
    Value rows = createRows(b, norm.getInit(), i8), scales = createScales(b, norm.getInit());
    auto narrowed = kernel::NormalizeOp::create(
        b, norm.getLoc(), TypeRange{rows.getType(), scales.getType()}, norm.getInput(),
        norm.getGamma(), norm.getBeta(), rows, scales, norm.getEpsAttr(), norm.getScheduleAttr());
    narrowed->setDiscardableAttrs(norm->getDiscardableAttrDictionary());
    Value result = norm.getResult();
    for (OpOperand &use : llvm::make_early_inc_range(result.getUses()))
      use.set(narrowed.getResult());
    quantized[narrowed.getResult()] = narrowed->getResult(1);
    norm.erase();
  }

  static Value createScales(OpBuilder &b, Value rows) {
    SmallVector<int64_t> shape(tensorType(rows).getShape());
    shape.back() = 1;
    return tensor::EmptyOp::create(b, rows.getLoc(), shape, b.getF32Type());
  }

  void setElementType(Value value, Type element) {
    value.setType(tensorType(value).clone(element));
    for (Operation *user : value.getUsers())
      if (isView(user))
        setElementType(user->getResult(0), element);
  }

  //===--------------------------------------------------------------------===//
  // Who reads
  //===--------------------------------------------------------------------===//

  void narrow(OpOperand &reader, Type element) {
    auto gemm = dyn_cast<kernel::GemmOp>(reader.getOwner());
    if (element == i8)
      return multiplyQuantized(gemm);
    if (gemm)
      gemm.getPanelsMutable().set(packIn(gemm, bf16).getResult());
    if (tensorType(reader.get()).getElementType() != element)
      convert(reader);
  }

  void convert(OpOperand &reader) {
    OpBuilder b(reader.getOwner());
    Value rows = createRows(b, reader.get(), bf16);
    reader.set(
        kernel::ConvertOp::create(b, reader.get().getLoc(), rows.getType(), reader.get(), rows)
            .getResult());
    ++numConverted;
  }

  void multiplyQuantized(kernel::GemmOp gemm) {
    kernel::PackOp pack = packIn(gemm, i8);
    gemm.getPanelsMutable().set(pack.getResult());
    Value rows = gemm.getLhs();
    if (!tensorType(rows).getElementType().isInteger(8))
      gemm.getLhsMutable().set(rows = quantize(rows, gemm));
    gemm.getLhsScalesMutable().assign(quantized.lookup(rows));
    gemm.getPanelScalesMutable().assign(pack->getResult(1));
    auto op = rows.getDefiningOp<kernel::QuantizeOp>();
    if (op && op.getLowest())
      gemm.getBiasMutable().assign(raiseBias(gemm, pack, *op.getLowest()));
    else
      gemm.getCorrectionMutable().assign(pack->getResult(2));
  }

  /// The bias plus `lowest` times the sums of the weights' columns, which `pack` has as a
  /// correction.
  static Value raiseBias(kernel::GemmOp gemm, kernel::PackOp pack, const APFloat &lowest) {
    OpBuilder b(gemm);
    Location loc = gemm.getLoc();
    SmallVector<Value> inputs{pack->getResult(1), pack->getResult(2)};
    if (gemm.getBias())
      inputs.push_back(gemm.getBias());
    auto type = tensorType(inputs.front());
    Value space = tensor::EmptyOp::create(b, loc, type.getShape(), type.getElementType());
    SmallVector<AffineMap> maps(inputs.size() + 1, b.getMultiDimIdentityMap(1));
    float factor = lowest.convertToFloat() / -kernel::kZeroPoint;
    auto raise = [&](OpBuilder &b, Location loc, ValueRange values) {
      Value sum = arith::SIToFPOp::create(b, loc, b.getF32Type(), values[1]);
      Value each = arith::ConstantOp::create(b, loc, b.getF32FloatAttr(factor));
      sum = arith::MulFOp::create(b, loc, arith::MulFOp::create(b, loc, sum, each), values[0]);
      if (inputs.size() == 3)
        sum = arith::AddFOp::create(b, loc, sum, values[2]);
      linalg::YieldOp::create(b, loc, sum);
    };
    auto kinds = SmallVector<utils::IteratorType>{utils::IteratorType::parallel};
    return linalg::GenericOp::create(b, loc, type, inputs, space, maps, kinds, raise).getResult(0);
  }

  /// What was measured to bound the rows that `gemm` reads, in this layer; null if nothing was.
  static Value boundOf(OpBuilder &b, kernel::GemmOp gemm) {
    auto measured = gemm->getAttrOfType<ArrayAttr>("kernel.input");
    auto loop = gemm->getParentOfType<scf::ForOp>();
    size_t layers = loop ? loop.getStaticTripCount().value_or(APInt(64, 0)).getZExtValue() : 1;
    if (!measured || measured.size() != layers)
      return {};
    auto constant = [&](size_t layer) -> Value {
      double bound = cast<kernel::InputAttr>(measured[layer]).getBound().convertToDouble();
      return arith::ConstantOp::create(b, gemm.getLoc(), b.getF32FloatAttr(bound));
    };
    Value bound = constant(0);
    // A choice among constants, once for each layer, needs no memory that somebody has to fill.
    for (size_t layer = 1; layer < measured.size(); ++layer) {
      Value number = arith::ConstantIndexOp::create(b, gemm.getLoc(), layer);
      Value here = arith::CmpIOp::create(b, gemm.getLoc(), arith::CmpIPredicate::eq,
                                         loop.getInductionVar(), number);
      bound = arith::SelectOp::create(b, gemm.getLoc(), here, constant(layer), bound);
    }
    return bound;
  }

  /// What no number of `rows` is below, where an activation made them; else null. Rounded to bf16,
  /// and by the short GELU's error, they may be a little lower than the activation itself.
  static FloatAttr lowestOf(OpBuilder &b, Value rows) {
    std::optional<kernel::Activation> kind;
    if (auto gemm = rows.getDefiningOp<kernel::GemmOp>(); gemm && !gemm.getResidual())
      kind = gemm.getActivation();
    if (auto activate = rows.getDefiningOp<kernel::ActivateOp>(); activate && !activate.getGated())
      kind = activate.getKind();
    std::optional<float> lowest = kind ? kernel::lowestResult(*kind) : std::nullopt;
    return lowest ? b.getF32FloatAttr(*lowest) : FloatAttr();
  }

  /// `rows`, which `gemm` reads, in integers, made once for all who read them.
  Value quantize(Value rows, kernel::GemmOp gemm) {
    Value &made = copies[rows];
    if (made)
      return made;
    OpBuilder b(&getContext());
    b.setInsertionPointAfterValue(rows);
    Value space = createRows(b, rows, i8), scales = createScales(b, rows);
    auto op =
        kernel::QuantizeOp::create(b, rows.getLoc(), TypeRange{space.getType(), scales.getType()},
                                   rows, boundOf(b, gemm), space, scales, lowestOf(b, rows));
    ++numConverted;
    quantized[op->getResult(0)] = op->getResult(1);
    return made = op->getResult(0);
  }

  /// The packing of `gemm`'s weights in `element`, made once for all products that read it.
  kernel::PackOp packIn(kernel::GemmOp gemm, Type element) {
    kernel::PackOp pack = panels.lookup(gemm);
    kernel::PackOp &made = packings[{pack, element}];
    if (made)
      return made;
    OpBuilder b(pack);
    SmallVector<int64_t> shape(tensorType(pack.getInit()).getShape());
    int64_t pairing = kernel::pairing(element), columns = shape[0] * shape[2];
    shape[1] = llvm::divideCeil(shape[1], pairing);
    shape[2] *= pairing;
    SmallVector<Value> inits{tensor::EmptyOp::create(b, pack.getLoc(), shape, element)};
    if (element == i8)
      for (Type each : {Type(b.getF32Type()), Type(b.getI32Type())})
        inits.push_back(
            tensor::EmptyOp::create(b, pack.getLoc(), ArrayRef<int64_t>{columns}, each));
    inits.resize(3);
    made = kernel::PackOp::create(b, pack.getLoc(), typesOf(inits), pack.getMatrix(), inits[0],
                                  inits[1], inits[2]);
    ++numNarrowed;
    return made;
  }

  static SmallVector<Type> typesOf(ArrayRef<Value> values) {
    SmallVector<Type> types;
    for (Value value : values)
      if (value)
        types.push_back(value.getType());
    return types;
  }

  Type bf16, i8;
  /// Operands that are read in bf16 or i8.
  llvm::MapVector<OpOperand *, Type> readers;
  /// The scales of rows of integers; the integers made of rows.
  DenseMap<Value, Value> quantized, copies;
  /// The f32 packing of a product's weights; the packings made of one.
  llvm::MapVector<Operation *, kernel::PackOp> panels;
  DenseMap<std::pair<Operation *, Type>, kernel::PackOp> packings;
};

} // namespace
