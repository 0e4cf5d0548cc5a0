//===- Json.h - strict reading of JSON that is not trusted -----------------===//
//
// A thin layer over simdjson that adds what a loader of untrusted files needs: duplicate keys are
// refused, integers are told from other numbers, and every error names the file and the place
// (line:column for syntax, the path of keys for values).
//
//===----------------------------------------------------------------------===//
#ifndef VITC_SUPPORT_JSON_H
#define VITC_SUPPORT_JSON_H

#include "vitc/Support/Errors.h"

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <simdjson.h>
#include <string>

namespace vitc {

enum class JsonKind { Null, Bool, Integer, Real, String, Array, Object };

/// A value in a JsonDocument, which must outlive it. Cheap to copy but for its path.
class JsonValue {
public:
  JsonKind kind() const;
  bool isNull() const { return kind() == JsonKind::Null; }

  /// The keys that lead here (`id2label.3`, `size[1]`), empty for the root.
  const std::string &path() const { return keys; }
  Place place() const;

  /// What this is, for a message: `-3`, `'abc'`, `an array of 2`, `true`, `null`.
  std::string describe() const;

  /// `found <this>, expected <expected>` at this place.
  llvm::Error expected(const llvm::Twine &what, const llvm::Twine &hint = "") const;

  // Each of these is an error when the value is of another kind.
  llvm::Expected<bool> asBool() const;
  llvm::Expected<llvm::StringRef> asString() const;
  /// An integer within [least, most]; 3.0 and 1e3 are not integers.
  llvm::Expected<int64_t> asInteger(int64_t least = std::numeric_limits<int64_t>::min(),
                                    int64_t most = std::numeric_limits<int64_t>::max()) const;
  /// An integer from 0 to 2^64 − 1.
  llvm::Expected<uint64_t> asUnsigned() const;
  /// Any number; the reader has refused those that are not finite in f64.
  llvm::Expected<double> asReal() const;

  // Arrays. `size` and `at` take an array, else they are an error.
  llvm::Expected<size_t> size() const;
  llvm::Error forEachElement(llvm::function_ref<llvm::Error(JsonValue)> visit) const;

  // Objects.
  /// The member of this name, nothing when it is absent or this is no object. Linear.
  std::optional<JsonValue> find(llvm::StringRef key) const;
  /// All members in the order of the file; stops at the first error.
  llvm::Error
  forEachMember(llvm::function_ref<llvm::Error(llvm::StringRef key, JsonValue)> visit) const;

private:
  friend class JsonDocument;
  JsonValue(simdjson::dom::element element, const std::string *file, std::string keys)
      : element(element), file(file), keys(std::move(keys)) {}
  JsonValue member(llvm::StringRef key, simdjson::dom::element value) const;

  simdjson::dom::element element;
  const std::string *file;
  std::string keys;
};

/// A parsed JSON text.
class JsonDocument {
public:
  struct Limits {
    size_t depth = 64;        ///< Of nested arrays and objects.
    uint64_t bytes = 1 << 26; ///< Of text: 64 MiB, far beyond any configuration file.
  };

  /// Parses `text`, which need not outlive the document; `file` is for messages.
  static llvm::Expected<JsonDocument> parse(llvm::StringRef text, llvm::StringRef file,
                                            Limits limits);
  static llvm::Expected<JsonDocument> parse(llvm::StringRef text, llvm::StringRef file) {
    return parse(text, file, Limits());
  }

  JsonValue root() const { return JsonValue(element, file.get(), ""); }

private:
  JsonDocument() = default;

  std::unique_ptr<std::string> file; ///< Values point to it, so it must not move.
  std::unique_ptr<simdjson::dom::parser> parser;
  simdjson::dom::element element;
};

} // namespace vitc

#endif // VITC_SUPPORT_JSON_H
