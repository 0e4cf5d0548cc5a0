//===- OutlineParallel.cpp - parallel bodies to functions -----------------===//

#include "vitc/CPU/Passes.h"
#include "vitc/Dialect/Kernel/Kernel.h"

#include "mlir/Conversion/LLVMCommon/TypeConverter.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/Interfaces/ViewLikeInterface.h"
#include "mlir/Transforms/RegionUtils.h"
#include "llvm/ADT/StringExtras.h"

namespace vitc {
#define GEN_PASS_DEF_OUTLINEPARALLELPASS
#include "vitc/CPU/Passes.h.inc"
} // namespace vitc

using namespace mlir;
using namespace vitc;

//===----------------------------------------------------------------------===//
// What a body reads
//===----------------------------------------------------------------------===//

/// Ops that are cheaper to repeat than to pass the result of: views, constants, index arithmetic.
/// Raw weights are looked up where the table of them is.
static bool isRecomputable(Operation *op) {
  return op && op->getNumRegions() == 0 && isPure(op) && !isa<kernel::ParameterOp>(op);
}

/// Sorts what `region` captures into ops to repeat (operands first) and values to pass.
static void collectCaptures(Region &region, SetVector<Operation *> &repeated,
                            SetVector<Value> &passed) {
  SetVector<Value> captured;
  getUsedValuesDefinedAbove(region, captured);
  auto visit = [&](auto &&self, Value value) -> void {
    Operation *op = value.getDefiningOp();
    if (!isRecomputable(op)) {
      passed.insert(value);
      return;
    }
    if (repeated.contains(op))
      return;
    for (Value operand : op->getOperands())
      self(self, operand);
    repeated.insert(op);
  };
  for (Value value : captured)
    visit(visit, value);
}

/// The parts of a NameLoc that a profiler should show: letters, digits, dots.
static std::string nameOfBody(StringRef function, Location loc) {
  std::string name = function.str();
  if (auto fused = dyn_cast<FusedLoc>(loc))
    for (Location part : fused.getLocations())
      if (isa<NameLoc>(part)) {
        loc = part;
        break;
      }
  StringRef path = "loop";
  if (auto named = dyn_cast<NameLoc>(loc))
    path = named.getName().getValue();
  name += ".";
  for (char c : path)
    name += llvm::isAlnum(c) || c == '.' ? c : '_';
  return name;
}

//===----------------------------------------------------------------------===//
// Outlining
//===----------------------------------------------------------------------===//

static bool takesRun(func::FuncOp function) {
  unsigned count = function.getNumArguments();
  return count && function.getArgAttr(count - 1, "vitc.run");
}

/// The last argument of `function`, marked `vitc.run`; added when there is none.
static Value runArgument(func::FuncOp function) {
  unsigned last = function.getNumArguments();
  if (takesRun(function))
    return function.getArgument(last - 1);
  auto pointer = LLVM::LLVMPointerType::get(function.getContext());
  auto attributes = DictionaryAttr::get(
      function.getContext(), {NamedAttribute(StringAttr::get(function.getContext(), "vitc.run"),
                                             UnitAttr::get(function.getContext()))});
  (void)function.insertArgument(last, pointer, attributes, function.getLoc());
  return function.getArgument(last);
}

static int64_t scratchOf(func::FuncOp function) {
  auto bytes = function->getAttrOfType<IntegerAttr>("vitc.scratch");
  return bytes ? bytes.getInt() : 0;
}

/// Notes in `vitc.scratch` that a worker needs `bytes` for a loop of `function`. Below, launches
/// are calls like any other. True if that is new.
static bool noteScratch(func::FuncOp function, int64_t bytes) {
  if (function->hasAttr("vitc.scratch") && bytes <= scratchOf(function))
    return false;
  function->setAttr("vitc.scratch", Builder(function.getContext()).getI64IntegerAttr(bytes));
  return true;
}

/// A buffer that is passed on stays known as the arena or as the weights.
static void copyRole(Value value, func::FuncOp body, unsigned index) {
  auto argument = dyn_cast<BlockArgument>(value);
  if (!argument)
    return;
  auto function = dyn_cast<func::FuncOp>(argument.getOwner()->getParentOp());
  if (!function)
    return;
  for (StringRef role : {"vitc.arena", "vitc.weights"})
    if (Attribute attribute = function.getArgAttr(argument.getArgNumber(), role))
      body.setArgAttr(index, role, attribute);
}

