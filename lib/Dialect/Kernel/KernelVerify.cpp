//===- KernelVerify.cpp - what holds of every kernel op -------------------===//
//
// Comments name the constraint of the op's description that a check belongs to.
//
//===----------------------------------------------------------------------===//

#include "VerifyShape.h"

#include "vitc/Dialect/Kernel/Kernel.h"

#include "mlir/Interfaces/FunctionInterfaces.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace vitc::kernel;

static ShapedType shaped(Value value) { return cast<ShapedType>(value.getType()); }
static Type elementType(Value value) { return shaped(value).getElementType(); }

/// All of `values` that are present have the element type `expected`.
static LogicalResult verifyElementTypes(Operation *op, ValueRange values, Type expected) {
  for (Value value : values)
    if (value && elementType(value) != expected)
      return op->emitOpError() << "found element types " << expected << " and "
                               << elementType(value) << ", expected one element type";
  return success();
}

/// All of `inputs` that are present have the element type of the first, and `init`, too; it may be
/// bf16 where that is f32, or i8 if `mayQuantize`.
static LogicalResult verifyStoredTypes(Operation *op, ValueRange inputs, Value init,
                                       bool mayQuantize = false) {
  Type first = elementType(inputs.front()), stored = elementType(init);
  if (failed(verifyElementTypes(op, inputs, first)))
    return failure();
  if (first.isF32() && (stored.isBF16() || (mayQuantize && stored.isInteger(8))))
    return success();
  return verifyElementTypes(op, init, first);
}

/// The factors of products have one element type; `others` that of the sums, f32 for bf16 and i8;
/// `init` has it, too, or is bf16 for these.
static LogicalResult verifyProductTypes(Operation *op, ValueRange factors, ValueRange others,
                                        Value init) {
  Type factor = elementType(factors.front());
  bool isNarrow = factor.isBF16() || factor.isInteger(8);
  Type sum = isNarrow ? Float32Type::get(op->getContext()) : factor;
  if (failed(verifyElementTypes(op, factors, factor)) ||
      failed(verifyElementTypes(op, others, sum)))
    return failure();
  if (isNarrow && elementType(init).isBF16())
    return success();
  return verifyElementTypes(op, init, sum);
}

/// Scales and correction of integers of 8 bits: all of `values` are there if `isQuantized`, and
/// none if not.
static LogicalResult verifyPresent(Operation *op, ValueRange values, bool isQuantized,
                                   StringRef what) {
  if (llvm::all_of(values, [&](Value value) { return bool(value) == isQuantized; }))
    return success();
  return op->emitOpError() << "found " << (isQuantized ? "no " : "") << what << ", expected "
                           << (isQuantized ? "them with" : "none without") << " element type i8";
}

LogicalResult vitc::kernel::verifyShape(Operation *op, Value value, ArrayRef<int64_t> shape,
                                        StringRef what) {
  if (shaped(value).getShape() == shape)
    return success();
  InFlightDiagnostic error = op->emitOpError() << "found " << what << " of shape [";
  llvm::interleaveComma(shaped(value).getShape(), error);
  error << "], expected [";
  llvm::interleaveComma(shape, error);
  return error << "]";
}

/// `value` is [1 or batch, ...], the rest as in `shape`.
static LogicalResult verifyBroadcast(Operation *op, Value value, ArrayRef<int64_t> shape,
                                     unsigned leading, StringRef what) {
  for (auto [index, size] : llvm::enumerate(shape)) {
    int64_t found = dim(value, index);
    if (found == size || (index < leading && found == 1))
      continue;
    return op->emitOpError() << "found " << what << " of size " << found << " in dimension "
                             << index << ", expected " << size << (index < leading ? " or 1" : "");
  }
  return success();
}

static LogicalResult verifyPositive(Operation *op, const APFloat &value, StringRef what) {
  if (value.isFinite() && !value.isZero() && !value.isNegative())
    return success();
  return op->emitOpError() << "found " << what << " " << value.convertToDouble()
                           << ", expected a finite positive number";
}

//===----------------------------------------------------------------------===//
// Weights
//===----------------------------------------------------------------------===//

LogicalResult WeightOp::verify() {
  auto type = cast<RankedTensorType>(getType());
  if (!type.hasStaticShape() ||
      !isa<Float64Type, Float32Type, BFloat16Type, Float16Type>(type.getElementType())) // weight_c1
    return emitOpError() << "found type " << type
                         << ", expected a static shape and element type f64, f32, bf16 or f16";
  auto offset = static_cast<int64_t>(getOffset().value_or(0));
  if (offset < 0) // weight_c2
    return emitOpError() << "found offset " << offset << ", expected 0 or more";
  return success();
}

