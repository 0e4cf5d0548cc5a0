//===- MixedPrecision.cpp - which products stay more exact than others ----===//
//
// Two precisions of a model's three take part: the lowest that is exact enough for all products at
// once, and the one below it. What units add to the square of the error is measured by kinds and by
// layers; units that add most for their work go first; how many go, bisection over measurements
// says, so the bound holds whatever the estimate was worth.
//
//===----------------------------------------------------------------------===//

#include "MixedPrecision.h"

#include "ErrorMeter.h"
#include "Failure.h"

#include "vitc/Support/Format.h"

#include "llvm/ADT/StringExtras.h"

#include <map>
#include <numeric>

using namespace llvm;
using mlir::ModuleOp;
using mlir::OwningOpRef;

namespace vitc::driver {

/// Errors of a precision differ little between pictures, and each costs a run in f64.
static constexpr size_t mostSamples = 16;
/// Compilations that look for the number of units to keep.
static constexpr unsigned mostSteps = 6;

namespace {
class Chooser {
public:
  Chooser(ErrorMeter &meter, MixedPrecision &choice) : meter(meter), choice(choice) {}

  Error choose(StringRef model, StringRef precision);

private:
  Expected<SampleError> measureAll(StringRef precision) {
    return meter.measure(std::vector<std::string>(choice.units.size(), precision.str()));
  }
  Error keep(StringRef low, StringRef high, SampleError highError);
  std::vector<size_t> unitsByCost(const Sensitivities &costs) const;
  size_t firstGuess(const Sensitivities &costs, ArrayRef<size_t> order, double highError) const;
  std::vector<std::string> keeping(ArrayRef<size_t> kept, StringRef low, StringRef high) const;

