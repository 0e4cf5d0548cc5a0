//===- PlanMemory.cpp - packed weights and temporaries at fixed offsets ---===//

#include "ArenaPlan.h"
#include "vitc/Kernel/Passes.h"

#include "mlir/Interfaces/ViewLikeInterface.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/SetVector.h"

namespace vitc {
#define GEN_PASS_DEF_PLANMEMORYPASS
#include "vitc/Kernel/Passes.h.inc"
} // namespace vitc

using namespace mlir;
using namespace vitc;

namespace {

constexpr int64_t alignment = 64; // bytes: a cache line and the widest vector

int64_t sizeInBytes(MemRefType type) {
  return type.getNumElements() * llvm::divideCeil(type.getElementTypeBitWidth(), 8);
}

/// `[offset, offset + size of type)` of `bytes`, a one-dimensional memref of i8.
Value createView(OpBuilder &b, Location loc, Value bytes, int64_t offset, MemRefType type) {
  Value shift = arith::ConstantIndexOp::create(b, loc, offset);
  return memref::ViewOp::create(b, loc, type, bytes, shift, ValueRange{});
}

/// Steps of a function: every op has one, those of a loop's body lie within the loop's.
class Timeline {
public:
  explicit Timeline(func::FuncOp function) {
    int64_t step = 0;
    function.walk<WalkOrder::PreOrder>([&](Operation *op) { first[op] = step++; });
    function.walk<WalkOrder::PostOrder>([&](Operation *op) {
      int64_t end = first[op];
      for (Region &region : op->getRegions())
        for (Operation &inner : region.getOps())
          end = std::max(end, last[&inner]);
      last[op] = end;
    });
  }

  /// From the allocation to the last op that may touch it through any alias. Memory made outside a
  /// loop and touched inside lives as long as the loop. Fails, with an error, where memory made
  /// inside a loop leaves its iteration: the next one would make it at the same place.
  FailureOr<ArenaBuffer> measure(memref::AllocOp alloc) const {
    ArenaBuffer buffer{sizeInBytes(alloc.getType()), first.lookup(alloc), first.lookup(alloc)};
    llvm::SetVector<Value> aliases;
    aliases.insert(alloc.getResult());
    for (size_t i = 0; i < aliases.size(); ++i)
      for (OpOperand &use : aliases[i].getUses()) {
        auto yield = dyn_cast<scf::YieldOp>(use.getOwner());
        if (yield && isa<scf::ForOp>(yield->getParentOp()) &&
            yield->getParentOp()->isProperAncestor(alloc))
          return alloc.emitError("found memory of one iteration handed to the next, expected the "
                                 "loop to write memory that was made before it");
        Operation *user = alloc->getBlock()->findAncestorOpInBlock(*use.getOwner());
        buffer.last = std::max(buffer.last, last.lookup(user ? user : use.getOwner()));
        collectAliases(use, aliases);
      }
    return buffer;
  }

private:
  static void collectAliases(OpOperand &use, llvm::SetVector<Value> &aliases) {
    Operation *user = use.getOwner();
    if (isa<ViewLikeOpInterface>(user))
      aliases.insert(user->result_begin(), user->result_end());
    if (auto loop = dyn_cast<scf::ForOp>(user)) {
      aliases.insert(loop.getTiedLoopRegionIterArg(&use));
      aliases.insert(loop.getTiedLoopResult(&use));
    }
    if (auto yield = dyn_cast<scf::YieldOp>(user))
      aliases.insert(yield->getParentOp()->getResult(use.getOperandNumber()));
  }

