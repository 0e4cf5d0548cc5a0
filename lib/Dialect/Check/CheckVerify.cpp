//===- CheckVerify.cpp - constraints of the check ops ---------------------===//

#include "vitc/Dialect/Check/Check.h"

using namespace mlir;
using namespace vitc::check;

/// A tolerance that means something: finite, not negative.
static bool isTolerance(const APFloat &value) {
  return value.isFinite() && (value.isZero() || !value.isNegative());
}

LogicalResult ExpectCloseOp::verify() {
  // expect_close_c2
  if (!isTolerance(getRelative()))
    return emitOpError("found relative = ")
           << getRelative().convertToDouble() << ", expected a finite number that is not negative";
  if (!isTolerance(getAbsolute()))
    return emitOpError("found absolute = ")
           << getAbsolute().convertToDouble() << ", expected a finite number that is not negative";
  return success();
}
