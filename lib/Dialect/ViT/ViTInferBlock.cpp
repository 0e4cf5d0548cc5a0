//===- ViTInferBlock.cpp - result types of the layers of a block ----------===//

#include "ViTInfer.h"

using namespace mlir;
using namespace vitc::vit;

LogicalResult LayerNormOp::inferReturnTypes(MLIRContext *, MaybeLoc location, Adaptor adaptor,
                                            Types &types) {
  if (failed(sameElementTypes<LayerNormOp>(location, adaptor.getOperands()))) // layer_norm_c1
    return failure();
  int64_t features = shapeOf(adaptor.getInput()).back();
  Value gamma = adaptor.getGamma(), beta = adaptor.getBeta();
  if (!gamma != !beta) // layer_norm_c4
    return reject<LayerNormOp>(location, "expected gamma and beta together, found only ",
                               gamma ? "gamma" : "beta");
  if (gamma && // layer_norm_c2
      (failed(sameSize<LayerNormOp>(location, "the elements of gamma", shapeOf(gamma)[0],
                                    "the features of input", features)) ||
       failed(sameSize<LayerNormOp>(location, "the elements of beta", shapeOf(beta)[0],
                                    "the features of input", features))))
    return failure();
  if (failed(finitePositive<LayerNormOp>(location, "eps", adaptor.getEps()))) // layer_norm_c3
    return failure();
  types.push_back(adaptor.getInput().getType());
  return success();
}

LogicalResult LinearOp::inferReturnTypes(MLIRContext *, MaybeLoc location, Adaptor adaptor,
                                         Types &types) {
  ArrayRef<int64_t> input = shapeOf(adaptor.getInput());
  ArrayRef<int64_t> weight = shapeOf(adaptor.getWeight());
  if (failed(sameElementTypes<LinearOp>(location, adaptor.getOperands())) || // linear_c1
      failed(sameSize<LinearOp>(location, "the columns of weight", weight[1],
                                "the features of input", input.back())) || // linear_c2
      failed(fitsRows<LinearOp>(location, "bias", adaptor.getBias(),
                                adaptor.getWeight()))) // linear_c3
    return failure();
  SmallVector<std::optional<int64_t>> shape(input.begin(), input.end());
  shape.back() = weight[0];
  return infer<LinearOp>(location, types, adaptor.getInput(), shape);
}

LogicalResult ActivationOp::inferReturnTypes(MLIRContext *, MaybeLoc, Adaptor adaptor,
                                             Types &types) {
  types.push_back(adaptor.getInput().getType());
  return success();
}

LogicalResult GateOp::inferReturnTypes(MLIRContext *, MaybeLoc location, Adaptor adaptor,
                                       Types &types) {
  ArrayRef<int64_t> input = shapeOf(adaptor.getInput());
  if (input.back() % 2 != 0) // gate_c1
    return reject<GateOp>(location, "expected an even number of features, found ", input.back());
  SmallVector<std::optional<int64_t>> shape(input.begin(), input.end());
  shape.back() = input.back() / 2;
  return infer<GateOp>(location, types, adaptor.getInput(), shape);
}

LogicalResult FFNOp::inferReturnTypes(MLIRContext *, MaybeLoc location, Adaptor adaptor,
                                      Types &types) {
  ArrayRef<int64_t> input = shapeOf(adaptor.getInput());
  ArrayRef<int64_t> w1 = shapeOf(adaptor.getW1()), w2 = shapeOf(adaptor.getW2());
  if (failed(sameElementTypes<FFNOp>(location, adaptor.getOperands())) || // ffn_c1
      failed(sameSize<FFNOp>(location, "the columns of w1", w1[1], "the features of input",
                             input[2]))) // ffn_c2
    return failure();
  if (adaptor.getGated() && w1[0] % 2 != 0) // ffn_c2
    return reject<FFNOp>(location,
                         "expected an even number of rows in w1 of a gated network, found ", w1[0]);
  int64_t hidden = adaptor.getGated() ? w1[0] / 2 : w1[0];
  if (failed(sameSize<FFNOp>(location, "the columns of w2", w2[1], "the hidden features",
                             hidden)) || // ffn_c2
      failed(fitsRows<FFNOp>(location, "b1", adaptor.getB1(), adaptor.getW1())) ||
      failed(fitsRows<FFNOp>(location, "b2", adaptor.getB2(), adaptor.getW2()))) // ffn_c3
    return failure();
  return infer<FFNOp>(location, types, adaptor.getInput(), {input[0], input[1], w2[0]});
}

LogicalResult ResidualOp::inferReturnTypes(MLIRContext *, MaybeLoc location, Adaptor adaptor,
                                           Types &types) {
  RankedTensorType skip = typeOf(adaptor.getSkip()), branch = typeOf(adaptor.getBranch());
  if (skip != branch) // residual_c1
    return reject<ResidualOp>(location, "expected branch to have the type of skip, ", skip,
                              ", found ", branch);
  if (Value scale = adaptor.getScale()) { // residual_c2
    if (failed(sameElementTypes<ResidualOp>(location, {adaptor.getSkip(), scale})) ||
        failed(sameSize<ResidualOp>(location, "the elements of scale", shapeOf(scale)[0],
                                    "the features of skip", skip.getDimSize(2))))
      return failure();
  }
  types.push_back(skip);
  return success();
}
