//===- ModelInfo.cpp - what an output says of its model -------------------===//

#include "vitc/Target/ModelInfo.h"

#include "vitc/Support/Errors.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <set>

using namespace llvm;

namespace vitc::target {

static Error internalError(const Twine &text) { return inputError({}, "internal error: " + text); }

static Error checkTensors(ArrayRef<TensorInfo> tensors) {
  for (const TensorInfo &tensor : tensors) {
    if (tensor.type > ElementType::I32)
      return internalError("tensor " + inQuotes(tensor.name) + " has element type " +
                           elementName(tensor.type) + ", which no output may have");
    if (tensor.shape.empty() || tensor.shape.size() > 8)
      return internalError("tensor " + inQuotes(tensor.name) + " has rank " +
                           Twine(tensor.shape.size()) + ", expected 1 to 8");
  }
  return Error::success();
}

Expected<std::vector<const EntryDesc *>> orderedForwards(const ModelInfo &info) {
  if (Error error = joinErrors(checkTensors(info.inputs), checkTensors(info.outputs)))
    return std::move(error);
  if (info.forwards.empty() || info.outputs.empty())
    return internalError("the model has no compiled function or no output");
  std::vector<const EntryDesc *> order;
  for (const EntryDesc &entry : info.forwards)
    order.push_back(&entry);
  llvm::sort(order, [](const EntryDesc *a, const EntryDesc *b) {
    return std::make_pair(uint32_t(a->isa), a->batch) > std::make_pair(uint32_t(b->isa), b->batch);
  });
  for (auto [i, entry] : enumerate(order)) {
    bool last = i + 1 == order.size() || order[i + 1]->isa != entry->isa;
    if (last && entry->batch != 1)
      return internalError("level " + isaName(entry->isa) + " has no function for batch 1");
    if (!last && order[i + 1]->batch == entry->batch)
      return internalError("level " + isaName(entry->isa) + " has two functions for batch " +
                           Twine(entry->batch));
  }
  return order;
}

std::string cIdentifier(StringRef text) {
  // Those of C23 and C++23 that are plain words.
  static const std::set<StringRef> keywords = {
      "alignas",   "alignof",   "and",       "asm",       "auto",     "bool",     "break",
      "case",      "catch",     "char",      "class",     "concept",  "const",    "consteval",
      "constexpr", "constinit", "continue",  "decltype",  "default",  "delete",   "do",
      "double",    "else",      "enum",      "explicit",  "export",   "extern",   "false",
      "float",     "for",       "friend",    "goto",      "if",       "inline",   "int",
      "long",      "mutable",   "namespace", "new",       "noexcept", "not",      "nullptr",
      "operator",  "or",        "private",   "protected", "public",   "register", "requires",
      "restrict",  "return",    "short",     "signed",    "sizeof",   "static",   "struct",
      "switch",    "template",  "this",      "throw",     "true",     "try",      "typedef",
      "typeid",    "typename",  "typeof",    "union",     "unsigned", "using",    "virtual",
      "void",      "volatile",  "while",     "xor"};
  std::string name;
  for (char c : text)
    name += isAlnum(c) ? c : '_';
  if (name.empty() || isDigit(name[0]) || name[0] == '_' || keywords.count(name))
    name = "m" + std::string(name.empty() || name[0] == '_' ? "" : "_") + name;
  return name;
}

} // namespace vitc::target
