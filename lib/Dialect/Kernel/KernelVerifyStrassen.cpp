//===- KernelVerifyStrassen.cpp - what holds of Strassen's kernels --------===//
//
// Comments name the constraint of the op's description that a check belongs to.
//
//===----------------------------------------------------------------------===//

#include "VerifyShape.h"

#include "vitc/Dialect/Kernel/Kernel.h"

using namespace mlir;
using namespace vitc::kernel;

static LogicalResult verifyEvenDepth(Operation *op, int64_t depth) {
  if (depth % 2 == 0)
    return success();
  return op->emitOpError() << "found depth " << depth << ", expected an even number";
}

/// What `panels` are for a right side of `depth` rows and `columns` columns.
static LogicalResult verifyPanels(Operation *op, Value panels, int64_t depth, int64_t columns) {
  int64_t width = dim(panels, 3);
  if (width % kLanes != 0 || columns % (2 * width) != 0)
    return op->emitOpError() << "found panels of width " << width << ", expected a multiple of "
                             << kLanes << " that divides half of " << columns;
  return verifyShape(op, panels, {columns / 2 / width, 7, depth / 2 + 1, width}, "panels");
}

static LogicalResult verifySums(Operation *op, Value sums, Value lhs) {
  int64_t pairs = (dim(lhs, 1) + 1) / 2;
  return verifyShape(op, sums, {dim(lhs, 0), 4, pairs, dim(lhs, 2) / 2 + 1}, "sums");
}

LogicalResult StrassenChannelsOp::verify() {
  int64_t depth = dim(getMatrix(), 1);
  if (failed(verifyEvenDepth(*this, depth))) // strassen_channels_c1
    return failure();
  return verifyShape(*this, getInit(), {depth}, "channels"); // strassen_channels_c1
}

LogicalResult StrassenPackOp::verify() {
  int64_t columns = dim(getMatrix(), 0), depth = dim(getMatrix(), 1);
  if (failed(verifyEvenDepth(*this, depth))) // strassen_pack_c1
    return failure();
  if (failed(verifyPanels(*this, getInit(), depth, columns))) // strassen_pack_c1, strassen_pack_c2
    return failure();
  return verifyShape(*this, getChannels(), {depth}, "channels"); // strassen_pack_c3
}

LogicalResult StrassenSumsOp::verify() {
  if (failed(verifyEvenDepth(*this, dim(getLhs(), 2)))) // strassen_sums_c1
    return failure();
  if (failed(verifySums(*this, getInit(), getLhs()))) // strassen_sums_c2
    return failure();
  return verifyShape(*this, getChannels(), {dim(getLhs(), 2)}, "channels"); // strassen_sums_c3
}

LogicalResult StrassenGemmOp::verify() {
  int64_t batch = dim(getLhs(), 0), m = dim(getLhs(), 1), k = dim(getLhs(), 2);
  int64_t n = dim(getInit(), 2);
  if (failed(verifyEvenDepth(*this, k)) ||                            // strassen_gemm_c1
      failed(verifyPanels(*this, getPanels(), k, n)) ||               // strassen_gemm_c1
      failed(verifyShape(*this, getInit(), {batch, m, n}, "init")) || // strassen_gemm_c2
      failed(verifySums(*this, getSums(), getLhs())))                 // strassen_gemm_c2
    return failure();
  if (getBias() && failed(verifyShape(*this, getBias(), {n}, "bias"))) // strassen_gemm_c3
    return failure();
  if (!getResidual()) // strassen_gemm_c4
    return success();
  bool isShared = dim(getResidual(), 0) == 1;
  return verifyShape(*this, getResidual(), {isShared ? 1 : batch, m, n}, "residual");
}