LogicalResult ParameterOp::verifySymbolUses(SymbolTableCollection &symbols) {
  ArrayAttr weights = getWeights();
  if (getLayer() ? weights.empty() : weights.size() != 1) // parameter_c3
    return emitOpError() << "found " << weights.size() << " weights, expected "
                         << (getLayer() ? "at least one with a layer" : "one without a layer");
  auto result = cast<ShapedType>(getType());
  for (auto name : weights.getAsRange<FlatSymbolRefAttr>()) {
    auto weight = symbols.lookupNearestSymbolFrom<WeightOp>(*this, name);
    if (!weight) // parameter_c1
      return emitOpError() << "found " << name << ", expected the name of a kernel.weight";
    auto type = cast<ShapedType>(weight.getType());
    if (type.getShape() != result.getShape() ||
        type.getElementType() != result.getElementType()) // parameter_c2
      return emitOpError() << "found result " << getType() << ", expected the shape and element "
                           << "type of " << name << ", " << weight.getType();
  }
  return success();
}

/// Panels are read by whole vectors.
static LogicalResult verifyPanelWidth(Operation *op, Value panels) {
  int64_t paired = pairing(elementType(panels));
  if (dim(panels, 2) % (kLanes * paired) == 0)
    return success();
  return op->emitOpError() << "found panel width " << dim(panels, 2) / paired
                           << ", expected a multiple of " << kLanes;
}

LogicalResult PackOp::verify() {
  int64_t paired = pairing(elementType(getInit())), width = dim(getInit(), 2) / paired;
  if (failed(verifyPanelWidth(*this, getInit()))) // pack_c3
    return failure();
  if (failed(verifyStoredTypes(*this, getMatrix(), getInit(), /*mayQuantize=*/true))) // pack_c1
    return failure();
  int64_t panels = llvm::divideCeil(dim(getMatrix(), 0), width);
  int64_t depth = llvm::divideCeil(dim(getMatrix(), 1), paired);
  if (failed(verifyShape(*this, getInit(), {panels, depth, width * paired}, "panels"))) // pack_c2
    return failure();
  bool isQuantized = elementType(getInit()).isInteger(8);
  if (failed(verifyPresent(*this, {getScales(), getCorrection()}, isQuantized, // pack_c4
                           "scales and correction")))
    return failure();
  if (!isQuantized)
    return success();
  if (failed(verifyShape(*this, getScales(), {panels * width}, "scales")))
    return failure();
  return verifyShape(*this, getCorrection(), {panels * width}, "correction");
}

//===----------------------------------------------------------------------===//
// Compute
//===----------------------------------------------------------------------===//

/// What integers of 8 bits need besides; panels have `columns` in all.
static LogicalResult verifyQuantized(GemmOp op, int64_t columns) {
  bool isQuantized = elementType(op.getPanels()).isInteger(8);
  if (failed(verifyPresent(op, {op.getLhsScales(), op.getPanelScales()}, isQuantized, // gemm_c6
                           "scales")))
    return failure();
  if (!isQuantized)
    return verifyPresent(op, op.getCorrection(), isQuantized, "correction");
  int64_t batch = dim(op.getLhs(), 0), m = dim(op.getLhs(), 1), k = dim(op.getLhs(), 2);
  if (failed(verifyShape(op, op.getLhsScales(), {batch, m, 1}, "scales of lhs")) || // gemm_c7
      failed(verifyShape(op, op.getPanelScales(), {columns}, "scales of panels")) ||
      (op.getCorrection() && failed(verifyShape(op, op.getCorrection(), {columns}, "correction"))))
    return failure();
  if (k > kLongestQuantizedSum) // gemm_c8
    return op.emitOpError() << "found sums of " << k << " products of i8, expected at most "
                            << kLongestQuantizedSum << ": more may leave i32";
  return success();
}

