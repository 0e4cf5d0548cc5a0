//===- Transpose.cpp - 16 × 16 numbers turned over in registers -----------===//

#include "Transpose.h"

#include "mlir/Dialect/UB/IR/UBOps.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/PatternMatch.h"

using namespace mlir;
using namespace vitc;
using namespace vitc::cpu;

/// The same choice in each quarter of four lanes; entries 0–3 are lanes of a, 4–7 lanes of b.
static Value shuffleQuarters(Emitter &e, Value a, Value b, ArrayRef<int64_t> choice) {
  SmallVector<int64_t> mask;
  for (int64_t lane = 0; lane < kLanes; ++lane) {
    int64_t entry = choice[lane % 4];
    mask.push_back(entry % 4 + lane / 4 * 4 + (entry >= 4 ? kLanes : 0));
  }
  return vector::ShuffleOp::create(e, a, b, mask);
}

/// Transposes the 4 × 4 blocks of four rows, each quarter by itself.
static void transposeQuarters(Emitter &e, MutableArrayRef<Value> rows) {
  Value low01 = shuffleQuarters(e, rows[0], rows[1], {0, 4, 1, 5});
  Value high01 = shuffleQuarters(e, rows[0], rows[1], {2, 6, 3, 7});
  Value low23 = shuffleQuarters(e, rows[2], rows[3], {0, 4, 1, 5});
  Value high23 = shuffleQuarters(e, rows[2], rows[3], {2, 6, 3, 7});
  rows[0] = shuffleQuarters(e, low01, low23, {0, 1, 4, 5});
  rows[1] = shuffleQuarters(e, low01, low23, {2, 3, 6, 7});
  rows[2] = shuffleQuarters(e, high01, high23, {0, 1, 4, 5});
  rows[3] = shuffleQuarters(e, high01, high23, {2, 3, 6, 7});
}

/// Exchanges the off-diagonal blocks of `distance` lanes between rows i and i + distance.
static void exchangeBlocks(Emitter &e, MutableArrayRef<Value> rows, int64_t distance) {
  SmallVector<int64_t> low, high;
  for (int64_t lane = 0; lane < kLanes; ++lane) {
    bool second = lane & distance;
    low.push_back(second ? lane - distance + kLanes : lane);
    high.push_back(second ? lane + kLanes : lane + distance);
  }
  for (int64_t i = 0; i < kLanes; ++i) {
    if (i & distance)
      continue;
    Value a = rows[i], b = rows[i + distance];
    rows[i] = vector::ShuffleOp::create(e, a, b, low);
    rows[i + distance] = vector::ShuffleOp::create(e, a, b, high);
  }
}

/// 64 shuffles, each one instruction on AVX-512, and none that AVX2 has no instruction for on half
/// a vector.
static void transposeRows(Emitter &e, MutableArrayRef<Value> rows) {
  for (int64_t i = 0; i < kLanes; i += 4)
    transposeQuarters(e, rows.slice(i, 4));
  exchangeBlocks(e, rows, 4);
  exchangeBlocks(e, rows, 8);
}

namespace {
/// The rows of a block to its columns; what builds and takes apart blocks folds with it.
struct ShuffleTranspose : OpRewritePattern<vector::TransposeOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(vector::TransposeOp op, PatternRewriter &rewriter) const override {
    Emitter e(op.getLoc(), rewriter);
    if (op.getVector().getType() != e.blockType() ||
        op.getPermutation() != ArrayRef<int64_t>({1, 0}))
      return failure();
    SmallVector<Value> rows;
    for (int64_t i = 0; i < kLanes; ++i)
      rows.push_back(vector::ExtractOp::create(e, op.getVector(), i));
    transposeRows(e, rows);
    Value block = ub::PoisonOp::create(e, e.blockType());
    for (auto [i, row] : llvm::enumerate(rows))
      block = vector::InsertOp::create(e, row, block, static_cast<int64_t>(i));
    rewriter.replaceOp(op, block);
    return success();
  }
};
} // namespace

void vitc::cpu::populateTransposePatterns(RewritePatternSet &patterns) {
  patterns.add<ShuffleTranspose>(patterns.getContext());
}

void vitc::cpu::emitTransposeStrip(Emitter &e, int64_t depth, int64_t pairing, int64_t numRows,
                                   function_ref<Value(Value j, Value k, int64_t count)> load,
                                   function_ref<void(Value k, Value vector)> store) {
  auto emitBlock = [&](Value k, int64_t count) {
    Value zeros = arith::ConstantOp::create(e, e.getZeroAttr(e.blockType()));
    SmallVector<Value> rows =
        e.repeat(numRows, zeros, [&](Value j, ValueRange before) -> SmallVector<Value> {
          return {e.insert(load(j, k, count), before[0], {j})};
        });
    Value columns = vector::TransposeOp::create(e, rows[0], ArrayRef<int64_t>{1, 0});
    Value first = e.div(k, pairing);
    e.repeat(llvm::divideCeil(count, pairing),
             [&](Value i) { store(e.add(first, i), e.extract(columns, {i})); });
  };
  int64_t block = kLanes * pairing, whole = depth / block * block;
  if (whole)
    e.forLoop(e.index(0), e.index(whole), block, [&](Value k) { emitBlock(k, block); });
  if (depth > whole)
    emitBlock(e.index(whole), depth - whole);
}
