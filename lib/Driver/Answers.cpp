//===- Answers.cpp - what a run prints ------------------------------------===//

#include "Answers.h"

#include "vitc/Import/Files/Safetensors.h"
#include "vitc/Runtime/Program.h"
#include "vitc/Support/Errors.h"
#include "vitc/Support/Format.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>

using namespace llvm;

namespace vitc::driver {

static const HostTensor *findLogits(const target::ModelInfo &info, ArrayRef<HostTensor> outputs) {
  if (info.answer == target::Answer::None)
    return nullptr;
  for (const HostTensor &output : outputs)
    if (output.info.name == "logits" && output.info.shape.size() == 2)
      return &output;
  return nullptr;
}

static Error printLabels(const Invocation &invocation, const target::ModelInfo &info,
                         const HostTensor &logits, ArrayRef<std::string> names) {
  std::vector<const char *> labels, titles;
  for (const std::string &label : info.labels)
    labels.push_back(label.c_str());
  for (const std::string &name : names)
    titles.push_back(name.c_str());
  HostTensor scores = logits.as(target::ElementType::F32);
  vitc_answer_format format = {};
  format.struct_size = sizeof(format);
  format.answer = static_cast<uint32_t>(info.answer);
  format.num_classes = logits.info.shape[1];
  format.num_labels = labels.size();
  format.labels = labels.data();
  format.top_k = invocation.topK;
  format.json = invocation.json;
  outs().flush(); // the runtime writes through stdio
  if (vitc_print_answers(stdout, &format, names.size(), titles.data(),
                         reinterpret_cast<const float *>(scores.bytes.data())) ||
      std::fflush(stdout))
    return systemError({"stdout"}, "write", errno);
  return Error::success();
}

static StringRef typeName(target::ElementType type) { return target::elementName(type); }

/// JSON has no word for infinities and NaN.
static std::string jsonNumber(double value) {
  return std::isfinite(value) ? formatted("{:.9g}", value) : "null";
}

/// Name, shape and range of one image's part of an output.
static void printFeature(bool json, const HostTensor &output, uint64_t image, uint64_t images) {
  uint64_t count = output.elements() / images, begin = image * count;
  double least = output.element(begin), most = least, sum = 0;
  for (uint64_t i = begin; i < begin + count; ++i) {
    double value = output.element(i);
    least = std::min(least, value);
    most = std::max(most, value);
    sum += value;
  }
  std::vector<int64_t> extents = output.info.shape;
  extents.front() /= images;
  std::string shape = shapeText(ArrayRef(extents).drop_front(extents.front() == 1 ? 1 : 0));
  if (json)
    outs() << formatted("{{\"name\": \"{}\", \"dtype\": \"{}\", \"shape\": {}, \"min\": {}, "
                        "\"max\": {}, \"mean\": {}}}",
                        output.info.name, typeName(output.info.type), shape, jsonNumber(least),
                        jsonNumber(most), jsonNumber(sum / count));
  else
    outs() << formatted("{}  {} {}  min {:.6g}  max {:.6g}  mean {:.6g}\n", output.info.name,
                        typeName(output.info.type), shape, least, most, sum / count);
}

Error printAnswers(const Invocation &invocation, const target::ModelInfo &info,
                   ArrayRef<HostTensor> outputs, ArrayRef<std::string> names) {
  if (const HostTensor *logits = findLogits(info, outputs))
    return printLabels(invocation, info, *logits, names);
  bool json = invocation.json, several = names.size() != 1;
  outs() << (json && several ? "[" : "");
  for (auto [image, name] : enumerate(names)) {
    if (json)
      outs() << (image ? ", [" : "[");
    else
      outs() << name << '\n';
    for (auto [index, output] : enumerate(outputs)) {
      outs() << (json && index ? ", " : "");
      printFeature(json, output, image, names.size());
    }
    outs() << (json ? "]" : "");
  }
  outs() << (json && several ? "]\n" : json ? "\n" : "");
  return Error::success();
}

} // namespace vitc::driver
