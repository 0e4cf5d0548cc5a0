//===- QuantizedProducts.cpp - products of integers of 8 bits -------------===//

#include "QuantizedProducts.h"

#include "NarrowRows.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace vitc;

//===----------------------------------------------------------------------===//
// Bounds that were measured
//===----------------------------------------------------------------------===//

/// Turns of `loop`, which its induction variable numbers; 1 without a loop, and where they are not
/// known: what was measured of such a loop holds for all of them.
static size_t layersOf(scf::ForOp loop) {
  if (!loop || !isConstantIntValue(loop.getLowerBound(), 0) ||
      !isConstantIntValue(loop.getStep(), 1))
    return 1;
  return loop.getStaticTripCount().value_or(APInt(64, 1)).getZExtValue();
}

static ArrayAttr measurementOf(kernel::GemmOp gemm) {
  return gemm->getAttrOfType<ArrayAttr>("kernel.input");
}

LogicalResult vitc::verifyMeasurement(kernel::GemmOp gemm) {
  ArrayAttr measured = measurementOf(gemm);
  size_t layers = layersOf(gemm->getParentOfType<scf::ForOp>());
  if (!measured || measured.size() == 1 || measured.size() == layers)
    return success();
  InFlightDiagnostic error = gemm.emitOpError("found ")
                             << measured.size() << " entries of `kernel.input`, expected 1";
  if (layers != 1)
    error << ", or " << layers << " for the layers of the loop around";
  return error;
}

/// Joins what was measured of `gemm` to `bounds`, one for each turn of `loop`: the greatest counts.
/// In a loop of its own inside, `gemm` reads the same rows in every turn of that.
static void joinBounds(kernel::GemmOp gemm, scf::ForOp loop, SmallVectorImpl<double> &bounds) {
  SmallVector<double> own;
  for (auto entry : measurementOf(gemm).getAsRange<kernel::InputAttr>())
    own.push_back(entry.getBound().convertToDouble());
  bool isPerLayer = own.size() == bounds.size() && gemm->getParentOfType<scf::ForOp>() == loop;
  double greatest = *llvm::max_element(own);
  for (auto [layer, bound] : llvm::enumerate(bounds))
    bound = std::max(bound, isPerLayer ? own[layer] : greatest);
}

/// What bounds `rows`, which all of `gemms` read, in this turn of the loop around them; null if it
/// was not measured of all.
static Value boundOf(OpBuilder &b, Value rows, ArrayRef<kernel::GemmOp> gemms) {
  auto loop = rows.getParentRegion()->getParentOfType<scf::ForOp>();
  SmallVector<double> bounds(layersOf(loop), 0);
  if (!llvm::all_of(gemms, measurementOf))
    return {};
  for (kernel::GemmOp gemm : gemms)
    joinBounds(gemm, loop, bounds);
  Location loc = rows.getLoc();
  auto constant = [&](double bound) -> Value {
    return arith::ConstantOp::create(b, loc, b.getF32FloatAttr(bound));
  };
  Value bound = constant(bounds[0]);
  if (llvm::all_equal(bounds))
    return bound;
  // A choice among constants, once for each layer, needs no memory that somebody has to fill.
  for (size_t layer = 1; layer < bounds.size(); ++layer) {
    Value number = arith::ConstantIndexOp::create(b, loc, layer);
    Value here =
        arith::CmpIOp::create(b, loc, arith::CmpIPredicate::eq, loop.getInductionVar(), number);
    bound = arith::SelectOp::create(b, loc, here, constant(bounds[layer]), bound);
  }
  return bound;
}

//===----------------------------------------------------------------------===//
// Rows
//===----------------------------------------------------------------------===//

/// What no number of `rows` is below, where an activation made them; else null.
static FloatAttr lowestOf(OpBuilder &b, Value rows) {
  std::optional<kernel::Activation> kind;
  if (auto gemm = rows.getDefiningOp<kernel::GemmOp>(); gemm && !gemm.getResidual())
    kind = gemm.getActivation();
  if (auto activate = rows.getDefiningOp<kernel::ActivateOp>(); activate && !activate.getGated())
    kind = activate.getKind();
  std::optional<float> lowest = kind ? kernel::lowestResult(*kind) : std::nullopt;
  return lowest ? b.getF32FloatAttr(*lowest) : FloatAttr();
}

void vitc::quantizeRows(Value rows, const ReadTypes &types) {
  SmallVector<kernel::GemmOp> gemms;
  for (OpOperand &use : rows.getUses())
    if (Type type = types.lookup(use); type && type.isInteger(8))
      gemms.push_back(cast<kernel::GemmOp>(use.getOwner()));
  OpBuilder b(rows.getContext());
  b.setInsertionPointAfterValue(rows);
  Value space = createRowsLike(b, rows, b.getI8Type()), scales = createScales(b, rows);
  auto op =
      kernel::QuantizeOp::create(b, rows.getLoc(), TypeRange{space.getType(), scales.getType()},
                                 rows, boundOf(b, rows, gemms), space, scales, lowestOf(b, rows));
  for (kernel::GemmOp gemm : gemms)
    gemm.getLhsMutable().set(op->getResult(0));
}

//===----------------------------------------------------------------------===//
// Products
//===----------------------------------------------------------------------===//

/// The bias plus `lowest` times the sums of the weights' columns, which `pack` has as a correction.
static Value raiseBias(kernel::GemmOp gemm, kernel::PackOp pack, const APFloat &lowest) {
  OpBuilder b(gemm);
  Location loc = gemm.getLoc();
  SmallVector<Value> inputs{pack->getResult(1), pack->getResult(2)};
  if (gemm.getBias())
    inputs.push_back(gemm.getBias());
  auto type = cast<RankedTensorType>(inputs.front().getType());
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

void vitc::multiplyQuantized(kernel::GemmOp gemm, kernel::PackOp pack) {
  Operation *rows = gemm.getLhs().getDefiningOp(); // a norm or kernel.quantize
  gemm.getLhsScalesMutable().assign(rows->getResult(1));
  gemm.getPanelScalesMutable().assign(pack->getResult(1));
  auto quantize = dyn_cast<kernel::QuantizeOp>(rows);
  if (quantize && quantize.getLowest())
    gemm.getBiasMutable().assign(raiseBias(gemm, pack, *quantize.getLowest()));
  else
    gemm.getCorrectionMutable().assign(pack->getResult(2));
}
