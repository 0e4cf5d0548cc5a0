//===- Json.cpp - strict reading of JSON that is not trusted ---------------===//

#include "vitc/Support/Json.h"

#include "JsonSyntax.h"
#include "vitc/Support/Format.h"

#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace vitc {

static StringRef toRef(std::string_view text) { return {text.data(), text.size()}; }

/// `parent.key`, with keys that would read wrongly in quotes.
static std::string joinPath(StringRef parent, StringRef key) {
  bool plain = !key.empty() && key.size() <= 80 &&
               all_of(key, [](char c) { return isAlnum(c) || c == '_' || c == '-'; });
  std::string result = parent.str();
  if (!plain)
    return result + "[" + inQuotes(key) + "]";
  if (!result.empty())
    result += '.';
  return result + key.str();
}

//===----------------------------------------------------------------------===//
// JsonValue
//===----------------------------------------------------------------------===//

JsonKind JsonValue::kind() const {
  switch (element.type()) {
  case simdjson::dom::element_type::ARRAY:
    return JsonKind::Array;
  case simdjson::dom::element_type::OBJECT:
    return JsonKind::Object;
  case simdjson::dom::element_type::INT64:
  case simdjson::dom::element_type::UINT64:
    return JsonKind::Integer;
  case simdjson::dom::element_type::DOUBLE:
    return JsonKind::Real;
  case simdjson::dom::element_type::STRING:
    return JsonKind::String;
  case simdjson::dom::element_type::BOOL:
    return JsonKind::Bool;
  case simdjson::dom::element_type::NULL_VALUE:
    return JsonKind::Null;
  }
  llvm_unreachable("simdjson has no other kind");
}

Place JsonValue::place() const { return {*file, keys}; }

std::string JsonValue::describe() const {
  switch (kind()) {
  case JsonKind::Null:
    return "null";
  case JsonKind::Bool:
    return element.get_bool().value_unsafe() ? "true" : "false";
  case JsonKind::Integer:
    return element.is_int64() ? itostr(element.get_int64().value_unsafe())
                              : utostr(element.get_uint64().value_unsafe());
  case JsonKind::Real:
    return "the real number " + formatted("{}", element.get_double().value_unsafe());
  case JsonKind::String:
    return inQuotes(toRef(element.get_string().value_unsafe()));
  case JsonKind::Array:
    return formatted("an array of {}", element.get_array().value_unsafe().size());
  case JsonKind::Object:
    return formatted("an object of {}", element.get_object().value_unsafe().size());
  }
  llvm_unreachable("all kinds handled");
}

Error JsonValue::expected(const Twine &what, const Twine &hint) const {
  return foundExpected(place(), describe(), what, hint);
}

Expected<bool> JsonValue::asBool() const {
  bool result;
  if (element.get(result))
    return expected("true or false");
  return result;
}

Expected<StringRef> JsonValue::asString() const {
  std::string_view result;
  if (element.get(result))
    return expected("a string");
  return toRef(result);
}

Expected<int64_t> JsonValue::asInteger(int64_t least, int64_t most) const {
  int64_t result;
  if (kind() == JsonKind::Integer && !element.get(result) && result >= least && result <= most)
    return result;
  bool bounded =
      least != std::numeric_limits<int64_t>::min() || most != std::numeric_limits<int64_t>::max();
  return expected(bounded ? formatted("an integer from {} to {}", least, most) : "an integer");
}

Expected<uint64_t> JsonValue::asUnsigned() const {
  uint64_t result;
  if (kind() != JsonKind::Integer || element.get(result))
    return expected("an integer from 0 to 2^64 - 1");
  return result;
}

Expected<double> JsonValue::asReal() const {
  double result;
  if ((kind() != JsonKind::Real && kind() != JsonKind::Integer) || element.get(result))
    return expected("a number");
  return result;
}

Expected<size_t> JsonValue::size() const {
  simdjson::dom::array array;
  if (element.get(array))
    return expected("an array");
  size_t count = 0; // simdjson's own count saturates at 2^24 - 1
  for ([[maybe_unused]] simdjson::dom::element each : array)
    ++count;
  return count;
}

