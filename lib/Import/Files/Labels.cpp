//===- Labels.cpp - names of classes ----------------------------------------===//

#include "Labels.h"

#include "ConfigLimits.h"
#include "vitc/Support/Format.h"

using namespace llvm;

namespace vitc {

static Error readLabel(StringRef key, const JsonValue &value, std::vector<std::string> &labels,
                       std::vector<bool> &seen) {
  size_t index;
  // "07" and "7" would name one class twice; Python's int() takes both, so the digits decide.
  if (key.empty() || key.getAsInteger(10, index) || index >= labels.size())
    return foundExpected(value.place(), "the key " + inQuotes(key),
                         formatted("a class index from 0 to {}", labels.size() - 1),
                         "id2label names every class once, counting from 0");
  if (seen[index])
    return foundExpected(value.place(), formatted("class {} again", index), "each class once");
  Expected<StringRef> label = value.asString();
  if (!label)
    return label.takeError();
  seen[index] = true;
  labels[index] = label->str();
  return Error::success();
}

std::vector<std::string> readLabels(FieldReader &fields) {
  std::vector<std::string> labels;
  std::optional<JsonValue> map = fields.optional("id2label");
  if (!map) {
    int64_t count = fields.integer("num_labels", 2, 1, mostLabels);
    for (int64_t i = 0; i < count; ++i)
      labels.push_back(formatted("LABEL_{}", i));
    return labels;
  }
  if (map->kind() != JsonKind::Object) {
    fields.fault(map->expected("an object from class index to name"));
    return labels;
  }
  int64_t count = 0;
  cantFail(map->forEachMember([&](StringRef, JsonValue) -> Error {
    ++count;
    return Error::success();
  }));
  if (count == 0 || count > mostLabels) {
    fields.fault(map->expected(formatted("from 1 to {} classes", mostLabels)));
    return labels;
  }
  labels.resize(count);
  std::vector<bool> seen(count);
  if (Error error = map->forEachMember(
          [&](StringRef key, JsonValue value) { return readLabel(key, value, labels, seen); }))
    fields.fault(std::move(error));
  return labels;
}

} // namespace vitc
