//===- ViTInferHead.cpp - result types of the ops behind the blocks -------===//

#include "ViTInfer.h"

#include "mlir/IR/Builders.h"

using namespace mlir;
using namespace vitc::vit;

LogicalResult PoolOp::inferReturnTypes(MLIRContext *, MaybeLoc location, Adaptor adaptor,
                                       Types &types) {
  ArrayRef<int64_t> tokens = shapeOf(adaptor.getTokens());
  auto first = static_cast<int64_t>(adaptor.getFirst());
  if (first < 0 || first >= tokens[1]) // pool_c1
    return reject<PoolOp>(location, "expected first to number one of the ", tokens[1],
                          " tokens, found ", first);
  std::optional<int64_t> features = tokens[2];
  if (adaptor.getKind() == Pooling::TokenMean)
    features = llvm::checkedMul(tokens[2], int64_t(2));
  return infer<PoolOp>(location, types, adaptor.getTokens(), {tokens[0], features});
}

LogicalResult ClassifierOp::inferReturnTypes(MLIRContext *, MaybeLoc location, Adaptor adaptor,
                                             Types &types) {
  using OpTy = ClassifierOp;
  Value distilled = adaptor.getDistilled(), distilledWeight = adaptor.getDistilledWeight();
  ArrayRef<int64_t> features = shapeOf(adaptor.getFeatures()),
                    weight = shapeOf(adaptor.getWeight());
  if (failed(sameElementTypes<OpTy>(location, adaptor.getOperands()))) // classifier_c1
    return failure();
  if (!distilled != !distilledWeight || (adaptor.getDistilledBias() && !distilled)) // classifier_c4
    return reject<OpTy>(location, "expected distilled and its weight together, found only ",
                        distilled         ? "distilled"
                        : distilledWeight ? "the weight"
                                          : "the bias");
  if (failed(sameSize<OpTy>(location, "the columns of weight", weight[1], "the features",
                            features[1]))) // classifier_c2
    return failure();
  if (distilled) { // classifier_c2
    ArrayRef<int64_t> other = shapeOf(distilledWeight);
    if (failed(sameSize<OpTy>(location, "the batch of distilled", shapeOf(distilled)[0],
                              "that of features", features[0])) ||
        failed(sameSize<OpTy>(location, "the columns of the distilled weight", other[1],
                              "the features of distilled", shapeOf(distilled)[1])) ||
        failed(sameSize<OpTy>(location, "the labels of the distilled weight", other[0],
                              "those of weight", weight[0])))
      return failure();
  }
  if (failed(fitsRows<OpTy>(location, "bias", adaptor.getBias(), adaptor.getWeight())) ||
      failed(fitsRows<OpTy>(location, "the distilled bias", adaptor.getDistilledBias(),
                            distilledWeight))) // classifier_c3
    return failure();
  return infer<OpTy>(location, types, adaptor.getFeatures(), {features[0], weight[0]});
}

LogicalResult StackOp::inferReturnTypes(MLIRContext *, MaybeLoc location, Adaptor adaptor,
                                        Types &types) {
  if (adaptor.getInputs().empty()) // stack_c1
    return reject<StackOp>(location, "expected at least one input, found none");
  RankedTensorType first = typeOf(adaptor.getInputs()[0]);
  for (Value input : adaptor.getInputs()) // stack_c1
    if (input.getType() != first)
      return reject<StackOp>(location, "expected inputs of one type, found ", first, " and ",
                             input.getType());
  if (first.getRank() == 0) // stack_c2
    return reject<StackOp>(location, "expected inputs of rank 1 or more, found ", first);
  SmallVector<std::optional<int64_t>> shape(first.getShape().begin(), first.getShape().end());
  shape.insert(shape.begin() + 1, adaptor.getInputs().size());
  return infer<StackOp>(location, types, adaptor.getInputs()[0], shape);
}

LogicalResult SoftmaxOp::inferReturnTypes(MLIRContext *, MaybeLoc location, Adaptor adaptor,
                                          Types &types) {
  ArrayRef<int64_t> input = shapeOf(adaptor.getInput());
  if (input.empty() || input.back() == 0) // softmax_c1
    return reject<SoftmaxOp>(location,
                             "expected rank 1 or more and a last dimension that is not 0, found ",
                             adaptor.getInput().getType());
  types.push_back(adaptor.getInput().getType());
  return success();
}

LogicalResult TopKOp::inferReturnTypes(MLIRContext *context, MaybeLoc location, Adaptor adaptor,
                                       Types &types) {
  ArrayRef<int64_t> input = shapeOf(adaptor.getInput());
  auto k = static_cast<int64_t>(adaptor.getK());
  if (k < 1 || k > input[1]) // top_k_c1
    return reject<TopKOp>(location, "expected k between 1 and ", input[1], ", found ", k);
  types.push_back(typeOf(adaptor.getInput()).clone({input[0], k}));
  types.push_back(RankedTensorType::get({input[0], k}, Builder(context).getI64Type()));
  return success();
}
