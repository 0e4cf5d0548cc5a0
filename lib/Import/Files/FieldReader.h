//===- FieldReader.h - the fields of a configuration file ------------------===//
#ifndef VITC_LIB_IMPORT_FILES_FIELDREADER_H
#define VITC_LIB_IMPORT_FILES_FIELDREADER_H

#include "vitc/Import/Files/ModelConfig.h"
#include "vitc/Support/Json.h"

#include "llvm/ADT/StringSet.h"

namespace vitc {

/// Reads fields of one JSON object by name, collecting faults and noting which were absent. After a
/// fault the default is returned, so that reading goes on and all faults come out together.
class FieldReader {
public:
  explicit FieldReader(JsonValue object) : object(std::move(object)) {}

  int64_t integer(StringRef key, int64_t fallback, int64_t least, int64_t most);
  /// A finite number within [least, most].
  double real(StringRef key, double fallback, double least, double most);
  bool boolean(StringRef key, bool fallback);
  std::string text(StringRef key, StringRef fallback);
  /// An integer (a square) or [height, width], each within [1, most].
  ImageSize size(StringRef key, ImageSize fallback, int64_t most);

  /// The value when present and not null; marks the field as known either way.
  std::optional<JsonValue> optional(StringRef key);
  /// Marks a field as known, without reading it.
  void skip(StringRef key) { known.insert(key); }

  /// Notes that `key` was absent and `value` was taken.
  void noteDefault(StringRef key, const Twine &value);
  void fault(Error error) { faults = joinErrors(std::move(faults), std::move(error)); }
  /// A fault at `key`, present or not.
  void fault(StringRef key, const Twine &found, const Twine &expected, const Twine &hint = "");

  /// All faults so far; call once, at the end.
  Error takeFaults() { return std::move(faults); }
  std::vector<std::string> takeDefaulted() { return std::move(defaulted); }
  /// Fields of the object that nobody asked for.
  std::vector<std::string> unread() const;
  const JsonValue &value() const { return object; }

private:
  JsonValue object;
  llvm::StringSet<> known;
  std::vector<std::string> defaulted;
  Error faults = Error::success();
};

/// An integer (a square) or [height, width].
Expected<ImageSize> readImageSize(const JsonValue &value, int64_t most);

} // namespace vitc

#endif // VITC_LIB_IMPORT_FILES_FIELDREADER_H