  DenseMap<Operation *, int64_t> first, last;
};

/// Appends an argument `memref<bytes x i8>` with the unit attribute `name`.
Value appendBytes(func::FuncOp function, int64_t bytes, StringRef name) {
  OpBuilder b(function.getContext());
  unsigned index = function.getNumArguments();
  auto attributes = b.getDictionaryAttr({b.getNamedAttr(name, b.getUnitAttr())});
  (void)function.insertArgument(index, MemRefType::get({bytes}, b.getI8Type()), attributes,
                                function.getLoc());
  return function.getArgument(index);
}

struct PlanMemoryPass : vitc::impl::PlanMemoryPassBase<PlanMemoryPass> {
  void runOnOperation() override {
    for (auto function : getOperation().getOps<func::FuncOp>()) {
      if (!function->hasAttr("vitc.entry") || function.isExternal())
        continue;
      if (failed(checkArguments(function)) || failed(dropResults(function)))
        return signalPassFailure();
      planWeights(function);
      if (failed(planArena(function)))
        return signalPassFailure();
    }
  }

private:
  static LogicalResult checkType(Operation *op, StringRef what, Type type) {
    auto memref = dyn_cast<MemRefType>(type);
    if (!memref || (memref.hasStaticShape() && memref.getLayout().isIdentity()))
      return success();
    return op->emitError() << "found " << what << " type " << memref
                           << ", expected static shape and identity layout";
  }

  static LogicalResult checkArguments(func::FuncOp function) {
    for (Type type : function.getArgumentTypes())
      if (failed(checkType(function, "argument", type)))
        return failure();
    return success();
  }

  /// Results were written where the caller asked for them: nothing is left to return.
  static LogicalResult dropResults(func::FuncOp function) {
    auto terminator = cast<func::ReturnOp>(function.front().getTerminator());
    for (Value value : terminator.getOperands()) {
      while (auto view = value.getDefiningOp<ViewLikeOpInterface>())
        value = view.getViewSource();
      if (!isa<BlockArgument>(value))
        return terminator.emitError("found a result in memory of its own, expected the destination "
                                    "that the caller gave (did kernel-place-results run?)");
    }
    terminator->setOperands({});
    llvm::BitVector all(function.getNumResults(), true);
    return function.eraseResults(all);
  }

  /// `@f` and `@f.prepare` list their packed tensors in one order, so offsets agree.
  static void planWeights(func::FuncOp function) {
    SmallVector<unsigned> packed;
    int64_t bytes = 0;
    SmallVector<int64_t> offsets;
    for (unsigned i = 0; i < function.getNumArguments(); ++i) {
      if (!function.getArgAttr(i, "vitc.packed"))
        continue;
      packed.push_back(i);
      offsets.push_back(bytes);
      auto type = cast<MemRefType>(function.getArgument(i).getType());
      bytes = llvm::alignTo(bytes + sizeInBytes(type), alignment);
    }
    Value weights = appendBytes(function, std::max(bytes, alignment), "vitc.weights");
    OpBuilder b = OpBuilder::atBlockBegin(&function.front());
    for (auto [index, offset] : llvm::zip_equal(packed, offsets)) {
      BlockArgument argument = function.getArgument(index);
      argument.replaceAllUsesWith(
          createView(b, argument.getLoc(), weights, offset, cast<MemRefType>(argument.getType())));
    }
    for (unsigned index : llvm::reverse(packed))
      (void)function.eraseArgument(index);
  }

  LogicalResult planArena(func::FuncOp function) {
    SmallVector<memref::AllocOp> allocs;
    function.walk([&](memref::AllocOp alloc) { allocs.push_back(alloc); });
    Timeline timeline(function);
    SmallVector<ArenaBuffer> buffers;
    for (memref::AllocOp alloc : allocs) {
      if (failed(checkType(alloc, "allocation of", alloc.getType())))
        return failure();
      FailureOr<ArenaBuffer> buffer = timeline.measure(alloc);
      if (failed(buffer))
        return failure();
      buffers.push_back(*buffer);
    }
    int64_t bytes = vitc::planArena(buffers, alignment);
    Value arena = appendBytes(function, std::max(bytes, alignment), "vitc.arena");
    for (auto [alloc, buffer] : llvm::zip_equal(allocs, buffers)) {
      OpBuilder b(alloc);
      alloc.replaceAllUsesWith(
          createView(b, alloc.getLoc(), arena, buffer.offset, alloc.getType()));
      alloc.erase();
      ++numPlanned;
    }
    return success();
  }
};

} // namespace