LogicalResult GemmOp::verify() {
  int64_t batch = dim(getInit(), 0), m = dim(getInit(), 1), n = dim(getInit(), 2);
  int64_t paired = pairing(elementType(getPanels())), depth = dim(getPanels(), 1);
  // Panels of pairs and quads have places behind the last number of k.
  int64_t k = depth * paired;
  if (k - dim(getLhs(), 2) > 0 && k - dim(getLhs(), 2) < paired)
    k = dim(getLhs(), 2);
  int64_t width = dim(getPanels(), 2) / paired;
  if (failed(verifyProductTypes(*this, {getLhs(), getPanels()}, {getBias(), getResidual()},
                                getInit())) ||                    // gemm_c1
      failed(verifyShape(*this, getLhs(), {batch, m, k}, "lhs"))) // gemm_c2
    return failure();
  if (failed(verifyPanelWidth(*this, getPanels()))) // gemm_c3
    return failure();
  int64_t panels = llvm::divideCeil(n, width);
  if (failed(verifyShape(*this, getPanels(), {panels, depth, width * paired},
                         "panels"))) // gemm_c3
    return failure();
  if (getBias() && failed(verifyShape(*this, getBias(), {panels * width}, "bias"))) // gemm_c4
    return failure();
  if (getResidual() && // gemm_c5
      failed(verifyBroadcast(*this, getResidual(), {batch, m, n}, 1, "residual")))
    return failure();
  if (getRowPerImage() && batch != 1 && m != 1) // gemm_c9
    return emitOpError() << "found " << m << " rows in each of " << batch
                         << ", expected one row for each image";
  return verifyQuantized(*this, panels * width);
}

LogicalResult AttentionOp::verify() {
  int64_t batch = dim(getInit(), 0), queries = dim(getInit(), 1), width = dim(getInit(), 2);
  int64_t keys = dim(getKey(), 1), heads = getHeads();
  if (failed(verifyProductTypes(*this, {getQuery(), getKey(), getValue()}, {getMask()},
                                getInit())) ||                                    // attention_c1
      failed(verifyShape(*this, getQuery(), {batch, queries, width}, "query")) || // attention_c2
      failed(verifyShape(*this, getKey(), {batch, keys, width}, "key")) ||
      failed(verifyShape(*this, getValue(), {batch, keys, width}, "value")))
    return failure();
  if (heads <= 0 || width % heads != 0) // attention_c3
    return emitOpError() << "found " << heads << " heads, expected a positive divisor of " << width;
  if (failed(verifyPositive(*this, getScale(), "scale"))) // attention_c4
    return failure();
  if (getMask() &&
      failed(verifyBroadcast(*this, getMask(), {batch, heads, queries, keys}, 2, "mask")))
    return failure();                 // attention_c5
  if (getCausal() && queries != keys) // attention_c6
    return emitOpError() << "found " << queries << " queries and " << keys
                         << " keys, expected as many for causal attention";
  return success();
}

LogicalResult NormalizeOp::verify() {
  if (failed(verifyStoredTypes(*this, {getInput(), getGamma(), getBeta()},
                               getInit(), // normalize_c1
                               /*mayQuantize=*/true)) ||
      failed(verifyShape(*this, getInput(), shaped(getInit()).getShape(), "input")))
    return failure();
  int64_t features = dim(getInit(), 2);
  if (!getGamma() != !getBeta())
    return emitOpError() << "found only " << (getGamma() ? "gamma" : "beta")
                         << ", expected gamma and beta together or neither";
  if (getGamma() && (failed(verifyShape(*this, getGamma(), {features}, "gamma")) || // normalize_c2
                     failed(verifyShape(*this, getBeta(), {features}, "beta"))))
    return failure();
  if (failed(verifyPositive(*this, getEps(), "eps"))) // normalize_c3
    return failure();
  bool isQuantized = elementType(getInit()).isInteger(8);
  if (failed(verifyPresent(*this, getScales(), isQuantized, "scales"))) // normalize_c4
    return failure();
  return isQuantized
             ? verifyShape(*this, getScales(), {dim(getInit(), 0), dim(getInit(), 1), 1}, "scales")
             : success();
}

LogicalResult QuantizeOp::verify() {
  Type type = elementType(getInput());
  if (!type.isF32() && !type.isBF16()) // quantize_c1
    return emitOpError() << "found element type " << type << ", expected f32 or bf16";
  if (failed(verifyShape(*this, getInput(), shaped(getInit()).getShape(), "input"))) // quantize_c2
    return failure();
  if (failed(verifyShape(*this, getScales(), {dim(getInit(), 0), dim(getInit(), 1), 1},
                         "scales"))) // quantize_c3
    return failure();
  std::optional<APFloat> lowest = getLowest();
  if (lowest &&
      (!lowest->isFinite() || (!lowest->isNegative() && !lowest->isZero()))) // quantize_c4
    return emitOpError() << "found lowest " << lowest->convertToDouble()
                         << ", expected a finite number of at most 0";
  return success();
}