  ErrorMeter &meter;
  MixedPrecision &choice;
};
} // namespace

std::vector<size_t> Chooser::unitsByCost(const Sensitivities &costs) const {
  std::vector<size_t> order(choice.units.size());
  std::iota(order.begin(), order.end(), 0);
  auto gain = [&](size_t unit) {
    double flops = std::max<int64_t>(choice.units[unit].flops, 1);
    return costs.of(choice.units[unit], choice.units) / flops;
  };
  llvm::sort(order,
             [&](size_t a, size_t b) { return std::pair(-gain(a), a) < std::pair(-gain(b), b); });
  return order;
}

/// How many units of `order` have to be kept if their errors add up as independent ones do.
size_t Chooser::firstGuess(const Sensitivities &costs, ArrayRef<size_t> order,
                           double highError) const {
  double left = highError * highError;
  for (size_t unit : order)
    left += costs.of(choice.units[unit], choice.units);
  for (auto [kept, unit] : enumerate(order)) {
    if (left <= choice.bound * choice.bound)
      return kept;
    left -= costs.of(choice.units[unit], choice.units);
  }
  return order.size();
}

std::vector<std::string> Chooser::keeping(ArrayRef<size_t> kept, StringRef low,
                                          StringRef high) const {
  std::vector<std::string> precisions(choice.units.size(), low.str());
  for (size_t unit : kept)
    precisions[unit] = high.str();
  return precisions;
}

/// Keeps as few units in `high` as measurements allow; all of them are enough.
Error Chooser::keep(StringRef low, StringRef high, SampleError highError) {
  Expected<Sensitivities> costs =
      measureSensitivities(meter, choice.units, low, high, highError.overall);
  if (!costs)
    return costs.takeError();
  std::vector<size_t> order = unitsByCost(*costs);
  size_t tooFew = 0, enough = order.size();
  size_t next = std::clamp<size_t>(firstGuess(*costs, order, highError.overall), 1, enough);
  choice.precisions = keeping(order, low, high);
  choice.error = highError.greatest;
  for (unsigned step = 0; step < mostSteps && tooFew + 1 < enough; ++step) {
    next = std::clamp(next, tooFew + 1, enough - 1);
    std::vector<std::string> precisions = keeping(ArrayRef(order).take_front(next), low, high);
    Expected<SampleError> error = meter.measure(precisions);
    if (!error)
      return error.takeError();
    bool holds = error->greatest <= choice.bound;
    if (holds) {
      enough = next;
      choice.precisions = std::move(precisions);
      choice.error = error->greatest;
    } else {
      tooFew = next;
    }
    // The guess is near: first steps are short, then the rest is halved.
    size_t stride = size_t(1) << step;
    next = holds ? (enough > stride ? enough - stride : 1) : tooFew + stride;
    if (step >= 2)
      next = (tooFew + enough) / 2;
  }
  return Error::success();
}

Error Chooser::choose(StringRef model, StringRef precision) {
  SmallVector<StringRef> levels = {"f32", "bf16"};
  if (precision == "int8")
    levels.push_back("int8");
  SampleError found;
  for (size_t level = levels.size(); level-- > 0;) { // the lowest precision first
    Expected<SampleError> error = measureAll(levels[level]);
    if (!error)
      return error.takeError();
    found = *error;
    if (levels[level] == precision) {
      choice.lowError = choice.error = found.greatest;
      choice.precisions.assign(choice.units.size(), precision.str());
    }
    if (found.greatest > choice.bound)
      continue;
    return levels[level] == precision ? Error::success()
                                      : keep(levels[level + 1], levels[level], found);
  }
  return inputError({model.str()},
                    formatted("found a relative error of {:.3e} in f32 on one of {}, expected at "
                              "most {:.3e} as --max-error says",
                              found.greatest, choice.samples, choice.bound),
                    "f32 is the most exact there is");
}

Expected<MixedPrecision> choosePrecisions(const Invocation &invocation, SourceModel &source,
                                          const Decisions &decisions) {
  Expected<std::vector<Sample>> samples = takeSamples(invocation, source, mostSamples);
  if (!samples)
    return samples.takeError();
  Expected<OwningOpRef<ModuleOp>> module = source.build(1);
  if (!module)
    return module.takeError();
  MixedPrecision choice;
  choice.units = findProducts(**module);
  for (ProductUnit &unit : choice.units)
    unit.ops.clear(); // they die with the module
  choice.bound = *invocation.maxError;
  choice.samples = describeSamples(invocation, samples->size());
  unsigned threads = invocation.threads.empty() ? 0 : invocation.threads.front();
  ErrorMeter meter(source, *samples, decisions, threads);
  if (Error error = meter.compareWithReferenceForm())
    return std::move(error);
  if (Error error = Chooser(meter, choice).choose(invocation.model, invocation.precision))
    return std::move(error);
  for (std::string &precision : choice.precisions)
    if (precision == invocation.precision)
      precision.clear();
  return choice;
}

/// `0, 3-5`.
static std::string rangesText(ArrayRef<unsigned> numbers) {
  std::vector<std::string> parts;
  for (size_t i = 0; i < numbers.size();) {
    size_t end = i + 1;
    while (end < numbers.size() && numbers[end] == numbers[end - 1] + 1)
      ++end;
    parts.push_back(end == i + 1 ? std::to_string(numbers[i])
                                 : formatted("{}-{}", numbers[i], numbers[end - 1]));
    i = end;
  }
  return join(parts, ", ");
}

std::vector<std::string> keptText(const MixedPrecision &choice) {
  std::map<std::pair<ProductKind, std::string>, std::vector<unsigned>> kept;
  for (auto [unit, precision] : zip_equal(choice.units, choice.precisions))
    if (!precision.empty())
      kept[{unit.kind, precision}].push_back(unit.layer);
  std::vector<std::string> lines;
  for (const auto &[key, layers] : kept)
    lines.push_back(formatted("{} of {} {} in {}", productKindName(key.first),
                              layers.size() == 1 ? "layer" : "layers", rangesText(layers),
                              key.second));
  return lines;
}

} // namespace vitc::driver
