//===- ViTInferEmbedding.cpp - result types of the embedding ops ----------===//

#include "ViTInfer.h"

using namespace mlir;
using namespace vitc::vit;

LogicalResult PatchEmbedOp::inferReturnTypes(MLIRContext *, MaybeLoc location, Adaptor adaptor,
                                             Types &types) {
  ArrayRef<int64_t> pixels = shapeOf(adaptor.getPixels());
  ArrayRef<int64_t> filter = shapeOf(adaptor.getFilter());
  ArrayRef<int64_t> strides = adaptor.getStrides();
  if (failed(sameElementTypes<PatchEmbedOp>(location, adaptor.getOperands())) || // patch_embed_c1
      failed(sameSize<PatchEmbedOp>(location, "the channels of filter", filter[1],
                                    "those of pixels", pixels[1])) ||  // patch_embed_c2
      failed(twoPositive<PatchEmbedOp>(location, "strides", strides))) // patch_embed_c4
    return failure();
  if (Value bias = adaptor.getBias()) // patch_embed_c3
    if (failed(sameSize<PatchEmbedOp>(location, "the elements of bias", shapeOf(bias)[0],
                                      "the features of filter", filter[0])))
      return failure();
  if (filter[2] > pixels[2] || filter[3] > pixels[3]) // patch_embed_c5
    return reject<PatchEmbedOp>(location, "expected a patch of at most ", pixels[2], " x ",
                                pixels[3], " pixels, found ", filter[2], " x ", filter[3]);
  int64_t rows = (pixels[2] - filter[2]) / strides[0] + 1;
  int64_t columns = (pixels[3] - filter[3]) / strides[1] + 1;
  return infer<PatchEmbedOp>(location, types, adaptor.getPixels(),
                             {pixels[0], llvm::checkedMul(rows, columns), filter[0]});
}

LogicalResult PrependTokenOp::inferReturnTypes(MLIRContext *, MaybeLoc location, Adaptor adaptor,
                                               Types &types) {
  ArrayRef<int64_t> learned = shapeOf(adaptor.getLearned());
  ArrayRef<int64_t> tokens = shapeOf(adaptor.getTokens());
  if (failed(sameElementTypes<PrependTokenOp>(location, adaptor.getOperands()))) // prepend_token_c1
    return failure();
  if (learned[0] != 1) // prepend_token_c2
    return reject<PrependTokenOp>(location, "expected learned to have batch 1, found ", learned[0]);
  if (failed(sameSize<PrependTokenOp>(location, "the features of learned", learned[2],
                                      "those of tokens", tokens[2]))) // prepend_token_c3
    return failure();
  auto at = static_cast<int64_t>(adaptor.getAt());
  if (at < 0 || at > tokens[1]) // prepend_token_c4
    return reject<PrependTokenOp>(location, "expected at between 0 and ", tokens[1], ", found ",
                                  at);
  return infer<PrependTokenOp>(location, types, adaptor.getTokens(),
                               {tokens[0], llvm::checkedAdd(learned[1], tokens[1]), tokens[2]});
}

LogicalResult AddPositionOp::inferReturnTypes(MLIRContext *, MaybeLoc location, Adaptor adaptor,
                                              Types &types) {
  ArrayRef<int64_t> tokens = shapeOf(adaptor.getTokens());
  ArrayRef<int64_t> positions = shapeOf(adaptor.getPositions());
  if (failed(sameElementTypes<AddPositionOp>(location, adaptor.getOperands()))) // add_position_c1
    return failure();
  if (positions[0] != 1) // add_position_c2
    return reject<AddPositionOp>(location, "expected positions to have batch 1, found ",
                                 positions[0]);
  if (failed(sameSize<AddPositionOp>(location, "the number of positions", positions[1],
                                     "the number of tokens", tokens[1])) ||
      failed(sameSize<AddPositionOp>(location, "the features of positions", positions[2],
                                     "those of tokens", tokens[2]))) // add_position_c3
    return failure();
  types.push_back(adaptor.getTokens().getType());
  return success();
}

/// `prefix` + grid[0] · grid[1], absent on overflow.
static std::optional<int64_t> countPositions(int64_t prefix, ArrayRef<int64_t> grid) {
  return llvm::checkedMulAdd(grid[0], grid[1], prefix);
}

LogicalResult InterpolatePositionOp::inferReturnTypes(MLIRContext *, MaybeLoc location,
                                                      Adaptor adaptor, Types &types) {
  using OpTy = InterpolatePositionOp;
  ArrayRef<int64_t> positions = shapeOf(adaptor.getPositions());
  auto prefix = static_cast<int64_t>(adaptor.getPrefix());
  ArrayRef<int64_t> source = adaptor.getSource(), target = adaptor.getTarget();
  if (positions[0] != 1) // interpolate_position_c1
    return reject<OpTy>(location, "expected positions to have batch 1, found ", positions[0]);
  if (prefix < 0) // interpolate_position_c2
    return reject<OpTy>(location, "expected prefix not to be negative, found ", prefix);
  if (failed(twoPositive<OpTy>(location, "source", source)) ||
      failed(twoPositive<OpTy>(location, "target", target)))
    return failure();
  if (countPositions(prefix, source) != positions[1]) // interpolate_position_c3
    return reject<OpTy>(location, "expected ", prefix, " + ", source[0], " x ", source[1],
                        " positions, found ", positions[1]);
  return infer<OpTy>(location, types, adaptor.getPositions(),
                     {1, countPositions(prefix, target), positions[2]});
}
