//===- Tensors.cpp - inputs and outputs of a run --------------------------===//

#include "Tensors.h"

#include "vitc/Import/Files/RandomWeights.h"
#include "vitc/Import/Files/Safetensors.h"
#include "vitc/Support/AtomicFile.h"
#include "vitc/Support/Errors.h"

#include <cmath>
#include <cstring>
#include <limits>

using namespace llvm;
using vitc::target::ElementType;
using vitc::target::TensorInfo;

namespace vitc::driver {

HostTensor::HostTensor(TensorInfo given) : info(std::move(given)), bytes(info.bytes()) {}

uint64_t HostTensor::elements() const { return bytes.size() / target::elementBytes(info.type); }

template <typename T>
static T load(const uint8_t *bytes, uint64_t index) {
  T value;
  std::memcpy(&value, bytes + index * sizeof(T), sizeof(T));
  return value;
}

double HostTensor::element(uint64_t index) const {
  switch (info.type) {
  case ElementType::F32:
    return load<float>(bytes.data(), index);
  case ElementType::F64:
    return load<double>(bytes.data(), index);
  case ElementType::I64:
    return static_cast<double>(load<int64_t>(bytes.data(), index));
  case ElementType::I32:
    return load<int32_t>(bytes.data(), index);
  case ElementType::F16:
  case ElementType::BF16:
    break;
  }
  llvm_unreachable("no boundary of a model has 16-bit tensors");
}

void HostTensor::setElement(uint64_t index, double value) {
  auto store = [&](auto number) {
    std::memcpy(bytes.data() + index * sizeof(number), &number, sizeof(number));
  };
  switch (info.type) {
  case ElementType::F32:
    return store(static_cast<float>(value));
  case ElementType::F64:
    return store(value);
  case ElementType::I64:
    return store(static_cast<int64_t>(value));
  case ElementType::I32:
    return store(static_cast<int32_t>(value));
  case ElementType::F16:
  case ElementType::BF16:
    break;
  }
  llvm_unreachable("no boundary of a model has 16-bit tensors");
}

HostTensor HostTensor::as(ElementType type) const {
  TensorInfo other = info;
  other.type = type;
  HostTensor result(std::move(other));
  for (uint64_t i = 0, count = elements(); i < count; ++i)
    result.setElement(i, element(i));
  return result;
}

TensorInfo withBatch(TensorInfo info, int64_t batch) {
  info.shape[0] *= batch;
  return info;
}

int64_t batchOf(ArrayRef<HostTensor> inputs, ArrayRef<TensorInfo> wanted) {
  return inputs.front().info.shape[0] / wanted.front().shape[0];
}

std::vector<HostTensor> partOfBatch(ArrayRef<HostTensor> batch, int64_t index, int64_t count) {
  std::vector<HostTensor> parts;
  for (const HostTensor &tensor : batch) {
    TensorInfo info = tensor.info;
    info.shape[0] /= count;
    HostTensor &part = parts.emplace_back(std::move(info));
    std::copy_n(tensor.bytes.begin() + index * part.bytes.size(), part.bytes.size(),
                part.bytes.begin());
  }
  return parts;
}

//===----------------------------------------------------------------------===//
// Files
//===----------------------------------------------------------------------===//

static std::optional<Dtype> dtypeOf(ElementType type) {
  switch (type) {
  case ElementType::F32:
    return Dtype::F32;
  case ElementType::F64:
    return Dtype::F64;
  case ElementType::I64:
    return Dtype::I64;
  case ElementType::I32:
    return Dtype::I32;
  default:
    return std::nullopt;
  }
}

static Expected<HostTensor> readInput(const SafetensorsFile &file, const TensorInfo &wanted) {
  Place place{file.file().path().str(), "tensor " + inQuotes(wanted.name)};
  const SafetensorsEntry *entry = file.find(wanted.name);
  if (!entry) {
    std::string names;
    for (const SafetensorsEntry &each : file.entries().take_front(8))
      names += (names.empty() ? "" : ", ") + inQuotes(each.name);
    return foundExpected({place.file}, names.empty() ? "no tensors" : "tensors " + names,
                         inQuotes(wanted.name) + " of shape " + batchShape(wanted));
  }
  if (std::optional<Dtype> dtype = dtypeOf(wanted.type); !dtype || entry->dtype != *dtype)
    return foundExpected(place, dtypeName(entry->dtype),
                         dtype ? dtypeName(*dtype) : "another type");
  bool shaped = entry->shape.size() == wanted.shape.size() && !entry->shape.empty() &&
                entry->shape.drop_front() == ArrayRef(wanted.shape).drop_front();
  if (!shaped || entry->shape.front() < 1 || entry->shape.front() % wanted.shape.front() != 0)
    return foundExpected(place, "shape " + shapeText(entry->shape),
                         batchShape(wanted) + " with a batch of at least 1");
  HostTensor tensor(withBatch(wanted, entry->shape.front() / wanted.shape.front()));
  ArrayRef<uint8_t> bytes = file.bytes(*entry);
  std::copy(bytes.begin(), bytes.end(), tensor.bytes.begin());
  return tensor;
}

Expected<std::vector<HostTensor>> readInputs(StringRef path, ArrayRef<TensorInfo> wanted) {
  Expected<SafetensorsFile> file = SafetensorsFile::open(path);
  if (!file)
    return file.takeError();
  std::vector<HostTensor> inputs;
  for (const TensorInfo &each : wanted) {
    Expected<HostTensor> tensor = readInput(*file, each);
    if (!tensor)
      return tensor.takeError();
    int64_t batch = batchOf(*tensor, each);
    if (!inputs.empty() && batchOf(inputs, wanted) != batch)
      return foundExpected({path.str(), "tensor " + inQuotes(each.name)},
                           "a batch of " + Twine(batch),
                           Twine(batchOf(inputs, wanted)) + " as of the other inputs");
    inputs.push_back(std::move(*tensor));
  }
  return inputs;
}

static bool isStacked(const TensorInfo &info) {
  return info.name == "hidden_states" && info.shape.size() == 4;
}

static Expected<HostTensor> readOutput(const SafetensorsFile &file, const TensorInfo &wanted) {
  Place place{file.file().path().str(), "tensor " + inQuotes(wanted.name)};
  TensorInfo info = wanted;
  if (isStacked(wanted))
    std::swap(info.shape[0], info.shape[1]);
  const SafetensorsEntry *entry = file.find(wanted.name);
  if (!entry)
    return foundExpected(place, "no such tensor", "F32 or F64 of shape " + shapeText(info.shape));
  if (entry->shape != ArrayRef(info.shape))
    return foundExpected(place, "shape " + shapeText(entry->shape), shapeText(info.shape));
  if (entry->dtype != Dtype::F32 && entry->dtype != Dtype::F64)
    return foundExpected(place, dtypeName(entry->dtype), "F32 or F64");
  info.type = entry->dtype == Dtype::F64 ? ElementType::F64 : ElementType::F32;
  HostTensor tensor(info);
  copy(file.bytes(*entry), tensor.bytes.begin());
  return isStacked(wanted) ? swapLeadingDimensions(tensor) : std::move(tensor);
}

Expected<std::vector<HostTensor>> readOutputs(StringRef path, ArrayRef<TensorInfo> wanted) {
  Expected<SafetensorsFile> file = SafetensorsFile::open(path);
  if (!file)
    return file.takeError();
  std::vector<HostTensor> outputs;
  for (const TensorInfo &each : wanted) {
    Expected<HostTensor> tensor = readOutput(*file, each);
    if (!tensor)
      return tensor.takeError();
    outputs.push_back(std::move(*tensor));
  }
  return outputs;
}

static Error readPicture(StringRef path, const vitc_image_recipe &recipe, float *pixels) {
  Expected<MappedFile> file = MappedFile::open(path);
  if (!file)
    return file.takeError();
  vitc_image image = {};
  vitc_image_error reason = {};
  int failed = vitc_image_decode(file->bytes().data(), file->size(), &image, &reason);
  if (!failed)
    failed = vitc_image_prepare(&image, &recipe, pixels, &reason);
  vitc_image_free(&image);
  return failed ? inputError({path.str()}, reason.message) : Error::success();
}

Expected<HostTensor> readPictures(ArrayRef<std::string> files, const TensorInfo &wanted,
                                  const vitc_image_recipe &recipe) {
  HostTensor tensor(withBatch(wanted, files.size()));
  uint64_t stride = uint64_t(3) * recipe.height * recipe.width * sizeof(float);
  for (auto [index, path] : enumerate(files))
    if (Error error = readPicture(path, recipe,
                                  reinterpret_cast<float *>(tensor.bytes.data() + index * stride)))
      return std::move(error);
  return tensor;
}

HostTensor swapLeadingDimensions(const HostTensor &tensor) {
  TensorInfo info = tensor.info;
  std::swap(info.shape[0], info.shape[1]);
  HostTensor result(info);
  uint64_t outer = info.shape[0], inner = info.shape[1];
  uint64_t block = outer && inner ? tensor.bytes.size() / (outer * inner) : 0;
  for (uint64_t i = 0; i < outer; ++i)
    for (uint64_t j = 0; j < inner; ++j)
      std::memcpy(result.bytes.data() + (i * inner + j) * block,
                  tensor.bytes.data() + (j * outer + i) * block, block);
  return result;
}

Error writeOutputs(StringRef path, ArrayRef<HostTensor> outputs) {
  std::vector<HostTensor> stacked;
  stacked.reserve(outputs.size()); // tensors below point into it
  std::vector<TensorToWrite> tensors;
  for (const HostTensor &output : outputs) {
    const HostTensor *shown = &output;
    if (isStacked(output.info))
      shown = &stacked.emplace_back(swapLeadingDimensions(output));
    std::optional<Dtype> dtype = dtypeOf(shown->info.type);
    if (!dtype)
      return inputError({path.str()}, "internal error: an output that no file can hold");
    tensors.push_back({shown->info.name, *dtype, shown->info.shape, shown->bytes});
  }
  Expected<AtomicFile> file = AtomicFile::create(path);
  if (!file)
    return file.takeError();
  writeSafetensors(file->os(), tensors);
  return file->commit();
}

//===----------------------------------------------------------------------===//
// Numbers
//===----------------------------------------------------------------------===//

void fillRandom(HostTensor &tensor, uint64_t seed) {
  std::vector<float> values(tensor.elements());
  randomValues(tensor.info.name, seed, /*spread=*/1.0, /*constant=*/0.0, /*first=*/0, values);
  bool isFloat = tensor.info.type == ElementType::F32 || tensor.info.type == ElementType::F64;
  for (auto [index, value] : enumerate(values))
    tensor.setElement(index, isFloat ? value : value > 0);
}

void ErrorSquares::add(const HostTensor &found, const HostTensor &expected, uint64_t begin,
                       uint64_t end) {
  for (uint64_t i = begin; i < end; ++i) {
    double wanted = expected.element(i), delta = found.element(i) - wanted;
    difference += delta * delta;
    norm += wanted * wanted;
  }
}

ErrorSquares &ErrorSquares::operator+=(const ErrorSquares &other) {
  difference += other.difference;
  norm += other.norm;
  return *this;
}

double ErrorSquares::relative() const {
  if (difference == 0)
    return 0;
  double error = std::sqrt(difference / norm);
  return std::isfinite(error) ? error : std::numeric_limits<double>::infinity();
}

double relativeError(const HostTensor &found, const HostTensor &expected, uint64_t begin,
                     uint64_t end) {
  ErrorSquares squares;
  squares.add(found, expected, begin, end);
  return squares.relative();
}

double relativeError(const HostTensor &found, const HostTensor &expected) {
  return relativeError(found, expected, 0, expected.elements());
}

} // namespace vitc::driver
