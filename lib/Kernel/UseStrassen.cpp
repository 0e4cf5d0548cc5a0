//===- UseStrassen.cpp - products with seven factors instead of eight -----===//

#include "vitc/Dialect/Kernel/Rows.h"
#include "vitc/Kernel/Passes.h"

namespace vitc {
#define GEN_PASS_DEF_USESTRASSENPASS
#include "vitc/Kernel/Passes.h.inc"
} // namespace vitc

using namespace mlir;
using namespace vitc;

namespace {

/// Below these, measured with weights that come from memory, what is saved does not pay for the
/// sums on the left and the larger weights. Counted for one image: were it for a batch, an image's
/// bits would depend on the batch.
constexpr int64_t kLeastRows = 80;
constexpr int64_t kLeastDepth = 192;
constexpr int64_t kLeastColumns = 192;

RankedTensorType tensorType(Value value) { return cast<RankedTensorType>(value.getType()); }

/// The widest panel that fills half the columns without padding, which Strassen's panels have not;
/// 0 if there is none.
int64_t widthOf(int64_t columns) {
  for (int64_t width : {48, 32, 16})
    if (columns % (2 * width) == 0)
      return width;
  return 0;
}

/// Why a product stays classical; empty if it need not.
std::string reasonAgainst(kernel::GemmOp gemm) {
  ArrayRef<int64_t> rows = tensorType(gemm.getLhs()).getShape();
  int64_t columns = tensorType(gemm.getInit()).getDimSize(2);
  auto found = [](const Twine &what, int64_t number, const Twine &expected) {
    return ("found " + what + " " + Twine(number) + ", expected " + expected).str();
  };
  if (!tensorType(gemm.getLhs()).getElementType().isF32() ||
      !tensorType(gemm.getInit()).getElementType().isF32())
    return "found other numbers than f32";
  if (!gemm.getPanels().getDefiningOp<kernel::PackOp>())
    return "its right side is no packed weight";
  if (gemm.getRowPerImage())
    return found("rows of an image", 1, "at least " + Twine(kLeastRows));
  if (rows[1] < kLeastRows)
    return found("rows of an image", rows[1], "at least " + Twine(kLeastRows));
  if (rows[2] < kLeastDepth || rows[2] % 2 != 0)
    return found("depth", rows[2], "an even number of at least " + Twine(kLeastDepth));
  if (columns < kLeastColumns || widthOf(columns) == 0)
    return found("columns", columns, "a multiple of 32 of at least " + Twine(kLeastColumns));
  return "";
}

/// What balances the channels of a product with what `pack` packs.
Value balanceChannels(OpBuilder &b, kernel::PackOp pack) {
  int64_t depth = tensorType(pack.getMatrix()).getDimSize(1);
  Value space = tensor::EmptyOp::create(b, pack.getLoc(), {depth}, b.getF32Type());
  return kernel::StrassenChannelsOp::create(b, pack.getLoc(), space.getType(), pack.getMatrix(),
                                            space)
      .getResult();
}

/// The seven factors of what `pack` packs.
Value packFactors(OpBuilder &b, kernel::PackOp pack, Value channels) {
  ArrayRef<int64_t> matrix = tensorType(pack.getMatrix()).getShape();
  int64_t width = widthOf(matrix[0]);
  SmallVector<int64_t> shape{matrix[0] / 2 / width, 7, matrix[1] / 2 + 1, width};
  Value space = tensor::EmptyOp::create(b, pack.getLoc(), shape, b.getF32Type());
  return kernel::StrassenPackOp::create(b, pack.getLoc(), space.getType(), pack.getMatrix(),
                                        channels, space)
      .getResult();
}

/// The sums of `rows`, at a stride that spreads over all cache sets.
Value sumRows(OpBuilder &b, Location loc, Value rows, Value channels) {
  ArrayRef<int64_t> shape = tensorType(rows).getShape();
  SmallVector<int64_t> sizes{shape[0], 4, (shape[1] + 1) / 2, shape[2] / 2 + 1};
  Value space = kernel::createRows(b, loc, sizes, b.getF32Type());
  return kernel::StrassenSumsOp::create(b, loc, space.getType(), rows, channels, space).getResult();
}

struct UseStrassenPass : vitc::impl::UseStrassenPassBase<UseStrassenPass> {
  void runOnOperation() override {
    SmallVector<kernel::GemmOp> gemms;
    getOperation().walk([&](kernel::GemmOp gemm) {
      if (isa<TensorType>(gemm.getLhs().getType()))
        gemms.push_back(gemm);
    });
    for (kernel::GemmOp gemm : gemms) {
      std::string reason = reasonAgainst(gemm);
      if (reason.empty()) {
        replace(gemm);
        continue;
      }
      gemm.emitRemark("this product stays classical: ") << reason;
      ++numClassical;
    }
  }

private:
  void replace(kernel::GemmOp gemm) {
    auto pack = gemm.getPanels().getDefiningOp<kernel::PackOp>();
    OpBuilder b(pack);
    Value channels = balanceChannels(b, pack), factors = packFactors(b, pack, channels);
    b.setInsertionPoint(gemm);
    Value sums = sumRows(b, gemm.getLoc(), gemm.getLhs(), channels);
    auto product = kernel::StrassenGemmOp::create(
        b, gemm.getLoc(), gemm.getInit().getType(), gemm.getLhs(), sums, factors, bias(b, gemm),
        gemm.getResidual(), gemm.getInit(), gemm.getActivationAttr(), gemm.getScheduleAttr());
    gemm.replaceAllUsesWith(product.getOperation());
    gemm.erase();
    if (pack->use_empty())
      pack.erase();
    ++numUsed;
  }

  /// Of all columns and no more: the classical product pads it to whole panels.
  static Value bias(OpBuilder &b, kernel::GemmOp gemm) {
    int64_t columns = tensorType(gemm.getInit()).getDimSize(2);
    Value bias = gemm.getBias();
    if (!bias || tensorType(bias).getDimSize(0) == columns)
      return bias;
    auto sizes = b.getIndexAttr(columns), zero = b.getIndexAttr(0), one = b.getIndexAttr(1);
    return tensor::ExtractSliceOp::create(b, gemm.getLoc(), bias, ArrayRef<OpFoldResult>{zero},
                                          ArrayRef<OpFoldResult>{sizes},
                                          ArrayRef<OpFoldResult>{one});
  }
};

} // namespace