static func::FuncOp outlineBody(kernel::ParallelOp op, StringRef name,
                                const SetVector<Operation *> &repeated,
                                const SetVector<Value> &passed) {
  OpBuilder b(op.getContext());
  SmallVector<Type> types;
  for (Value value : passed)
    types.push_back(value.getType());
  for (Value argument : op.getBody().getArguments())
    types.push_back(argument.getType());
  auto body = func::FuncOp::create(b, op.getLoc(), name, b.getFunctionType(types, {}));
  body.setPrivate();
  for (auto [n, value] : llvm::enumerate(passed))
    copyRole(value, body, n);
  Block *entry = body.addEntryBlock();
  b.setInsertionPointToStart(entry);

  IRMapping mapping;
  mapping.map(passed.getArrayRef(), entry->getArguments().take_front(passed.size()));
  for (Operation *view : repeated)
    b.clone(*view, mapping);
  for (Value value : passed)
    replaceAllUsesInRegionWith(value, mapping.lookup(value), op.getBody());
  for (Operation *view : repeated)
    for (Value value : view->getResults())
      replaceAllUsesInRegionWith(value, mapping.lookup(value), op.getBody());
  Block &loops = op.getBody().front();
  for (auto [before, after] :
       llvm::zip_equal(loops.getArguments(), entry->getArguments().drop_front(passed.size())))
    before.replaceAllUsesWith(after);
  loops.getTerminator()->erase();
  entry->getOperations().splice(entry->end(), loops.getOperations());
  b.setInsertionPointToEnd(entry);
  func::ReturnOp::create(b, op.getLoc());
  return body;
}

static LogicalResult outline(kernel::ParallelOp op, SymbolTable &symbols) {
  auto function = op->getParentOfType<func::FuncOp>();
  SetVector<Operation *> repeated;
  SetVector<Value> passed;
  collectCaptures(op.getBody(), repeated, passed);
  for (Value value : passed) {
    auto type = dyn_cast<MemRefType>(value.getType());
    if (type && !LLVMTypeConverter::canConvertToBarePtr(type))
      return op.emitOpError("reads a buffer of type ")
             << type << " that is not a view of an argument: it cannot be passed as a pointer";
    if (!type && !isa<IndexType, IntegerType, FloatType>(value.getType()) &&
        !isa<LLVM::LLVMPointerType>(value.getType()))
      return op.emitOpError("reads a value of type ") << value.getType() << " from outside";
  }
  std::string name = nameOfBody(function.getName(), op.getLoc());
  func::FuncOp body = outlineBody(op, name, repeated, passed);
  symbols.insert(body, std::next(Block::iterator(function))); // renames when the name is taken
  Value run = runArgument(function);
  noteScratch(function, llvm::alignTo(op.getScratchBytes(), 64));
  OpBuilder b(op);
  auto launch = kernel::LaunchOp::create(b, op.getLoc(), body.getName(), run, op.getCount(),
                                         passed.getArrayRef());
  launch->setDiscardableAttrs(op->getDiscardableAttrDictionary());
  op.erase();
  return success();
}

/// Callers of functions that launch pass their own `vitc.run` on, and need as much scratch memory.
static void passRunToCallees(ModuleOp module) {
  bool changed = true;
  while (changed) {
    changed = false;
    module.walk([&](func::CallOp call) {
      auto callee = SymbolTable::lookupNearestSymbolFrom<func::FuncOp>(call, call.getCalleeAttr());
      if (!callee || !takesRun(callee))
        return;
      auto caller = call->getParentOfType<func::FuncOp>();
      Value run = runArgument(caller);
      if (callee.getNumArguments() == call.getNumOperands() + 1) {
        call.getOperandsMutable().append(run);
        changed = true;
      }
      changed |= noteScratch(caller, scratchOf(callee));
    });
  }
}

namespace {
class OutlineParallel : public vitc::impl::OutlineParallelPassBase<OutlineParallel> {
  using OutlineParallelPassBase::OutlineParallelPassBase;

  void runOnOperation() override {
    SymbolTable symbols(getOperation());
    SmallVector<kernel::ParallelOp> loops;
    getOperation().walk<WalkOrder::PostOrder>([&](kernel::ParallelOp op) { loops.push_back(op); });
    for (kernel::ParallelOp op : loops) {
      if (op->getParentOfType<kernel::ParallelOp>()) {
        op.emitOpError("is inside another parallel loop, expected loops side by side");
        return signalPassFailure();
      }
      if (failed(outline(op, symbols)))
        return signalPassFailure();
      ++numOutlined;
    }
    passRunToCallees(getOperation());
  }
};
} // namespace
