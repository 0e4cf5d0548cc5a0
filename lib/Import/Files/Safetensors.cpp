//===- Safetensors.cpp - reading tensors by name ---------------------------===//
//
// The checks follow the format's reference reader, in its order, and are stricter in two places
// where it differs from its own specification: keys may not repeat, and the header starts with '{'.
//
//===----------------------------------------------------------------------===//

#include "vitc/Import/Files/Safetensors.h"

#include "vitc/Support/CheckedSize.h"
#include "vitc/Support/Errors.h"
#include "vitc/Support/Format.h"
#include "vitc/Support/Json.h"

#include "llvm/Support/Endian.h"

#include <algorithm>

using namespace llvm;

namespace vitc {

/// Nesting the header may have: the format needs 3, fields it does not know may have more.
static constexpr size_t headerDepth = 128;
static constexpr uint64_t lengthBytes = 8;

Expected<SafetensorsFile> SafetensorsFile::open(StringRef path) {
  Expected<MappedFile> file = MappedFile::open(path);
  if (!file)
    return file.takeError();
  return read(std::move(*file));
}

/// Eight bytes that cannot be a length: what stands in a model's place where a download went wrong.
static Error lengthError(StringRef text, uint64_t length, Place start) {
  if (text.starts_with("version https://git-lfs"))
    return foundExpected(std::move(start), "a Git LFS pointer", "the tensors that it stands for",
                         "'git lfs pull' or 'hf download' brings them");
  if (text.ltrim().starts_with("<"))
    return foundExpected(std::move(start), "a page of HTML or XML", "a safetensors file",
                         "download it again");
  return foundExpected(std::move(start), formatted("a header length of {}", length),
                       formatted("at most {}", SafetensorsFile::longestHeader),
                       "is this a safetensors file?");
}

/// The header's text, or why there is none.
static Expected<StringRef> headerText(const MappedFile &file) {
  Place start{file.path().str(), "byte 0"};
  if (file.size() < lengthBytes)
    return foundExpected(start, formatted("a file of {} bytes", file.size()),
                         "at least the 8 bytes of a header length");
  uint64_t length = support::endian::read64le(file.bytes().data());
  if (length > SafetensorsFile::longestHeader)
    return lengthError(file.text(), length, std::move(start));
  if (!(CheckedSize(length) + lengthBytes).fits(file.size()))
    return foundExpected(start, formatted("a header length of {}", length),
                         formatted("at most the {} bytes that follow", file.size() - lengthBytes),
                         "the file is truncated: download it again");
  StringRef header = file.text().substr(lengthBytes, length);
  if (!header.starts_with("{"))
    return foundExpected({file.path().str(), "byte 8"},
                         header.empty() ? "an empty header" : inQuotes(header.take_front(1)),
                         "'{', the start of the header");
  return header;
}

Expected<SafetensorsFile> SafetensorsFile::read(MappedFile file) {
  SafetensorsFile result;
  result.mapped = std::make_unique<MappedFile>(std::move(file));
  result.strings = std::make_unique<BumpPtrAllocator>();
  Expected<StringRef> header = headerText(*result.mapped);
  if (!header)
    return header.takeError();
  uint64_t dataBegin = lengthBytes + header->size();
  if (Error error = result.readHeader(*header, dataBegin))
    return std::move(error);
  if (Error error = result.checkLayout(dataBegin))
    return std::move(error);
  return result;
}

const SafetensorsEntry *SafetensorsFile::find(StringRef name) const {
  auto it = byName.find(name);
  return it == byName.end() ? nullptr : &tensors[it->second];
}

//===----------------------------------------------------------------------===//
// Header
//===----------------------------------------------------------------------===//

namespace {
/// One member of the header, as read.
struct RawTensor {
  std::optional<Dtype> dtype;
  std::optional<SmallVector<int64_t, 4>> shape;
  std::optional<std::pair<uint64_t, uint64_t>> range;
};
} // namespace

static Error readDtype(JsonValue value, RawTensor &raw) {
  Expected<StringRef> name = value.asString();
  if (!name)
    return name.takeError();
  raw.dtype = parseDtype(*name);
  if (!raw.dtype)
    return foundExpected(value.place(), "the dtype " + inQuotes(*name),
                         "a dtype of safetensors such as F32, F16 or BF16");
  return Error::success();
}

static Error readShape(JsonValue value, RawTensor &raw) {
  raw.shape.emplace();
  return value.forEachElement([&](JsonValue each) -> Error {
    Expected<int64_t> size = each.asInteger(0);
    if (!size)
      return size.takeError();
    raw.shape->push_back(*size);
    return Error::success();
  });
}

static Error readRange(JsonValue value, RawTensor &raw) {
  SmallVector<uint64_t, 2> numbers;
  if (Error error = value.forEachElement([&](JsonValue each) -> Error {
        Expected<uint64_t> number = each.asUnsigned();
        if (!number)
          return number.takeError();
        numbers.push_back(*number);
        return Error::success();
      }))
    return error;
  if (numbers.size() != 2)
    return value.expected("an array of 2: begin and end");
  raw.range = {numbers[0], numbers[1]};
  return Error::success();
}

/// Reads one tensor's description; fields the format does not define are passed over.
static Expected<RawTensor> readTensor(JsonValue value) {
  RawTensor raw;
  Error error = value.forEachMember([&](StringRef key, JsonValue field) -> Error {
    if (key == "dtype")
      return readDtype(field, raw);
    if (key == "shape")
      return readShape(field, raw);
    if (key == "data_offsets")
      return readRange(field, raw);
    return Error::success();
  });
  if (error)
    return std::move(error);
  for (auto [present, name] :
       {std::pair(raw.dtype.has_value(), "dtype"), std::pair(raw.shape.has_value(), "shape"),
        std::pair(raw.range.has_value(), "data_offsets")})
    if (!present)
      return foundExpected(value.place(), Twine("no '") + name + "'",
                           "dtype, shape and data_offsets");
  return raw;
}

static Error readMetadata(JsonValue value, std::map<std::string, std::string> &metadata) {
  if (value.isNull())
    return Error::success();
  return value.forEachMember([&](StringRef key, JsonValue each) -> Error {
    Expected<StringRef> text = each.asString();
    if (!text)
      return text.takeError();
    metadata.emplace(key.str(), text->str());
    return Error::success();
  });
}

/// Bytes that dtype and shape ask, or an error at `place`.
static Expected<uint64_t> tensorBytes(const RawTensor &raw, Place place) {
  CheckedSize bits = 1;
  for (int64_t size : *raw.shape)
    bits *= CheckedSize::fromSigned(size);
  bits *= dtypeBits(*raw.dtype);
  if (!bits.isValid())
    return foundExpected(place, "the shape " + shapeText(*raw.shape),
                         "a tensor whose size fits 64 bits");
  if (*bits.value() % 8)
    return foundExpected(place,
                         "the shape " + shapeText(*raw.shape) + " of " + dtypeName(*raw.dtype),
                         "a whole number of bytes");
  return *bits.value() / 8;
}

Error SafetensorsFile::readHeader(StringRef header, uint64_t dataBegin) {
  std::string path = mapped->path().str();
  JsonDocument::Limits limits;
  limits.depth = headerDepth;
  limits.bytes = longestHeader;
  Expected<JsonDocument> document = JsonDocument::parse(header, path + ":header", limits);
  if (!document)
    return document.takeError();
  Error error = document->root().forEachMember([&](StringRef name, JsonValue value) -> Error {
    if (name == "__metadata__")
      return readMetadata(value, metadataStrings);
    Expected<RawTensor> raw = readTensor(value);
    if (!raw)
      return raw.takeError();
    Place place{path, "tensor " + inQuotes(name)};
    Expected<uint64_t> size = tensorBytes(*raw, place);
    if (!size)
      return size.takeError();
    auto [begin, end] = *raw->range;
    if (!(CheckedSize(end) - begin == *size))
      return foundExpected(place, formatted("the data_offsets [{}, {}]", begin, end),
                           formatted("a range of {} bytes for {} of shape {}", *size,
                                     dtypeName(*raw->dtype), shapeText(*raw->shape)));
    if (!(CheckedSize(dataBegin) + end).fits(mapped->size()))
      return foundExpected(
          place, formatted("data up to byte {} after the header", end),
          formatted("the file to have it: {} bytes follow the header", mapped->size() - dataBegin),
          "the file is truncated: download it again");
    tensors.push_back({name.copy(*strings), *raw->dtype, ArrayRef(*raw->shape).copy(*strings),
                       dataBegin + begin, *size});
    return Error::success();
  });
  if (error)
    return error;
  llvm::sort(tensors, [](const SafetensorsEntry &a, const SafetensorsEntry &b) {
    return std::tuple(a.offset, a.size, a.name) < std::tuple(b.offset, b.size, b.name);
  });
  byName.reserve(tensors.size());
  for (auto [index, entry] : enumerate(tensors))
    byName.try_emplace(entry.name, index);
  return Error::success();
}

Error SafetensorsFile::checkLayout(uint64_t dataBegin) const {
  std::string path = mapped->path().str();
  uint64_t expectedOffset = dataBegin;
  for (const SafetensorsEntry &entry : tensors) {
    if (entry.offset != expectedOffset)
      return foundExpected(
          {path, "tensor " + inQuotes(entry.name)},
          formatted("{} at byte {}", entry.offset < expectedOffset ? "overlapping data" : "a hole",
                    std::min(entry.offset, expectedOffset)),
          formatted("its data to start at byte {}, where the previous ends", expectedOffset));
    expectedOffset += entry.size;
  }
  if (expectedOffset != mapped->size())
    return foundExpected(
        {path, formatted("byte {}", expectedOffset)},
        formatted("{} bytes that belong to no tensor", mapped->size() - expectedOffset),
        "the end of the file");
  return Error::success();
}

} // namespace vitc
