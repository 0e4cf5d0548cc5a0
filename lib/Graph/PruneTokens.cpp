//===- PruneTokens.cpp - compute only the tokens that are read ------------===//
//
// Where nothing but single tokens of the last layer is read, its residual stream, projections and
// feed-forward network need those rows alone; keys and values still need all. One walk from the end
// finds the ops whose results are read in few rows only, one from the beginning narrows them.
//
//===----------------------------------------------------------------------===//

#include "vitc/Dialect/ViT/ViT.h"
#include "vitc/Graph/Passes.h"

#include "llvm/ADT/DenseSet.h"

namespace vitc {
#define GEN_PASS_DEF_PRUNETOKENSPASS
#include "vitc/Graph/Passes.h.inc"
} // namespace vitc

using namespace mlir;
using namespace vitc;

namespace {

/// Rows [first, first + count) of all tokens.
struct Rows {
  int64_t first, count;
};

bool poolsToken(Operation *op) {
  auto pool = dyn_cast<vit::PoolOp>(op);
  return pool && pool.getKind() == vit::Pooling::Token;
}

/// True if row i of the result depends on row i of `operand` alone.
bool readsRowByRow(OpOperand &operand) {
  Operation *op = operand.getOwner();
  if (auto attention = dyn_cast<vit::AttentionOp>(op))
    return operand == attention.getInputMutable() && attention.getMemory();
  if (auto residual = dyn_cast<vit::ResidualOp>(op))
    return operand.get() != residual.getScale();
  return isa<vit::FFNOp, vit::LayerNormOp>(op) && operand.getOperandNumber() == 0;
}

bool isNarrowable(Operation *op) {
  if (auto attention = dyn_cast<vit::AttentionOp>(op))
    return !attention.getMask() && !attention.getCausal();
  return isa<vit::ResidualOp, vit::FFNOp, vit::LayerNormOp>(op);
}

RankedTensorType tokensType(Value value) { return cast<RankedTensorType>(value.getType()); }

class Pruning {
public:
  Pruning(func::FuncOp function, Rows rows) : function(function), rows(rows) {}

  /// Returns how many ops were narrowed.
  int64_t run() {
    for (Operation &op : llvm::reverse(function.getBody().front()))
      if (isNarrowable(&op) && tokensType(op.getResult(0)).getRank() == 3 && isReadInFewRows(&op))
        chosen.insert(&op);
    // A norm alone is left to vit-reorder-tokens.
    if (llvm::all_of(chosen, llvm::IsaPred<vit::LayerNormOp>))
      return 0;
    for (Operation &op : llvm::make_early_inc_range(function.getBody().front()))
      if (chosen.contains(&op))
        narrow(&op);
      else if (poolsToken(&op))
        readNarrow(cast<vit::PoolOp>(op));
    for (Operation *op : llvm::reverse(replaced))
      op->erase();
    return replaced.size();
  }

private:
  bool isReadInFewRows(Operation *op) const {
    return !op->use_empty() && llvm::all_of(op->getUses(), [&](OpOperand &use) {
      Operation *user = use.getOwner();
      if (user->getBlock() != op->getBlock())
        return false;
      return poolsToken(user) || (chosen.contains(user) && readsRowByRow(use));
    });
  }

  /// The few rows of `value`, which may be computed in full.
  Value narrowed(OpBuilder &b, Value value) {
    Value known = few.lookup(value);
    if (known)
      return known;
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointAfterValue(value);
    // Normalised once more: a linear next to its norm takes over the norm's affine.
    if (auto norm = value.getDefiningOp<vit::LayerNormOp>()) {
      IRMapping map;
      map.map(norm.getInput(), narrowed(b, norm.getInput()));
      Operation *clone = b.clone(*norm, map);
      clone->getResult(0).setType(fewRowsOf(tokensType(value)));
      known = clone->getResult(0);
    } else {
      known = slice(b, value);
    }
    few[value] = known;
    return known;
  }

  Value slice(OpBuilder &b, Value value) {
    auto type = tokensType(value);
    auto attributes = [&](ArrayRef<int64_t> values) {
      return getAsIndexOpFoldResult(b.getContext(), values);
    };
    RankedTensorType result = fewRowsOf(type);
    return tensor::ExtractSliceOp::create(b, value.getLoc(), result, value,
                                          attributes({0, rows.first, 0}),
                                          attributes(result.getShape()), attributes({1, 1, 1}));
  }

  RankedTensorType fewRowsOf(RankedTensorType type) {
    return type.clone({type.getDimSize(0), rows.count, type.getDimSize(2)});
  }

  void narrow(Operation *op) {
    OpBuilder b(op);
    Operation *clone = b.clone(*op);
    int64_t tokens = isa<vit::ResidualOp>(op) ? 2 : 1;
    for (int64_t i = 0; i < tokens; ++i)
      clone->setOperand(i, narrowed(b, op->getOperand(i)));
    if (auto attention = dyn_cast<vit::AttentionOp>(op); attention && !attention.getMemory())
      cast<vit::AttentionOp>(clone).getMemoryMutable().assign(attention.getInput());
    clone->getResult(0).setType(fewRowsOf(tokensType(op->getResult(0))));
    few[op->getResult(0)] = clone->getResult(0);
    replaced.push_back(op);
  }

  void readNarrow(vit::PoolOp pool) {
    Operation *tokens = pool.getTokens().getDefiningOp();
    if (!tokens || !chosen.contains(tokens))
      return;
    pool.getTokensMutable().assign(few[pool.getTokens()]);
    pool.setFirst(pool.getFirst() - rows.first);
  }

  func::FuncOp function;
  Rows rows;
  llvm::SmallDenseSet<Operation *> chosen;
  DenseMap<Value, Value> few;
  SmallVector<Operation *> replaced;
};

/// The rows that all poolings of single tokens read, if there are any and they are few.
std::optional<Rows> rowsRead(func::FuncOp function) {
  int64_t first = INT64_MAX, end = 0, all = INT64_MAX;
  for (auto pool : function.getOps<vit::PoolOp>()) {
    if (!poolsToken(pool))
      continue;
    int64_t token = pool.getFirst();
    first = std::min(first, token);
    end = std::max(end, token + 1);
    all = std::min(all, tokensType(pool.getTokens()).getDimSize(1));
  }
  if (first >= end || end > all || 2 * (end - first) > all)
    return std::nullopt;
  return Rows{first, end - first};
}

struct PruneTokensPass : vitc::impl::PruneTokensPassBase<PruneTokensPass> {
  void runOnOperation() override {
    if (!getOperation().getBody().hasOneBlock())
      return;
    if (std::optional<Rows> rows = rowsRead(getOperation()))
      numPruned += Pruning(getOperation(), *rows).run();
  }
};

} // namespace
