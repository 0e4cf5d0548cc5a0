//===- ViTInferAttention.cpp - result types of the attention ops ----------===//

#include "ViTInfer.h"

using namespace mlir;
using namespace vitc::vit;

/// The projections of attention fit their inputs and agree on the width of all heads.
static LogicalResult checkProjections(MaybeLoc location, AttentionOp::Adaptor adaptor) {
  using OpTy = AttentionOp;
  Value context = adaptor.getMemory() ? adaptor.getMemory() : adaptor.getInput();
  ArrayRef<int64_t> wq = shapeOf(adaptor.getWq()), wk = shapeOf(adaptor.getWk());
  ArrayRef<int64_t> wv = shapeOf(adaptor.getWv()), wo = shapeOf(adaptor.getWo());
  StringRef memory = adaptor.getMemory() ? "the features of memory" : "the features of input";
  if (failed(sameSize<OpTy>(location, "the columns of wq", wq[1], "the features of input",
                            shapeOf(adaptor.getInput())[2])) ||
      failed(sameSize<OpTy>(location, "the columns of wk", wk[1], memory, shapeOf(context)[2])) ||
      failed(sameSize<OpTy>(location, "the columns of wv", wv[1], memory, shapeOf(context)[2])) ||
      failed(sameSize<OpTy>(location, "the rows of wk", wk[0], "those of wq", wq[0])) ||
      failed(sameSize<OpTy>(location, "the rows of wv", wv[0], "those of wq", wq[0])) ||
      failed(sameSize<OpTy>(location, "the columns of wo", wo[1], "the rows of wq", wq[0])))
    return failure();
  return success();
}

LogicalResult AttentionOp::inferReturnTypes(MLIRContext *, MaybeLoc location, Adaptor adaptor,
                                            Types &types) {
  using OpTy = AttentionOp;
  ArrayRef<int64_t> input = shapeOf(adaptor.getInput());
  Value memory = adaptor.getMemory();
  int64_t keys = memory ? shapeOf(memory)[1] : input[1];
  auto heads = static_cast<int64_t>(adaptor.getHeads());
  if (failed(sameElementTypes<OpTy>(location, adaptor.getOperands())) || // attention_c1
      failed(checkProjections(location, adaptor)) ||                     // attention_c2
      failed(dividesFeatures<OpTy>(location, heads,
                                   shapeOf(adaptor.getWq())[0])) || // attention_c3
      failed(fitsRows<OpTy>(location, "bq", adaptor.getBq(), adaptor.getWq())) ||
      failed(fitsRows<OpTy>(location, "bk", adaptor.getBk(), adaptor.getWk())) ||
      failed(fitsRows<OpTy>(location, "bv", adaptor.getBv(), adaptor.getWv())) ||
      failed(fitsRows<OpTy>(location, "bo", adaptor.getBo(), adaptor.getWo()))) // attention_c4
    return failure();
  if (memory && failed(sameSize<OpTy>(location, "the batch of memory", shapeOf(memory)[0],
                                      "that of input", input[0]))) // attention_c5
    return failure();
  if (failed(fitsMask<OpTy>(location, adaptor.getMask(), input[0], heads, input[1],
                            keys))) // attention_c6
    return failure();
  if (adaptor.getCausal() && failed(sameSize<OpTy>(location, "the number of keys", keys,
                                                   "the number of queries of a causal attention",
                                                   input[1]))) // attention_c7
    return failure();
  return infer<OpTy>(location, types, adaptor.getInput(),
                     {input[0], input[1], shapeOf(adaptor.getWo())[0]});
}

LogicalResult SplitHeadsOp::inferReturnTypes(MLIRContext *, MaybeLoc location, Adaptor adaptor,
                                             Types &types) {
  ArrayRef<int64_t> input = shapeOf(adaptor.getInput());
  auto heads = static_cast<int64_t>(adaptor.getHeads());
  if (failed(dividesFeatures<SplitHeadsOp>(location, heads, input[2]))) // split_heads_c1
    return failure();
  return infer<SplitHeadsOp>(location, types, adaptor.getInput(),
                             {input[0], heads, input[1], input[2] / heads});
}

LogicalResult MergeHeadsOp::inferReturnTypes(MLIRContext *, MaybeLoc location, Adaptor adaptor,
                                             Types &types) {
  ArrayRef<int64_t> input = shapeOf(adaptor.getInput());
  return infer<MergeHeadsOp>(location, types, adaptor.getInput(),
                             {input[0], input[2], llvm::checkedMul(input[1], input[3])});
}

LogicalResult SdpaOp::inferReturnTypes(MLIRContext *, MaybeLoc location, Adaptor adaptor,
                                       Types &types) {
  ArrayRef<int64_t> query = shapeOf(adaptor.getQuery());
  ArrayRef<int64_t> key = shapeOf(adaptor.getKey()), value = shapeOf(adaptor.getValue());
  if (failed(sameElementTypes<SdpaOp>(location, adaptor.getOperands()))) // sdpa_c1
    return failure();
  for (auto [name, shape] : {std::pair("key", key), std::pair("value", value)}) // sdpa_c2
    if (shape.take_front(2) != query.take_front(2))
      return reject<SdpaOp>(location, "expected batch and heads of ", name, " to be ", query[0],
                            " and ", query[1], " as those of query, found ", shape[0], " and ",
                            shape[1]);
  if (failed(sameSize<SdpaOp>(location, "head_dim of key", key[3], "that of query",
                              query[3])) || // sdpa_c2
      failed(sameSize<SdpaOp>(location, "the tokens of value", value[2], "those of key",
                              key[2])) ||                                      // sdpa_c3
      failed(finitePositive<SdpaOp>(location, "scale", adaptor.getScale())) || // sdpa_c4
      failed(fitsMask<SdpaOp>(location, adaptor.getMask(), query[0], query[1], query[2],
                              key[2]))) // sdpa_c5
    return failure();
  if (adaptor.getCausal() && failed(sameSize<SdpaOp>(location, "the number of keys", key[2],
                                                     "the number of queries of a causal attention",
                                                     query[2]))) // sdpa_c6
    return failure();
  return infer<SdpaOp>(location, types, adaptor.getQuery(),
                       {query[0], query[1], query[2], value[3]});
}
