//===- PlanMemory.cpp - packed weights and temporaries at fixed offsets ---===//

#include "ArenaPlan.h"
#include "Timeline.h"
#include "vitc/Kernel/Passes.h"

#include "mlir/Interfaces/ViewLikeInterface.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/Support/CheckedArithmetic.h"

namespace vitc {
#define GEN_PASS_DEF_PLANMEMORYPASS
#include "vitc/Kernel/Passes.h.inc"
} // namespace vitc

using namespace mlir;
using namespace vitc;

namespace {

constexpr int64_t alignment = 64; // bytes: a cache line and the widest vector

/// As much as an address space has. Sums of sizes are compared with it at every step: none wraps.
constexpr int64_t mostBytes = int64_t(1) << 47;

/// Bytes of `type`; none where they are more than `mostBytes`, or of no numbers.
std::optional<int64_t> sizeInBytes(MemRefType type) {
  Type element = type.getElementType();
  if (!element.isIntOrIndexOrFloat())
    return std::nullopt;
  int64_t bytes = element.isIndex() ? 8 : llvm::divideCeil(element.getIntOrFloatBitWidth(), 8);
  for (int64_t size : type.getShape()) {
    std::optional<int64_t> product = llvm::checkedMul(bytes, size);
    if (!product || *product > mostBytes)
      return std::nullopt;
    bytes = *product;
  }
  return bytes;
}

/// `[offset, offset + size of type)` of `bytes`, a one-dimensional memref of i8.
Value createView(OpBuilder &b, Location loc, Value bytes, int64_t offset, MemRefType type) {
  Value shift = arith::ConstantIndexOp::create(b, loc, offset);
  return memref::ViewOp::create(b, loc, type, bytes, shift, ValueRange{});
}

/// Appends an argument `memref<bytes x i8>` with the unit attribute `name`.
Value appendBytes(func::FuncOp function, int64_t bytes, StringRef name) {
  OpBuilder b(function.getContext());
  unsigned index = function.getNumArguments();
  auto attributes = b.getDictionaryAttr({b.getNamedAttr(name, b.getUnitAttr())});
  (void)function.insertArgument(index, MemRefType::get({bytes}, b.getI8Type()), attributes,
                                function.getLoc());
  return function.getArgument(index);
}

/// The destinations that the caller gave `function`, one for each result: behind the inputs, and in
/// front of the packed weights that a forward function reads. A prepare has nothing but them.
ArrayRef<BlockArgument> findDestinations(func::FuncOp function) {
  ArrayRef<BlockArgument> arguments = function.getArguments();
  bool isPrepare = !arguments.empty() && function.getArgAttr(0, "vitc.raw_weights");
  while (!isPrepare && !arguments.empty() &&
         function.getArgAttr(arguments.back().getArgNumber(), "vitc.packed"))
    arguments = arguments.drop_back();
  return arguments.take_back(function.getNumResults());
}

struct PlanMemoryPass : vitc::impl::PlanMemoryPassBase<PlanMemoryPass> {
  void runOnOperation() override {
    for (auto function : getOperation().getOps<func::FuncOp>()) {
      if (!function->hasAttr("vitc.entry") || function.isExternal())
        continue;
      if (failed(checkArguments(function)) || failed(dropResults(function)) ||
          failed(planWeights(function)) || failed(planArena(function)))
        return signalPassFailure();
    }
  }

private:
  static LogicalResult checkType(Operation *op, StringRef what, Type type) {
    auto memref = dyn_cast<MemRefType>(type);
    if (!memref)
      return success();
    if (!memref.hasStaticShape() || !memref.getLayout().isIdentity())
      return op->emitError() << "found " << what << " type " << memref
                             << ", expected static shape and identity layout";
    if (!sizeInBytes(memref))
      return op->emitError() << "found " << what << " type " << memref
                             << ", expected numbers of at most " << mostBytes << " bytes";
    return success();
  }

  static LogicalResult checkArguments(func::FuncOp function) {
    if (!function.getBody().hasOneBlock())
      return function.emitError("found a function of several blocks, expected one");
    for (Type type : function.getArgumentTypes())
      if (failed(checkType(function, "argument", type)))
        return failure();
    return success();
  }

  /// Adds `bytes`, aligned, to `sum`; an error where no memory has as much.
  static LogicalResult addTo(int64_t &sum, int64_t bytes, Operation *op, StringRef what) {
    sum = llvm::alignTo(sum + bytes, alignment);
    if (sum <= mostBytes)
      return success();
    return op->emitError() << "found " << what << " of more than " << mostBytes
                           << " bytes, expected what an address space holds";
  }

  /// Results were written where the caller asked for them: nothing is left to return.
  static LogicalResult dropResults(func::FuncOp function) {
    auto terminator = cast<func::ReturnOp>(function.front().getTerminator());
    ArrayRef<BlockArgument> destinations = findDestinations(function);
    for (auto [index, value] : llvm::enumerate(terminator.getOperands())) {
      while (auto view = value.getDefiningOp<ViewLikeOpInterface>())
        value = view.getViewSource();
      if (!isa<BlockArgument>(value))
        return terminator.emitError("found a result in memory of its own, expected the destination "
                                    "that the caller gave (did kernel-place-results run?)");
      if (index >= destinations.size() || value != destinations[index])
        return terminator.emitError("found result ")
               << index << " in argument " << cast<BlockArgument>(value).getArgNumber()
               << ", expected the destination that the caller gave for it (did "
               << "kernel-place-results run?)";
    }
    terminator->setOperands({});
    llvm::BitVector all(function.getNumResults(), true);
    return function.eraseResults(all);
  }

  /// `@f` and `@f.prepare` list their packed tensors in one order, so offsets agree.
  static LogicalResult planWeights(func::FuncOp function) {
    SmallVector<unsigned> packed;
    int64_t bytes = 0;
    SmallVector<int64_t> offsets;
    for (unsigned i = 0; i < function.getNumArguments(); ++i) {
      if (!function.getArgAttr(i, "vitc.packed"))
        continue;
      packed.push_back(i);
      offsets.push_back(bytes);
      int64_t size = *sizeInBytes(cast<MemRefType>(function.getArgument(i).getType()));
      if (failed(addTo(bytes, size, function, "weights")))
        return failure();
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
    return success();
  }

  LogicalResult planArena(func::FuncOp function) {
    SmallVector<memref::AllocOp> allocs;
    function.walk([&](memref::AllocOp alloc) { allocs.push_back(alloc); });
    Timeline timeline(function);
    SmallVector<ArenaBuffer> buffers;
    int64_t sum = 0;
    for (memref::AllocOp alloc : allocs) {
      if (failed(checkType(alloc, "allocation of", alloc.getType())))
        return failure();
      FailureOr<ArenaBuffer> buffer = timeline.measure(alloc);
      if (failed(buffer))
        return failure();
      buffer->bytes = *sizeInBytes(alloc.getType());
      if (failed(addTo(sum, buffer->bytes, alloc, "temporaries")))
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
