//===- SplitPrepare.cpp - weights alone, and the rest ---------------------===//
//
// The frontier between the two functions are the values that depend on weights alone and are read
// by something that does not. Prepare computes them into destinations it is given; forward gets
// them as arguments. A frontier value inside a loop over layers is one slice of a tensor for all
// layers.
//
//===----------------------------------------------------------------------===//

#include "vitc/Analysis/InputDependence.h"
#include "vitc/Kernel/Passes.h"

#include "mlir/IR/IRMapping.h"
#include "mlir/IR/Iterators.h"
#include "mlir/Transforms/RegionUtils.h"
#include "llvm/ADT/SetVector.h"

namespace vitc {
#define GEN_PASS_DEF_SPLITPREPAREPASS
#include "vitc/Kernel/Passes.h.inc"
} // namespace vitc

using namespace mlir;
using namespace vitc;

namespace {

/// The loop over layers around `value`'s definition, or null at the top of the function.
scf::ForOp enclosingLoop(Value value) {
  return value.getDefiningOp()->getParentOfType<scf::ForOp>();
}

class Splitter {
public:
  Splitter(func::FuncOp forward, InputDependence &dependence, SymbolTable &symbols)
      : forward(forward), dependence(dependence), symbols(symbols) {}

  LogicalResult split();
  size_t getNumPacked() const { return frontier.size(); }
  func::FuncOp getPrepare() const { return prepare; }

private:
  void findFrontier();
  void visitOperand(Value value);
  void keepInsertions(Value destination);
  bool staysInForward(Operation *op) const;
  LogicalResult checkArithmetic() const;
  FailureOr<RankedTensorType> packedType(Value value);
  LogicalResult createPrepare();
  void cloneBlock(OpBuilder &b, Block &block, IRMapping &mapping);
  void cloneLoop(OpBuilder &b, scf::ForOp loop, IRMapping &mapping);
  void rewireForward();
  static Value insertLayer(OpBuilder &b, Value value, Value stack, Value layer);
  static Value extractLayer(OpBuilder &b, Value value, Value stack, Value layer);

