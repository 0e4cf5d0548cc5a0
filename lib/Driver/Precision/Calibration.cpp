//===- Calibration.cpp - what products read, measured ---------------------===//

#include "Calibration.h"

#include "ErrorMeter.h"
#include "Failure.h"
#include "Source/Probes.h"

#include "vitc/Pipelines/Graph.h"
#include "vitc/Support/Progress.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

#include <cmath>
#include <limits>

using namespace mlir;

namespace vitc::driver {

namespace {
/// Numbers linears across folds, which replace them.
constexpr StringLiteral numberAttr = "vitc.product";

/// @main with the inputs of its linears as results; for each linear the number of its input among
/// them.
class Instrument {
public:
  explicit Instrument(Phases &phases) : phases(phases) {}

  Error change(ModuleOp module);
  ArrayRef<size_t> probeOf() const { return probes; }

private:
  Phases &phases;
  std::vector<size_t> probes;
};
} // namespace

Error Instrument::change(ModuleOp module) {
  (void)findProducts(module);
  std::vector<vit::LinearOp> linears = findLinears(module);
  OpBuilder b(module.getContext());
  for (auto [number, linear] : llvm::enumerate(linears))
    linear->setAttr(numberAttr, b.getI64IntegerAttr(number));
  // Norms give what linears read once their affine part is in the weights.
  if (Error error = phases.run(module, "calibration", buildGraphFoldsPipeline))
    return error;
  probes.assign(linears.size(), 0);
  llvm::SmallVector<Value> values;
  for (vit::LinearOp linear : findLinears(module)) {
    auto known = llvm::find(values, linear.getInput());
    probes[linear->getAttrOfType<IntegerAttr>(numberAttr).getInt()] = known - values.begin();
    if (known == values.end())
      values.push_back(linear.getInput());
    linear->removeAttr(numberAttr);
  }
  addResults(module.lookupSymbol<func::FuncOp>("main"), values);
  return Error::success();
}

/// Infinite where a number is none.
static double greatestMagnitude(const HostTensor &tensor) {
  double greatest = 0;
  for (uint64_t i = 0, count = tensor.elements(); i < count; ++i) {
    double magnitude = std::fabs(tensor.element(i));
    if (std::isnan(magnitude))
      return std::numeric_limits<double>::infinity();
    greatest = std::max(greatest, magnitude);
  }
  return greatest;
}

static Expected<std::vector<double>> run(CompiledModel &model, ArrayRef<Sample> samples,
                                         size_t probes, unsigned threads) {
  Expected<std::unique_ptr<execution::LoadedModel>> loaded = model.load(threads);
  if (!loaded)
    return loaded.takeError();
  Progress progress("measuring what products read", samples.size());
  std::vector<double> bounds(probes, 0.0);
  for (auto [index, sample] : llvm::enumerate(samples)) {
    Expected<std::vector<HostTensor>> outputs = runLoaded(**loaded, model.info(), sample);
    if (!outputs)
      return outputs.takeError();
    size_t first = outputs->size() - probes;
    for (size_t probe = 0; probe < probes; ++probe)
      bounds[probe] = std::max(greatestMagnitude((*outputs)[first + probe]), bounds[probe]);
    progress.update(index + 1);
  }
  return bounds;
}

/// What is no number bounds nothing.
static Error checkBounds(const SourceModel &source, ArrayRef<double> bounds) {
  for (double bound : bounds)
    if (!std::isfinite(bound))
      return inputError(
          {source.name().str()},
          "found a product that reads infinities or NaN on a sample, expected numbers",
          "'vitc verify' names the first op that makes them");
  return Error::success();
}

Expected<std::vector<double>> measureBounds(SourceModel &source, ArrayRef<Sample> samples,
                                            unsigned threads) {
  Phases phases("");
  Instrument instrument(phases);
  Error failure = Error::success();
  source.changeModules([&](ModuleOp module) {
    failure = llvm::joinErrors(std::move(failure), instrument.change(module));
  });
  Expected<CompileRequest> request = measuringRequest("f32");
  if (!request)
    return llvm::joinErrors(std::move(failure), request.takeError());
  Expected<std::unique_ptr<CompiledModel>> model = CompiledModel::compile(source, *request, phases);
  source.changeModules(nullptr);
  if (failure) {
    llvm::consumeError(model.takeError());
    return std::move(failure);
  }
  if (!model)
    return model.takeError();
  ArrayRef<size_t> probeOf = instrument.probeOf();
  size_t probes = probeOf.empty() ? 0 : *llvm::max_element(probeOf) + 1;
  Expected<std::vector<double>> bounds = run(**model, samples, probes, threads);
  if (!bounds)
    return bounds.takeError();
  std::vector<double> result;
  for (size_t probe : probeOf)
    result.push_back((*bounds)[probe]);
  if (Error error = checkBounds(source, result))
    return std::move(error);
  return result;
}

} // namespace vitc::driver