LogicalResult SoftmaxOp::verify() {
  if (failed(verifyElementTypes(*this, getInit(), elementType(getInput()))))
    return failure();
  return verifyShape(*this, getInput(), shaped(getInit()).getShape(), "input"); // softmax_c1
}

LogicalResult ActivateOp::verify() {
  if (failed(verifyStoredTypes(*this, getInput(), getInit()))) // activate_c1
    return failure();
  SmallVector<int64_t> expected(shaped(getInit()).getShape());
  expected.back() *= getGated() ? 2 : 1;
  return verifyShape(*this, getInput(), expected, "input"); // activate_c2
}

LogicalResult PatchesOp::verify() {
  if (failed(verifyStoredTypes(*this, getPixels(), getInit()))) // patches_c1
    return failure();
  ArrayRef<int64_t> patch = getPatch(), strides = getStrides();
  auto positive = [](int64_t value) { return value > 0; };
  if (patch.size() != 2 || strides.size() != 2 || !llvm::all_of(patch, positive) ||
      !llvm::all_of(strides, positive)) // patches_c2
    return emitOpError() << "found patch [" << patch << "] and strides [" << strides
                         << "], expected two positive numbers each";
  int64_t height = dim(getPixels(), 2), width = dim(getPixels(), 3);
  if (patch[0] > height || patch[1] > width)
    return emitOpError() << "found a patch of " << patch[0] << "x" << patch[1]
                         << ", expected one that fits the picture of " << height << "x" << width;
  int64_t rows = (height - patch[0]) / strides[0] + 1,
          columns = (width - patch[1]) / strides[1] + 1;
  return verifyShape(
      *this, getInit(), // patches_c3
      {dim(getPixels(), 0), rows * columns, dim(getPixels(), 1) * patch[0] * patch[1]}, "init");
}

LogicalResult ConvertOp::verify() {
  if (!elementType(getInput()).isF32() || !elementType(getInit()).isBF16()) // convert_c1
    return emitOpError() << "found element types " << elementType(getInput()) << " and "
                         << elementType(getInit()) << ", expected f32 and bf16";
  return verifyShape(*this, getInput(), shaped(getInit()).getShape(), "input"); // convert_c2
}

//===----------------------------------------------------------------------===//
// Parallel loops
//===----------------------------------------------------------------------===//

LogicalResult ParallelOp::verifyRegions() {
  auto count = static_cast<int64_t>(getCount()), bytes = static_cast<int64_t>(getScratchBytes());
  if (count < 0 || bytes < 0) // parallel_c2
    return emitOpError() << "found count " << count << " and " << bytes
                         << " bytes of scratch, expected 0 or more";
  Builder b(getContext());
  Type index = b.getIndexType();
  Type scratch = MemRefType::get({bytes}, b.getI8Type());
  TypeRange types = getRegion().front().getArgumentTypes();
  if (types != ArrayRef<Type>{index, index, scratch}) // parallel_c1
    return emitOpError() << "found region arguments " << types << ", expected index, index, "
                         << scratch;
  return success();
}

LogicalResult LaunchOp::verify() {
  auto count = static_cast<int64_t>(getCount());
  if (count < 0) // launch_c3
    return emitOpError() << "found count " << count << ", expected 0 or more";
  return success();
}

LogicalResult LaunchOp::verifySymbolUses(SymbolTableCollection &symbols) {
  auto callee = symbols.lookupNearestSymbolFrom<FunctionOpInterface>(*this, getCalleeAttr());
  if (!callee) // launch_c1
    return emitOpError() << "found " << getCalleeAttr() << ", expected the name of a function";
  SmallVector<Type> expected(getArguments().getTypes());
  expected.append(2, IndexType::get(getContext()));
  ArrayRef<Type> found = callee.getArgumentTypes();
  auto scratch = found.empty() ? MemRefType() : dyn_cast<MemRefType>(found.back());
  if (found.empty() || found.drop_back() != ArrayRef<Type>(expected) || !scratch ||
      scratch.getRank() != 1 || !scratch.getElementType().isInteger(8)) // launch_c2
    return emitOpError() << "found callee with inputs " << found << ", expected " << expected
                         << " and a one-dimensional memref of i8";
  return success();
}
