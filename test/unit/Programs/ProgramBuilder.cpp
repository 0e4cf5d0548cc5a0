//===- ProgramBuilder.cpp - vit programs written op by op -----------------===//

#include "ProgramBuilder.h"

#include "vitc/Import/Files/RandomWeights.h"
#include "vitc/Support/Errors.h"

#include "llvm/ADT/APFloat.h"
#include "llvm/Support/raw_ostream.h"

#include <cstring>
#include <functional>
#include <limits>
#include <numeric>

using namespace vitc;
using namespace vitc::test;

uint64_t Random::next() {
  state += 0x9e3779b97f4a7c15;
  uint64_t z = state;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

std::string vitc::test::typeText(const Shape &shape, const std::string &element) {
  std::string text = "tensor<";
  for (int64_t size : shape)
    text += std::to_string(size) + "x";
  return text + element + ">";
}

static std::string join(const std::vector<std::string> &words) {
  std::string text;
  for (const std::string &word : words)
    text += (text.empty() ? "" : ", ") + word;
  return text;
}

static void append(std::string &list, const std::string &word) {
  list += (list.empty() ? "" : ", ") + word;
}

OpText &OpText::operator<<(const Tensor &operand) {
  words += operand.name;
  types.push_back(typeText(operand.shape));
  return *this;
}

//===----------------------------------------------------------------------===//
// Weights
//===----------------------------------------------------------------------===//

static std::string elementText(Dtype dtype) {
  return dtype == Dtype::F16 ? "f16" : dtype == Dtype::BF16 ? "bf16" : "f32";
}

/// `elements` rounded to `dtype`.
static std::vector<uint8_t> encode(const std::vector<float> &elements, Dtype dtype) {
  std::vector<uint8_t> bytes(elements.size() * (dtype == Dtype::F32 ? 4 : 2));
  if (dtype == Dtype::F32) {
    std::memcpy(bytes.data(), elements.data(), bytes.size());
    return bytes;
  }
  const llvm::fltSemantics &semantics =
      dtype == Dtype::F16 ? llvm::APFloat::IEEEhalf() : llvm::APFloat::BFloat();
  for (size_t i = 0; i < elements.size(); ++i) {
    llvm::APFloat value(elements[i]);
    bool losesInfo;
    value.convert(semantics, llvm::APFloat::rmNearestTiesToEven, &losesInfo);
    auto bits = static_cast<uint16_t>(value.bitcastToAPInt().getZExtValue());
    std::memcpy(bytes.data() + 2 * i, &bits, 2);
  }
  return bytes;
}

Tensor ProgramBuilder::weightOf(Shape shape, const std::vector<float> &elements) {
  std::string name = "w" + std::to_string(program.weights.size());
  declarations += "vit.weight @" + name + " : " + typeText(shape, elementText(stored)) +
                  " in \"weights.safetensors\"\n";
  program.weights.push_back({name, stored, shape, encode(elements, stored)});
  Tensor value{fresh(), shape};
  addLine(value.name + " = vit.parameter @" + name + " : " + typeText(shape));
  return value;
}

static int64_t elementCount(const Shape &shape) {
  return std::accumulate(shape.begin(), shape.end(), int64_t(1), std::multiplies<>());
}

Tensor ProgramBuilder::weight(Shape shape, Elements elements) {
  std::vector<float> values(elementCount(shape));
  randomValues("w" + std::to_string(program.weights.size()), seed, elements.spread,
               elements.constant, 0, values);
  return weightOf(std::move(shape), values);
}

Tensor ProgramBuilder::mask(Shape shape) {
  std::vector<float> values(elementCount(shape));
  Random random(seed + program.weights.size());
  for (size_t i = 0; i < values.size(); ++i) {
    uint64_t kind = random.below(4);
    if (kind == 0 && i % shape.back() != 0)
      values[i] = -std::numeric_limits<float>::infinity();
    else if (kind == 1)
      values[i] = random.below(64) / 16.0f - 2;
  }
  return weightOf(std::move(shape), values);
}

//===----------------------------------------------------------------------===//
// The function
//===----------------------------------------------------------------------===//

Tensor ProgramBuilder::input(Shape shape) {
  Tensor value{fresh(), std::move(shape)};
  append(arguments, value.name + ": " + typeText(value.shape) + " {vitc.input = \"input" +
                        std::to_string(inputs++) + "\"}");
  return value;
}

Tensor ProgramBuilder::add(const OpText &op, Shape shape) {
  Tensor value{fresh(), std::move(shape)};
  addLine(value.name + " = " + op.words + " : (" + join(op.types) + ") -> " +
          typeText(value.shape));
  return value;
}

Tensor ProgramBuilder::addPlain(const OpText &op, Shape shape) {
  Tensor value{fresh(), std::move(shape)};
  addLine(value.name + " = " + op.words + " : " + typeText(value.shape));
  return value;
}

void ProgramBuilder::addTopK(const Tensor &input, int64_t k) {
  Tensor values{fresh(), {input.shape[0], k}};
  std::string indices = fresh(), indexType = typeText(values.shape, "i64");
  addLine(values.name + ", " + indices + " = vit.top_k " + input.name +
          " k = " + std::to_string(k) + " : (" + typeText(input.shape) + ") -> (" +
          typeText(values.shape) + ", " + indexType + ")");
  output(values);
  append(returned, indices);
  append(returnedTypes, indexType);
  append(resultTypes, indexType + " {vitc.output = \"output" + std::to_string(outputs++) + "\"}");
}

void ProgramBuilder::output(const Tensor &value) {
  append(returned, value.name);
  append(returnedTypes, typeText(value.shape));
  append(resultTypes,
         typeText(value.shape) + " {vitc.output = \"output" + std::to_string(outputs++) + "\"}");
}

Program ProgramBuilder::finish() {
  program.text = declarations + "func.func @main(" + arguments + ")\n    -> (" + resultTypes +
                 ") attributes {vitc.entry} {\n" + body + "  return " + returned + " : " +
                 returnedTypes + "\n}\n";
  return std::move(program);
}

//===----------------------------------------------------------------------===//
// Files
//===----------------------------------------------------------------------===//

static Error writeFile(const std::string &path, function_ref<void(raw_ostream &)> content) {
  std::error_code code;
  llvm::raw_fd_ostream os(path, code);
  if (code)
    return llvm::createFileError(path, code);
  content(os);
  return Error::success();
}

Expected<std::string> Program::write(StringRef folder) const {
  std::vector<TensorToWrite> tensors;
  for (const Weight &weight : weights)
    tensors.push_back({weight.name, weight.dtype, weight.shape, weight.bytes});
  std::string path = (folder + "/program.mlir").str();
  if (Error error = writeFile((folder + "/weights.safetensors").str(),
                              [&](raw_ostream &os) { writeSafetensors(os, tensors); }))
    return std::move(error);
  if (Error error = writeFile(path, [&](raw_ostream &os) { os << text; }))
    return std::move(error);
  return path;
}
