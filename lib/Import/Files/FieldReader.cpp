//===- FieldReader.cpp - the fields of a configuration file ----------------===//

#include "FieldReader.h"

#include "vitc/Support/Format.h"

using namespace llvm;

namespace vitc {

std::optional<JsonValue> FieldReader::optional(StringRef key) {
  known.insert(key);
  std::optional<JsonValue> value = object.find(key);
  return value && !value->isNull() ? value : std::nullopt;
}

void FieldReader::noteDefault(StringRef key, const Twine &value) {
  defaulted.push_back((key + " = " + value).str());
}

void FieldReader::fault(StringRef key, const Twine &found, const Twine &expected,
                        const Twine &hint) {
  Place place = object.place();
  place.where += (place.where.empty() ? "" : ".") + key.str();
  fault(foundExpected(std::move(place), found, expected, hint));
}

int64_t FieldReader::integer(StringRef key, int64_t fallback, int64_t least, int64_t most) {
  known.insert(key);
  std::optional<JsonValue> value = object.find(key);
  if (!value) {
    noteDefault(key, Twine(fallback));
    return fallback;
  }
  Expected<int64_t> number = value->asInteger(least, most);
  if (number)
    return *number;
  fault(number.takeError());
  return fallback;
}

double FieldReader::real(StringRef key, double fallback, double least, double most) {
  known.insert(key);
  std::optional<JsonValue> value = object.find(key);
  if (!value) {
    noteDefault(key, formatted("{}", fallback));
    return fallback;
  }
  Expected<double> number = value->asReal();
  if (number && *number >= least && *number <= most)
    return *number;
  fault(number ? value->expected(formatted("a number from {} to {}", least, most))
               : number.takeError());
  return fallback;
}

bool FieldReader::boolean(StringRef key, bool fallback) {
  known.insert(key);
  std::optional<JsonValue> value = object.find(key);
  if (!value) {
    noteDefault(key, fallback ? "true" : "false");
    return fallback;
  }
  Expected<bool> flag = value->asBool();
  if (flag)
    return *flag;
  fault(flag.takeError());
  return fallback;
}

std::string FieldReader::text(StringRef key, StringRef fallback) {
  known.insert(key);
  std::optional<JsonValue> value = object.find(key);
  if (!value) {
    noteDefault(key, fallback);
    return fallback.str();
  }
  Expected<StringRef> string = value->asString();
  if (string)
    return string->str();
  fault(string.takeError());
  return fallback.str();
}

Expected<ImageSize> readImageSize(const JsonValue &value, int64_t most) {
  if (value.kind() != JsonKind::Array) {
    if (value.kind() != JsonKind::Integer)
      return value.expected("an integer or [height, width]");
    Expected<int64_t> edge = value.asInteger(1, most);
    if (!edge)
      return edge.takeError();
    return ImageSize{*edge, *edge};
  }
  SmallVector<int64_t, 2> edges;
  if (Error error = value.forEachElement([&](JsonValue each) -> Error {
        Expected<int64_t> edge = each.asInteger(1, most);
        if (!edge)
          return edge.takeError();
        edges.push_back(*edge);
        return Error::success();
      }))
    return std::move(error);
  if (edges.size() != 2)
    return value.expected("an integer or [height, width]");
  return ImageSize{edges[0], edges[1]};
}

ImageSize FieldReader::size(StringRef key, ImageSize fallback, int64_t most) {
  known.insert(key);
  std::optional<JsonValue> value = object.find(key);
  if (!value) {
    noteDefault(key, fallback.height == fallback.width
                         ? formatted("{}", fallback.height)
                         : formatted("[{}, {}]", fallback.height, fallback.width));
    return fallback;
  }
  Expected<ImageSize> size = readImageSize(*value, most);
  if (size)
    return *size;
  fault(size.takeError());
  return fallback;
}

std::vector<std::string> FieldReader::unread() const {
  std::vector<std::string> result;
  cantFail(object.forEachMember([&](StringRef key, JsonValue) -> Error {
    if (!known.contains(key))
      result.push_back(key.str());
    return Error::success();
  }));
  return result;
}

} // namespace vitc
