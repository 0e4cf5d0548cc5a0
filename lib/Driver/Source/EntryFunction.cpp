//===- EntryFunction.cpp - which function of an .mlir file is compiled ----===//

#include "EntryFunction.h"

#include "Diagnostics.h"
#include "InlineCalls.h"

#include "vitc/Dialect/ViT/ViT.h"
#include "vitc/Support/Errors.h"
#include "vitc/Support/Spelling.h"

#include "mlir/IR/SymbolTable.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir;

namespace vitc::driver {

/// `@a, @b`; of many, the first ones.
static std::string namesOf(ArrayRef<func::FuncOp> functions) {
  std::string text;
  for (auto [index, each] : llvm::enumerate(functions)) {
    if (index == 8)
      return text + ", ...";
    func::FuncOp function = each; // its accessors are not const
    text += (index ? ", @" : "@") + function.getSymName().str();
  }
  return text;
}

static Expected<func::FuncOp> findEntry(ArrayRef<func::FuncOp> functions, StringRef wanted,
                                        StringRef file) {
  SmallVector<StringRef> names;
  for (func::FuncOp function : functions) {
    if (function.getSymName() == wanted)
      return function;
    names.push_back(function.getSymName());
  }
  return foundExpected({file.str()}, "no function @" + wanted + " with a body",
                       "one of " + namesOf(functions), spellingHint(wanted, names));
}

Expected<func::FuncOp> chooseEntry(ModuleOp module, StringRef wanted, StringRef file) {
  SmallVector<func::FuncOp> functions, marked, open;
  for (auto function : module.getOps<func::FuncOp>()) {
    if (function.isExternal())
      continue;
    functions.push_back(function);
    if (function->hasAttr("vitc.entry"))
      marked.push_back(function);
    if (function.isPublic())
      open.push_back(function);
  }
  if (functions.empty())
    return foundExpected({file.str()}, "a module without a function that has a body", "func.func");
  if (!wanted.empty())
    return findEntry(functions, wanted, file);
  if (marked.size() == 1)
    return marked.front();
  auto main = llvm::find_if(functions, [](func::FuncOp f) { return f.getSymName() == "main"; });
  if (marked.empty() && main != functions.end())
    return *main;
  if (marked.empty() && open.size() == 1)
    return open.front();
  if (!marked.empty())
    return foundExpected({file.str()}, "vitc.entry on " + namesOf(marked), "it on one function",
                         "--entry=NAME says which is compiled");
  SmallVector<func::FuncOp> &candidates = open.empty() ? functions : open;
  return foundExpected(
      {file.str()},
      (open.empty() ? "private functions alone: " : "several public functions: ") +
          namesOf(candidates),
      "one to compile",
      "--entry=NAME says which; so do the attribute vitc.entry and the name @main");
}

bool isProgram(func::FuncOp function) {
  return function.getNumArguments() == 0 && function.getNumResults() == 0;
}

/// Drops all functions but `entry`, and weights without a reader.
static Error dropOthers(ModuleOp module, func::FuncOp entry) {
  llvm::StringSet<> read;
  entry.walk([&](Operation *op) {
    for (NamedAttribute attribute : op->getAttrs())
      attribute.getValue().walk(
          [&](SymbolRefAttr symbol) { read.insert(symbol.getRootReference().getValue()); });
  });
  for (Operation &op : llvm::make_early_inc_range(*module.getBody())) {
    if (&op == entry.getOperation())
      continue;
    auto weight = dyn_cast<vit::WeightOp>(op);
    if (!weight && !isa<func::FuncOp>(op))
      return foundExpected(placeOf(op.getLoc()), op.getName().getStringRef(),
                           "nothing but vit.weight and func.func in the module");
    if (!weight || !read.contains(weight.getSymName()))
      op.erase();
  }
  return Error::success();
}

Error isolateEntry(ModuleOp module, func::FuncOp entry) {
  if (Error error = inlineCalls(module, entry))
    return error;
  if (Error error = dropOthers(module, entry))
    return error;
  entry.setSymName("main");
  entry.setPublic();
  entry->setAttr("vitc.entry", UnitAttr::get(module.getContext()));
  return Error::success();
}

} // namespace vitc::driver
