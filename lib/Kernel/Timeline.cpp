//===- Timeline.cpp - from when to when memory is in use ------------------===//

#include "Timeline.h"

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Interfaces/ViewLikeInterface.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace vitc;

Timeline::Timeline(func::FuncOp function) {
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

/// What `use` of memory makes another name of; fails where that is not known.
static LogicalResult collectAliases(OpOperand &use, llvm::SetVector<Value> &aliases) {
  Operation *user = use.getOwner();
  if (isa<ViewLikeOpInterface>(user)) {
    aliases.insert(user->result_begin(), user->result_end());
    return success();
  }
  if (auto loop = dyn_cast<scf::ForOp>(user)) {
    aliases.insert(loop.getTiedLoopRegionIterArg(&use));
    aliases.insert(loop.getTiedLoopResult(&use));
    return success();
  }
  if (isa<scf::YieldOp>(user) && isa<scf::ForOp, scf::IfOp>(user->getParentOp())) {
    aliases.insert(user->getParentOp()->getResult(use.getOperandNumber()));
    return success();
  }
  if (isa<memref::DeallocOp>(user))
    return user->emitError("found memory that is freed, expected none to be: it becomes a range of "
                           "the arena, which outlives the call");
  bool passesOn = user->hasTrait<OpTrait::IsTerminator>() ||
                  llvm::any_of(user->getResultTypes(), llvm::IsaPred<BaseMemRefType>);
  if (passesOn)
    return user->emitError("found memory passed on by '")
           << user->getName() << "', expected views, scf.for and scf.if only: who has it then is "
           << "not known";
  return success();
}

FailureOr<ArenaBuffer> Timeline::measure(memref::AllocOp alloc) const {
  ArenaBuffer buffer{/*bytes=*/0, first.lookup(alloc), first.lookup(alloc)};
  llvm::SetVector<Value> aliases;
  aliases.insert(alloc.getResult());
  for (size_t i = 0; i < aliases.size(); ++i) {
    Value alias = aliases[i];
    Block *block = alias.getParentBlock();
    if (!block->getParent()->hasOneBlock())
      return alloc.emitError("found memory in a region of several blocks, expected one: the order "
                             "of steps is not known");
    for (OpOperand &use : alias.getUses()) {
      auto yield = dyn_cast<scf::YieldOp>(use.getOwner());
      if (yield && isa<scf::ForOp>(yield->getParentOp()) &&
          yield->getParentOp()->isProperAncestor(alloc))
        return alloc.emitError("found memory of one iteration handed to the next, expected the "
                               "loop to write memory that was made before it");
      // Where the alias has its name: a loop in that block touches it until the loop's end.
      buffer.last =
          std::max(buffer.last, last.lookup(block->findAncestorOpInBlock(*use.getOwner())));
      if (failed(collectAliases(use, aliases)))
        return failure();
    }
  }
  return buffer;
}
