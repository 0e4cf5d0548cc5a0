//===- LinalgToCalls.cpp - convert-linalg-to-calls ------------------------===//
//
// LLVM's optimiser takes minutes for one function with the thousand loop nests of a model, seconds
// for thirty functions with one nest each. Equal layers share theirs.
//
//===----------------------------------------------------------------------===//

#include "vitc/Conversion/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Transforms/RegionUtils.h"
#include "llvm/ADT/StringMap.h"

namespace vitc {
#define GEN_PASS_DEF_CONVERTLINALGTOCALLSPASS
#include "vitc/Conversion/Passes.h.inc"
} // namespace vitc

using namespace mlir;
using namespace vitc;

/// Values from outside that `op` reads, each once; constants apart, for they move along.
static void collectInputs(Operation *op, SetVector<Value> &inputs, SetVector<Value> &constants) {
  auto collect = [&](Value value) {
    (matchPattern(value, m_Constant()) ? constants : inputs).insert(value);
  };
  llvm::for_each(op->getOperands(), collect);
  SetVector<Value> captured;
  getUsedValuesDefinedAbove(op->getRegions(), captured);
  llvm::for_each(captured, collect);
}

/// A function, outside any module, that does what `op` does with `inputs` as its arguments.
static func::FuncOp makeFunction(Operation *op, ValueRange inputs, ArrayRef<Value> constants) {
  MLIRContext *context = op->getContext();
  OpBuilder builder(context);
  // Without locations: equal functions of different layers must look equal.
  Location loc = builder.getUnknownLoc();
  auto func = func::FuncOp::create(builder, loc, "reference",
                                   builder.getFunctionType(inputs.getTypes(), {}));
  func.setPrivate();
  func->setAttr("passthrough", builder.getStrArrayAttr({"noinline"}));
  Block *body = func.addEntryBlock();
  builder.setInsertionPointToStart(body);
  IRMapping mapping;
  mapping.map(inputs, body->getArguments());
  for (Value constant : constants)
    builder.clone(*constant.getDefiningOp(), mapping);
  builder.clone(*op, mapping);
  func::ReturnOp::create(builder, loc);
  return func;
}

/// What tells functions apart: their text.
static std::string spell(func::FuncOp func) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  func->print(stream, OpPrintingFlags().useLocalScope().printGenericOpForm());
  return text;
}

namespace {
struct ConvertLinalgToCalls : vitc::impl::ConvertLinalgToCallsPassBase<ConvertLinalgToCalls> {
  void runOnOperation() override {
    SmallVector<linalg::LinalgOp> ops;
    getOperation().walk([&](linalg::LinalgOp op) {
      if (op.hasPureBufferSemantics() && op->getParentOfType<func::FuncOp>())
        ops.push_back(op);
    });
    SymbolTable symbols(getOperation());
    llvm::StringMap<func::FuncOp> functions;
    for (linalg::LinalgOp op : ops)
      replace(op, symbols, functions);
  }

private:
  void replace(Operation *op, SymbolTable &symbols, llvm::StringMap<func::FuncOp> &functions) {
    SetVector<Value> inputs, constants;
    collectInputs(op, inputs, constants);
    func::FuncOp made = makeFunction(op, inputs.getArrayRef(), constants.getArrayRef());
    func::FuncOp &function = functions[spell(made)];
    if (function) {
      made.erase();
    } else {
      function = made;
      made->walk([&](Operation *inner) { inner->setLoc(op->getLoc()); });
      symbols.insert(made);
      ++numFunctions;
    }
    OpBuilder builder(op);
    func::CallOp::create(builder, op->getLoc(), function, inputs.getArrayRef());
    op->erase();
  }
};
} // namespace
