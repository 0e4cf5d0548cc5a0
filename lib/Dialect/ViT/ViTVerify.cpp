//===- ViTVerify.cpp - what attributes and symbols must satisfy -----------===//
//
// Ops whose result types follow from their operands are verified where those are inferred, in
// ViTInfer*.cpp.
//
//===----------------------------------------------------------------------===//

#include "ViTInfer.h"

using namespace mlir;
using namespace vitc::vit;

LogicalResult WeightOp::verify() {
  auto type = cast<RankedTensorType>(getType());
  Type element = type.getElementType();
  if (!type.hasStaticShape() ||
      !(element.isF64() || element.isF32() || element.isBF16() || element.isF16())) // weight_c1
    return emitOpError("expected a static shape of f64, f32, bf16 or f16, found ") << type;
  if (std::optional<uint64_t> offset = getOffset()) // weight_c2
    if (static_cast<int64_t>(*offset) < 0)
      return emitOpError("expected offset not to be negative, found ")
             << static_cast<int64_t>(*offset);
  return success();
}

/// The weight that `name` refers to, after reporting its absence at `op`.
static WeightOp findWeight(Operation *op, FlatSymbolRefAttr name, SymbolTableCollection &symbols) {
  auto weight = symbols.lookupNearestSymbolFrom<WeightOp>(op, name);
  if (!weight)
    op->emitOpError("expected ") << name << " to name a vit.weight of the module, found "
                                 << (symbols.lookupNearestSymbolFrom(op, name) ? "another op"
                                                                               : "no such symbol");
  return weight;
}

/// Fails unless values of `weight` can be seen as `result`.
static LogicalResult fitsWeight(Operation *op, RankedTensorType result, WeightOp weight) {
  auto stored = cast<RankedTensorType>(weight.getType());
  auto refuse = [&](StringRef expected) {
    InFlightDiagnostic error = op->emitOpError("expected ") << expected << ", found " << result;
    error.attachNote(weight.getLoc()) << "the weight has type " << stored;
    return error;
  };
  if (result.getShape() != stored.getShape()) // parameter_c2, layer_parameter_c2
    return refuse("a result of the shape of its weight");
  Type to = result.getElementType(), from = stored.getElementType();
  if (to != from && // parameter_c3, layer_parameter_c3
      to.getIntOrFloatBitWidth() <= from.getIntOrFloatBitWidth())
    return refuse("a result whose element type is that of its weight or wider");
  return success();
}

LogicalResult ParameterOp::verifySymbolUses(SymbolTableCollection &symbols) {
  WeightOp weight = findWeight(*this, getWeightAttr(), symbols); // parameter_c1
  if (!weight)
    return failure();
  return fitsWeight(*this, typeOf(getResult()), weight);
}

LogicalResult LayerParameterOp::verifySymbolUses(SymbolTableCollection &symbols) {
  if (getWeights().empty()) // layer_parameter_c4
    return emitOpError("expected at least one weight, found none");
  for (auto name : getWeights().getAsRange<FlatSymbolRefAttr>()) {
    WeightOp weight = findWeight(*this, name, symbols); // layer_parameter_c1
    if (!weight || failed(fitsWeight(*this, typeOf(getResult()), weight)))
      return failure();
  }
  return success();
}

LogicalResult SinusoidPositionOp::verify() {
  using OpTy = SinusoidPositionOp;
  ArrayRef<int64_t> shape = shapeOf(getResult()), grid = getGrid();
  if (failed(twoPositive<OpTy>(getLoc(), "grid", grid))) // sinusoid_position_c2
    return failure();
  bool oneDimensional = getKind() == Sinusoid::Transformer;
  if (oneDimensional && grid[0] != 1) // sinusoid_position_c2
    return emitOpError("expected a grid of one row for transformer, found ") << grid[0];
  if (shape[0] != 1 || llvm::checkedMul(grid[0], grid[1]) != shape[1]) // sinusoid_position_c1
    return emitOpError("expected a result of batch 1 with ")
           << grid[0] << " x " << grid[1] << " tokens, found " << getType();
  int64_t divisor = oneDimensional ? 2 : 4;
  if (shape[2] % divisor != 0) // sinusoid_position_c3
    return emitOpError("expected a number of features divisible by ")
           << divisor << " for " << stringifySinusoid(getKind()) << ", found " << shape[2];
  return finitePositive<OpTy>(getLoc(), "temperature", getTemperature()); // sinusoid_position_c4
}
