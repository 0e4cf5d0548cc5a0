//===- Decide.cpp - measurements before compilation -----------------------===//

#include "Decide.h"

#include "Calibration.h"

#include "vitc/Support/Errors.h"
#include "vitc/Support/Format.h"

#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using mlir::ModuleOp;
using mlir::OwningOpRef;

namespace vitc::driver {

/// Bounds settle after a few dozen pictures; folders may hold a million.
static constexpr size_t mostPictures = 256;

static void reportKept(const MixedPrecision &choice) {
  errs() << formatted("relative error up to {:.2e} on {}, at most {:.2e} asked for", choice.error,
                      choice.samples, choice.bound);
  if (choice.error != choice.lowError)
    errs() << formatted(", {:.2e} before", choice.lowError);
  errs() << '\n';
  for (const std::string &line : keptText(choice))
    errs() << "kept: " << line << '\n';
}

/// A precision that no product of a function takes would be a wish without an answer.
static Error checkPrecision(const Invocation &invocation, SourceModel &source) {
  if (invocation.precision == "f32" || source.directory() || source.isProgram())
    return Error::success();
  Expected<OwningOpRef<ModuleOp>> module = source.build(1);
  if (!module)
    return module.takeError();
  if (!findProducts(**module).empty())
    return Error::success();
  return foundExpected({invocation.model},
                       "--precision=" + invocation.precision +
                           " for a function without products "
                           "that it is for",
                       "vit.linear of [batch, tokens, features], vit.attention or vit.sdpa",
                       "products of [batch, features] and of single tokens stay in f32");
}

Expected<std::optional<MixedPrecision>> decide(const Invocation &invocation, SourceModel &source) {
  if (Error error = checkPrecision(invocation, source))
    return std::move(error);
  std::optional<MixedPrecision> choice;
  bool measures = !invocation.calibrate.empty();
  if (source.isProgram() || !(measures || invocation.maxError))
    return choice;
  Decisions decisions;
  if (measures) {
    Expected<std::vector<Sample>> samples = takeSamples(invocation, source, mostPictures);
    if (!samples)
      return samples.takeError();
    unsigned threads = invocation.threads.empty() ? 0 : invocation.threads.front();
    Expected<std::vector<double>> bounds = measureBounds(source, *samples, threads);
    if (!bounds)
      return bounds.takeError();
    decisions.bounds = std::move(*bounds);
  }
  if (invocation.maxError) {
    Expected<MixedPrecision> chosen = choosePrecisions(invocation, source, decisions);
    if (!chosen)
      return chosen.takeError();
    decisions.precisions = chosen->precisions;
    choice = std::move(*chosen);
    if (!invocation.quiet)
      reportKept(*choice);
  }
  source.setDecisions(std::move(decisions));
  return choice;
}

} // namespace vitc::driver
