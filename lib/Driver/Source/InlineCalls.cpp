//===- InlineCalls.cpp - one function of many -----------------------------===//
//
// The phases know one function. Upstream's inliner leaves calls alone that it cannot inline; a
// user should hear why.
//
//===----------------------------------------------------------------------===//

#include "InlineCalls.h"

#include "Diagnostics.h"

#include "vitc/Support/Errors.h"

#include "mlir/IR/IRMapping.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;

namespace vitc::driver {

namespace {
/// Calls inside each other, and operations that calls may make: a file of a few lines can ask for
/// more than any memory holds.
constexpr size_t mostDepth = 100, mostCopies = 100000;

class Inliner {
public:
  explicit Inliner(ModuleOp module) : module(module) {}

  Error inlineInto(func::FuncOp function);

private:
  Error expand(func::CallOp call);
  Expected<func::FuncOp> calleeOf(func::CallOp call);

  ModuleOp module;
  SmallVector<func::FuncOp> path; ///< Being inlined into, outermost first.
  llvm::DenseSet<Operation *> done;
  size_t copies = 0;
};
} // namespace

Expected<func::FuncOp> Inliner::calleeOf(func::CallOp call) {
  auto callee = module.lookupSymbol<func::FuncOp>(call.getCallee());
  std::string what = "a call of @" + call.getCallee().str();
  if (!callee || callee.isExternal())
    return foundExpected(placeOf(call.getLoc()), what, "a function with a body in this file");
  if (!llvm::hasSingleElement(callee.getBody()))
    return foundExpected(placeOf(call.getLoc()), what + ", which has several blocks",
                         "a function of one block");
  if (llvm::is_contained(path, callee))
    return foundExpected(placeOf(call.getLoc()), what + " inside itself", "no recursion");
  if (path.size() >= mostDepth)
    return foundExpected(placeOf(call.getLoc()), what + " inside " + Twine(path.size()) + " others",
                         "at most " + Twine(mostDepth));
  return callee;
}

Error Inliner::expand(func::CallOp call) {
  Expected<func::FuncOp> callee = calleeOf(call);
  if (!callee)
    return callee.takeError();
  if (Error error = inlineInto(*callee))
    return error;
  Block &body = callee->getBody().front();
  OpBuilder b(call);
  IRMapping mapping;
  mapping.map(body.getArguments(), call.getOperands());
  for (Operation &op : body.without_terminator()) {
    op.walk([&](Operation *) { ++copies; });
    if (copies > mostCopies)
      return foundExpected(placeOf(call.getLoc()),
                           "calls that stand for more than " + Twine(mostCopies) + " operations",
                           "fewer");
    b.clone(op, mapping);
  }
  SmallVector<Value> results;
  for (Value returned : body.getTerminator()->getOperands())
    results.push_back(mapping.lookupOrDefault(returned));
  call.replaceAllUsesWith(results);
  call.erase();
  return Error::success();
}

Error Inliner::inlineInto(func::FuncOp function) {
  if (!done.insert(function).second)
    return Error::success();
  path.push_back(function);
  SmallVector<func::CallOp> calls;
  function.walk([&](func::CallOp call) { calls.push_back(call); });
  for (func::CallOp call : calls)
    if (Error error = expand(call))
      return error;
  path.pop_back();
  return Error::success();
}

Error inlineCalls(ModuleOp module, func::FuncOp entry) { return Inliner(module).inlineInto(entry); }

} // namespace vitc::driver