Error JsonValue::forEachElement(function_ref<Error(JsonValue)> visit) const {
  simdjson::dom::array array;
  if (element.get(array))
    return expected("an array");
  size_t index = 0;
  for (simdjson::dom::element each : array)
    if (Error error = visit(JsonValue(each, file, formatted("{}[{}]", keys, index++))))
      return error;
  return Error::success();
}

JsonValue JsonValue::member(StringRef key, simdjson::dom::element value) const {
  return JsonValue(value, file, joinPath(keys, key));
}

std::optional<JsonValue> JsonValue::find(StringRef key) const {
  simdjson::dom::object object;
  simdjson::dom::element value;
  if (element.get(object) || object.at_key({key.data(), key.size()}).get(value))
    return std::nullopt;
  return member(key, value);
}

Error JsonValue::forEachMember(function_ref<Error(StringRef, JsonValue)> visit) const {
  simdjson::dom::object object;
  if (element.get(object))
    return expected("an object");
  for (simdjson::dom::key_value_pair pair : object)
    if (Error error = visit(toRef(pair.key), member(toRef(pair.key), pair.value)))
      return error;
  return Error::success();
}

//===----------------------------------------------------------------------===//
// JsonDocument
//===----------------------------------------------------------------------===//

/// The first repeated key of `root` or of anything in it. The walk recurses no deeper than the
/// depth the parser has accepted. Paths are made only on the way back from a repetition.
static std::optional<std::string> findRepeatedKey(simdjson::dom::element root) {
  simdjson::dom::array array;
  if (!root.get(array)) {
    size_t index = 0;
    for (simdjson::dom::element each : array) {
      if (auto below = findRepeatedKey(each))
        return formatted("[{}]{}{}", index, StringRef(*below).starts_with("[") ? "" : ".", *below);
      ++index;
    }
    return std::nullopt;
  }
  simdjson::dom::object object;
  if (root.get(object))
    return std::nullopt;
  llvm::SmallDenseSet<StringRef, 8> seen;
  auto pathOf = [](simdjson::dom::key_value_pair pair) {
    return joinPath("", toRef(pair.key).take_front(120));
  };
  for (simdjson::dom::key_value_pair pair : object) {
    if (!seen.insert(toRef(pair.key)).second)
      return pathOf(pair);
    if (auto below = findRepeatedKey(pair.value))
      return pathOf(pair) + (StringRef(*below).starts_with("[") ? "" : ".") + *below;
  }
  return std::nullopt;
}

static Error syntaxError(StringRef text, StringRef file, JsonDocument::Limits limits,
                         simdjson::error_code code) {
  JsonFault fault = findJsonFault(text, limits.depth);
  if (fault.found.empty())
    return inputError({file.str()},
                      Twine("the JSON reader refused the text: ") + simdjson::error_message(code));
  StringRef before = text.take_front(fault.offset);
  size_t line = before.count('\n') + 1;
  size_t column =
      fault.offset - (before.rfind('\n') == StringRef::npos ? 0 : before.rfind('\n') + 1) + 1;
  return foundExpected({file.str(), formatted("{}:{}", line, column)}, fault.found, fault.expected);
}

Expected<JsonDocument> JsonDocument::parse(StringRef text, StringRef file, Limits limits) {
  if (text.size() > limits.bytes)
    return foundExpected({file.str()}, formatted("{} bytes of JSON", text.size()),
                         formatted("at most {}", limits.bytes));
  JsonDocument document;
  document.file = std::make_unique<std::string>(file.str());
  document.parser = std::make_unique<simdjson::dom::parser>();
  // Room for the text at hand, not more: simdjson would round small texts up generously.
  if (auto code = document.parser->allocate(std::max<size_t>(text.size(), 64), limits.depth))
    return inputError({file.str()}, Twine("cannot read JSON: ") + simdjson::error_message(code));
  // An empty file has no address, which simdjson would give to memcpy.
  const char *data = text.empty() ? "" : text.data();
  auto result = document.parser->parse(data, text.size(), /*realloc_if_needed=*/true);
  if (result.error())
    return syntaxError(text, file, limits, result.error());
  document.element = result.value_unsafe();
  if (std::optional<std::string> path = findRepeatedKey(document.element))
    return foundExpected({file.str(), *path}, "this key twice in one object", "each key once");
  return document;
}

} // namespace vitc
