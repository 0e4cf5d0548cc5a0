//===- ViTInfer.h - words for inferring result types ------------*- C++ -*-===//
//
// The sources ViTInfer*.cpp follow the families of dialects/ViT/*.td. A hook checks the constraints
// its op states (each marked by its ID) and then computes the result types. MLIR calls hooks when
// an op is built and again when it is verified, after the operands' ranks and static shapes are
// known to be right.
//
//===----------------------------------------------------------------------===//

#ifndef VITC_LIB_DIALECT_VIT_VITINFER_H
#define VITC_LIB_DIALECT_VIT_VITINFER_H

#include "vitc/Dialect/ViT/ViT.h"

#include "llvm/Support/CheckedArithmetic.h"

namespace vitc::vit {

using MaybeLoc = std::optional<mlir::Location>;
using Types = llvm::SmallVectorImpl<mlir::Type>;

inline mlir::RankedTensorType typeOf(mlir::Value value) {
  return llvm::cast<mlir::RankedTensorType>(value.getType());
}
inline llvm::ArrayRef<int64_t> shapeOf(mlir::Value value) { return typeOf(value).getShape(); }

/// Fails with "'vit.op' op <message>" at `location`, in silence where there is none.
template <typename OpTy, typename... Args>
mlir::LogicalResult reject(MaybeLoc location, Args &&...message) {
  return mlir::emitOptionalError(location, "'", OpTy::getOperationName(), "' op ",
                                 std::forward<Args>(message)...);
}

/// Appends the type `shape` × (element type of `like`). Fails where a dimension overflowed: those
/// are computed with llvm::checkedAdd and checkedMul and are absent here.
template <typename OpTy>
mlir::LogicalResult infer(MaybeLoc location, Types &types, mlir::Value like,
                          llvm::ArrayRef<std::optional<int64_t>> shape) {
  llvm::SmallVector<int64_t> sizes;
  for (std::optional<int64_t> size : shape) {
    if (!size)
      return reject<OpTy>(location, "expected a result whose dimensions fit 63 bits");
    sizes.push_back(*size);
  }
  types.push_back(mlir::RankedTensorType::get(sizes, typeOf(like).getElementType()));
  return mlir::success();
}

/// Fails unless all operands have the element type of the first.
template <typename OpTy>
mlir::LogicalResult sameElementTypes(MaybeLoc location, mlir::ValueRange operands) {
  for (mlir::Value operand : operands)
    if (typeOf(operand).getElementType() != typeOf(operands[0]).getElementType())
      return reject<OpTy>(location, "expected one element type for all operands, found ",
                          typeOf(operands[0]).getElementType(), " and ",
                          typeOf(operand).getElementType());
  return mlir::success();
}

/// Fails unless `found`, the size of `what`, is `expected`, the size of `like`.
template <typename OpTy>
mlir::LogicalResult sameSize(MaybeLoc location, llvm::StringRef what, int64_t found,
                             llvm::StringRef like, int64_t expected) {
  if (found == expected)
    return mlir::success();
  return reject<OpTy>(location, "expected ", what, " to be ", expected, " as ", like, ", found ",
                      found);
}

/// Fails unless `bias`, when present, has one element for each row of `weight`.
template <typename OpTy>
mlir::LogicalResult fitsRows(MaybeLoc location, llvm::StringRef name, mlir::Value bias,
                             mlir::Value weight) {
  if (!bias)
    return mlir::success();
  return sameSize<OpTy>(location, ("the elements of " + name).str(), shapeOf(bias)[0],
                        "the rows of its weight", shapeOf(weight)[0]);
}

/// Fails unless `value`, the attribute `name`, is finite and positive.
template <typename OpTy>
mlir::LogicalResult finitePositive(MaybeLoc location, llvm::StringRef name,
                                   const llvm::APFloat &value) {
  if (value.isFinite() && !value.isNegative() && !value.isZero())
    return mlir::success();
  return reject<OpTy>(location, "expected ", name, " to be finite and positive, found ",
                      value.convertToDouble());
}

/// Fails unless `values`, the attribute `name`, has two positive entries.
template <typename OpTy>
mlir::LogicalResult twoPositive(MaybeLoc location, llvm::StringRef name,
                                llvm::ArrayRef<int64_t> values) {
  if (values.size() == 2 && values[0] > 0 && values[1] > 0)
    return mlir::success();
  return reject<OpTy>(location, "expected ", name, " to have two positive entries, found [", values,
                      "]");
}

/// Fails unless `heads` is positive and divides `features`.
template <typename OpTy>
mlir::LogicalResult dividesFeatures(MaybeLoc location, int64_t heads, int64_t features) {
  if (heads > 0 && features % heads == 0)
    return mlir::success();
  return reject<OpTy>(location, "expected heads to be positive and to divide the ", features,
                      " features, found ", heads);
}

/// Fails unless `mask`, when present, is [1 or batch, 1 or heads, queries, keys].
template <typename OpTy>
mlir::LogicalResult fitsMask(MaybeLoc location, mlir::Value mask, int64_t batch, int64_t heads,
                             int64_t queries, int64_t keys) {
  if (!mask)
    return mlir::success();
  llvm::ArrayRef<int64_t> found = shapeOf(mask);
  if ((found[0] == 1 || found[0] == batch) && (found[1] == 1 || found[1] == heads) &&
      found[2] == queries && found[3] == keys)
    return mlir::success();
  return reject<OpTy>(location, "expected mask to be [1 or ", batch, ", 1 or ", heads, ", ",
                      queries, ", ", keys, "], found [", found, "]");
}

} // namespace vitc::vit

#endif // VITC_LIB_DIALECT_VIT_VITINFER_H
