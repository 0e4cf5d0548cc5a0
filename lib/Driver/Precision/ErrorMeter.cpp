//===- ErrorMeter.cpp - what precisions cost, on samples ------------------===//

#include "ErrorMeter.h"

#include "Code/ReferenceModel.h"

#include "vitc/Support/Progress.h"

#include "llvm/Support/MathExtras.h"

#include <algorithm>

using namespace llvm;
using mlir::ModuleOp;
using mlir::OwningOpRef;

namespace vitc::driver {

/// Deeper models are measured in this many groups of layers.
static constexpr size_t mostGroups = 12;

Expected<CompileRequest> measuringRequest(StringRef precision) {
  CompileRequest request;
  for (StringRef name : {"x86-64-v4", "x86-64-v3", "native"}) {
    Expected<target::TargetInfo> target = target::lookupTarget(name);
    if (!target)
      return target.takeError();
    if (!target::runsOnHost(*target))
      continue;
    request.targets.push_back(std::move(*target));
    break;
  }
  request.batches = {1};
  request.precision = precision.str();
  return request;
}

//===----------------------------------------------------------------------===//
// Running
//===----------------------------------------------------------------------===//

/// The precision that most units have is the model's: where all have one, the module is that of a
/// model of this precision.
static std::string commonPrecision(ArrayRef<std::string> precisions) {
  for (StringRef low : {"int8", "bf16"})
    if (is_contained(precisions, low))
      return low.str();
  return "f32";
}

Expected<std::vector<Sample>> ErrorMeter::run(ArrayRef<std::string> precisions) {
  std::string common = commonPrecision(precisions);
  decisions.precisions.assign(precisions.begin(), precisions.end());
  for (std::string &each : decisions.precisions)
    if (each == common)
      each.clear();
  Expected<CompileRequest> request = measuringRequest(common);
  if (!request)
    return request.takeError();
  source.changeModules([&](ModuleOp module) { decisions.apply(module); });
  Phases phases("");
  Expected<std::unique_ptr<CompiledModel>> model = CompiledModel::compile(source, *request, phases);
  source.changeModules(nullptr);
  if (!model)
    return model.takeError();
  Expected<std::unique_ptr<execution::LoadedModel>> loaded = (*model)->load(threads);
  if (!loaded)
    return loaded.takeError();
  std::vector<Sample> results;
  for (const Sample &sample : samples) {
    Expected<Sample> outputs = runLoaded(**loaded, (*model)->info(), sample);
    if (!outputs)
      return outputs.takeError();
    results.push_back(std::move(*outputs));
  }
  return results;
}

Error ErrorMeter::compareWithReferenceForm() {
  Expected<OwningOpRef<ModuleOp>> module = source.build(1);
  if (!module)
    return module.takeError();
  Phases phases("");
  Expected<ReferenceModel> model =
      ReferenceModel::compile(source, std::move(*module), ReferenceForm::F64, phases);
  if (!model)
    return model.takeError();
  Progress progress("running the reference form", samples.size());
  for (auto [index, sample] : enumerate(samples)) {
    Expected<Sample> outputs = model->run(sample);
    if (!outputs)
      return outputs.takeError();
    expected.push_back(std::move(*outputs));
    progress.update(index + 1);
  }
  return Error::success();
}

Error ErrorMeter::compareWithF32() {
  Expected<OwningOpRef<ModuleOp>> module = source.build(1);
  if (!module)
    return module.takeError();
  Expected<std::vector<Sample>> outputs =
      run(std::vector<std::string>(findProducts(**module).size(), "f32"));
  if (!outputs)
    return outputs.takeError();
  expected = std::move(*outputs);
  return Error::success();
}

//===----------------------------------------------------------------------===//
// Comparing
//===----------------------------------------------------------------------===//

/// The error of output `index`.
static SampleError outputError(ArrayRef<Sample> found, ArrayRef<Sample> expected, size_t index) {
  SampleError result;
  ErrorSquares all;
  for (auto [a, b] : zip_equal(found, expected)) {
    ErrorSquares one;
    one.add(a[index], b[index], 0, b[index].elements());
    all += one;
    result.greatest = std::max(result.greatest, one.relative());
  }
  result.overall = all.relative();
  return result;
}

Expected<SampleError> ErrorMeter::measure(ArrayRef<std::string> precisions) {
  Expected<std::vector<Sample>> found = run(precisions);
  if (!found)
    return found.takeError();
  ++count;
  SampleError result;
  for (auto [index, output] : enumerate(expected.front())) {
    SampleError error = outputError(*found, expected, index);
    if (output.info.name == "logits")
      return error;
    result.overall = std::max(result.overall, error.overall);
    result.greatest = std::max(result.greatest, error.greatest);
  }
  return result;
}

//===----------------------------------------------------------------------===//
// Sensitivities
//===----------------------------------------------------------------------===//

double Sensitivities::of(const ProductUnit &unit, ArrayRef<ProductUnit> units) const {
  double kind = kinds[static_cast<size_t>(unit.kind)], total = 0;
  for (const ProductUnit &other : units)
    if (other.kind == unit.kind)
      total += layers[other.layer];
  return total == 0 ? 0 : kind * layers[unit.layer] / total;
}

static unsigned layersOf(ArrayRef<ProductUnit> units) {
  unsigned layers = 0;
  for (const ProductUnit &unit : units)
    layers = std::max(layers, unit.layer + 1);
  return layers;
}

Expected<Sensitivities> measureSensitivities(ErrorMeter &meter, ArrayRef<ProductUnit> units,
                                             StringRef low, StringRef high, double error) {
  size_t kinds = static_cast<size_t>(ProductKind::Other) + 1, layers = layersOf(units);
  size_t perGroup = std::max<size_t>(1, divideCeil(layers, mostGroups));
  Progress progress("measuring precisions", kinds + divideCeil(layers, perGroup));
  size_t done = 0;
  auto costOf = [&](function_ref<bool(const ProductUnit &)> isLow) -> Expected<double> {
    progress.update(done++);
    if (none_of(units, isLow))
      return 0.0;
    std::vector<std::string> precisions;
    for (const ProductUnit &unit : units)
      precisions.push_back(isLow(unit) ? low.str() : high.str());
    Expected<SampleError> cost = meter.measure(precisions);
    if (!cost)
      return cost.takeError();
    return std::max(0.0, cost->overall * cost->overall - error * error);
  };
  Sensitivities result;
  for (size_t kind = 0; kind < kinds; ++kind) {
    Expected<double> cost =
        costOf([&](const ProductUnit &unit) { return static_cast<size_t>(unit.kind) == kind; });
    if (!cost)
      return cost.takeError();
    result.kinds.push_back(*cost);
  }
  for (size_t first = 0; first < layers; first += perGroup) {
    size_t end = std::min(layers, first + perGroup);
    Expected<double> cost =
        costOf([&](const ProductUnit &unit) { return unit.layer >= first && unit.layer < end; });
    if (!cost)
      return cost.takeError();
    result.layers.insert(result.layers.end(), end - first, *cost / (end - first));
  }
  return result;
}

} // namespace vitc::driver