  func::FuncOp forward, prepare;
  InputDependence &dependence;
  SymbolTable &symbols;
  llvm::SetVector<Value> frontier;
  DenseSet<Operation *> keptInsertions; // of weights, into what forward writes on
  DenseMap<Value, Value> results;       // frontier value → what prepare has of it so far
};

/// Ops that cost nothing or only blow data up are done where their result is read.
bool Splitter::staysInForward(Operation *op) const {
  return keptInsertions.contains(op) ||
         isa<tensor::EmptyOp, tensor::ExtractSliceOp, tensor::ExpandShapeOp,
             tensor::CollapseShapeOp, linalg::BroadcastOp, linalg::FillOp, arith::ConstantOp>(op) ||
         llvm::none_of(op->getResultTypes(), llvm::IsaPred<RankedTensorType>);
}

/// Forward writes into `destination`: what it holds already must be put there anew in every call.
void Splitter::keepInsertions(Value destination) {
  for (Operation *op = destination.getDefiningOp(); op;) {
    Value source;
    if (auto insertion = dyn_cast<tensor::InsertSliceOp>(op)) {
      keptInsertions.insert(op);
      source = insertion.getDest();
    } else if (isa<tensor::ExtractSliceOp, tensor::ExpandShapeOp, tensor::CollapseShapeOp>(op)) {
      source = op->getOperand(0);
    } else {
      return;
    }
    op = source.getDefiningOp();
  }
}

void Splitter::visitOperand(Value value) {
  Operation *definition = value.getDefiningOp();
  if (!definition || dependence.dependsOnInputs(value))
    return;
  if (!staysInForward(definition)) {
    frontier.insert(value);
    return;
  }
  for (Value operand : definition->getOperands())
    visitOperand(operand);
}

void Splitter::findFrontier() {
  forward.walk([&](DestinationStyleOpInterface op) {
    for (OpOperand &destination : op.getDpsInitsMutable())
      if (llvm::any_of(op->getResults(),
                       [&](Value result) { return dependence.dependsOnInputs(result); }))
        keepInsertions(destination.get());
  });
  forward.walk([&](Operation *op) {
    if (op == forward.getOperation())
      return;
    bool reads = op->getNumResults() == 0 || // terminators and ops with effects
                 llvm::any_of(op->getResults(),
                              [&](Value result) { return dependence.dependsOnInputs(result); });
    bool insideWeightOp = false; // a region of weight arithmetic reads nothing for forward
    for (Operation *parent = op->getParentOp(); parent != forward; parent = parent->getParentOp())
      insideWeightOp |= !isa<scf::ForOp>(parent);
    if (!reads || insideWeightOp)
      return;
    for (Value operand : op->getOperands())
      visitOperand(operand);
  });
}

/// Prepare's loops carry the tensors they fill and nothing else: what is computed of weights may
/// read the number of a layer, but no other layer's values.
LogicalResult Splitter::checkArithmetic() const {
  llvm::SetVector<Value> needed(frontier.begin(), frontier.end());
  for (size_t i = 0; i < needed.size(); ++i) {
    Value value = needed[i];
    auto argument = dyn_cast<BlockArgument>(value);
    Operation *maker = argument ? argument.getOwner()->getParentOp() : value.getDefiningOp();
    auto loop = dyn_cast<scf::ForOp>(maker);
    if (loop && value != loop.getInductionVar())
      return loop.emitError(
          "found a loop that carries a value of weights alone from layer to layer, "
          "expected weight arithmetic that reads one layer");
    if (argument)
      continue;
    needed.insert(maker->operand_begin(), maker->operand_end());
    getUsedValuesDefinedAbove(maker->getRegions(), needed);
  }
  return success();
}

/// The type that travels: the value's, with the layers in front where there are any.
FailureOr<RankedTensorType> Splitter::packedType(Value value) {
  auto type = cast<RankedTensorType>(value.getType());
  scf::ForOp loop = enclosingLoop(value);
  if (!loop)
    return type;
  std::optional<APInt> layers = loop.getStaticTripCount();
  if (!layers || loop->getParentOp() != forward || !isConstantIntValue(loop.getLowerBound(), 0) ||
      !isConstantIntValue(loop.getStep(), 1)) {
    loop.emitError(
        "found weight arithmetic in this loop, expected a loop over layers at the top of "
        "the function that counts from 0 by 1 to a constant");
    return failure();
  }
  SmallVector<int64_t> shape(type.getShape());
  shape.insert(shape.begin(), layers->getSExtValue());
  return type.clone(shape);
}

/// Offsets, sizes and strides of layer `layer` of a stack of tensors like `value`.
struct LayerSlice {
  LayerSlice(OpBuilder &b, Value value, Value layer)
      : sizes(
            getAsIndexOpFoldResult(b.getContext(), cast<ShapedType>(value.getType()).getShape())) {
    sizes.insert(sizes.begin(), b.getIndexAttr(1));
    offsets.assign(sizes.size(), b.getIndexAttr(0));
    offsets.front() = layer;
    strides.assign(sizes.size(), b.getIndexAttr(1));
  }
  SmallVector<OpFoldResult> sizes, offsets, strides;
};

Value Splitter::insertLayer(OpBuilder &b, Value value, Value stack, Value layer) {
  LayerSlice slice(b, value, layer);
  return tensor::InsertSliceOp::create(b, value.getLoc(), value, stack, slice.offsets, slice.sizes,
                                       slice.strides);
}

Value Splitter::extractLayer(OpBuilder &b, Value value, Value stack, Value layer) {
  LayerSlice slice(b, value, layer);
  return tensor::ExtractSliceOp::create(b, value.getLoc(), cast<RankedTensorType>(value.getType()),
                                        stack, slice.offsets, slice.sizes, slice.strides);
}

/// Clones the weight arithmetic of `block`; frontier values go to their destinations.
void Splitter::cloneBlock(OpBuilder &b, Block &block, IRMapping &mapping) {
  for (Operation &op : block.without_terminator()) {
    if (auto loop = dyn_cast<scf::ForOp>(op)) {
      cloneLoop(b, loop, mapping);
      continue;
    }
    if (op.getNumResults() == 0 || dependence.dependsOnInputs(op.getResult(0)))
      continue;
    b.clone(op, mapping);
    for (Value result : op.getResults()) {
      if (!frontier.contains(result))
        continue;
      Value value = mapping.lookup(result);
      auto loop = enclosingLoop(result);
      // At the top of the function, kernel-place-results sees to the destination.
      results[result] =
          loop ? insertLayer(b, value, results[result], mapping.lookup(loop.getInductionVar()))
               : value;
    }
  }
}

/// A loop that carries the destinations of the frontier values in `loop`.
void Splitter::cloneLoop(OpBuilder &b, scf::ForOp loop, IRMapping &mapping) {
  SmallVector<Value> packed = llvm::to_vector(
      llvm::make_filter_range(frontier, [&](Value value) { return enclosingLoop(value) == loop; }));
  if (packed.empty())
    return;
  SmallVector<Value> inits =
      llvm::map_to_vector(packed, [&](Value value) { return results.lookup(value); });
  auto clone = scf::ForOp::create(b, loop.getLoc(), mapping.lookup(loop.getLowerBound()),
                                  mapping.lookup(loop.getUpperBound()),
                                  mapping.lookup(loop.getStep()), inits);
  mapping.map(loop.getInductionVar(), clone.getInductionVar());
  for (auto [value, carried] : llvm::zip_equal(packed, clone.getRegionIterArgs()))
    results[value] = carried;
  OpBuilder body = OpBuilder::atBlockBegin(clone.getBody());
  cloneBlock(body, *loop.getBody(), mapping);
  SmallVector<Value> yielded =
      llvm::map_to_vector(packed, [&](Value value) { return results.lookup(value); });
  scf::YieldOp::create(body, loop.getLoc(), yielded);
  for (auto [value, result] : llvm::zip_equal(packed, clone.getResults()))
    results[value] = result;
}

LogicalResult Splitter::createPrepare() {
  std::string name = (forward.getName() + ".prepare").str();
  if (symbols.lookup(name))
    return forward.emitError("found a symbol @")
           << name << ", expected none: what is done to weights ahead of time has that name";
  OpBuilder b(forward);
  SmallVector<Type> types{LLVM::LLVMPointerType::get(b.getContext())};
  for (Value value : frontier) {
    FailureOr<RankedTensorType> type = packedType(value);
    if (failed(type))
      return failure();
    types.push_back(*type);
  }
  ArrayRef<Type> packed = ArrayRef<Type>(types).drop_front();
  prepare = func::FuncOp::create(b, forward.getLoc(), name, b.getFunctionType(types, packed));
  symbols.insert(prepare);
  prepare->setAttr("vitc.entry", b.getUnitAttr());
  Block *entry = prepare.addEntryBlock();
  for (auto [index, value] : llvm::enumerate(frontier)) {
    results[value] = entry->getArgument(index + 1);
    prepare.setArgAttr(index + 1, "vitc.packed", b.getUnitAttr());
    prepare.setArgAttr(index + 1, "bufferization.writable", b.getBoolAttr(true));
  }
  b.setInsertionPointToStart(entry);
  IRMapping mapping;
  cloneBlock(b, forward.front(), mapping);
  SmallVector<Value> returned =
      llvm::map_to_vector(frontier, [&](Value value) { return results.lookup(value); });
  func::ReturnOp::create(b, forward.getLoc(), returned);
  return success();
}

/// Forward reads its new arguments instead of computing.
void Splitter::rewireForward() {
  OpBuilder b(forward);
  for (Value value : frontier) {
    unsigned index = forward.getNumArguments();
    Location loc = value.getLoc();
    auto attributes =
        b.getDictionaryAttr({b.getNamedAttr("vitc.packed", b.getUnitAttr()),
                             b.getNamedAttr("bufferization.writable", b.getBoolAttr(false))});
    (void)forward.insertArgument(index, *packedType(value), attributes, loc);
    Value replacement = forward.getArgument(index);
    if (auto loop = enclosingLoop(value)) {
      b.setInsertionPointAfter(value.getDefiningOp());
      replacement = extractLayer(b, value, replacement, loop.getInductionVar());
    }
    value.replaceAllUsesWith(replacement);
  }
}

LogicalResult Splitter::split() {
  findFrontier();
  if (frontier.empty())
    return success();
  if (failed(checkArithmetic()) || failed(createPrepare()))
    return failure();
  rewireForward();
  return success();
}

/// Erases what nobody reads any more: forward's weight arithmetic, prepare's copies of cheap ops.
void eraseDeadOps(func::FuncOp function) {
  function.walk<WalkOrder::PostOrder, ReverseIterator>([](Operation *op) {
    if (isOpTriviallyDead(op))
      op->erase();
  });
}

/// Lists the raw weights of `prepare` and says so on its table of pointers.
void listRawWeights(func::FuncOp prepare) {
  SmallVector<Attribute> names;
  llvm::SmallSetVector<Attribute, 16> lists;
  prepare.walk([&](kernel::ParameterOp op) {
    if (lists.insert(op.getWeights()))
      llvm::append_range(names, op.getWeights());
  });
  prepare.setArgAttr(0, "vitc.raw_weights", ArrayAttr::get(prepare.getContext(), names));
}

struct SplitPreparePass : vitc::impl::SplitPreparePassBase<SplitPreparePass> {
  void runOnOperation() override {
    SmallVector<func::FuncOp> entries;
    for (auto function : getOperation().getOps<func::FuncOp>())
      if (function->hasAttr("vitc.entry") && !function.isExternal())
        entries.push_back(function);
    SymbolTable symbols(getOperation());
    for (func::FuncOp forward : entries) {
      InputDependence dependence(forward);
      Splitter splitter(forward, dependence, symbols);
      if (failed(splitter.split()))
        return signalPassFailure();
      if (splitter.getNumPacked() == 0)
        continue;
      numPacked += splitter.getNumPacked();
      eraseDeadOps(forward);
      eraseDeadOps(splitter.getPrepare());
      listRawWeights(splitter.getPrepare());
    }
  }
};

} // namespace
