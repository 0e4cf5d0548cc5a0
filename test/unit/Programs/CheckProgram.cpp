//===- CheckProgram.cpp - is a program's fast path right? -----------------===//

#include "CheckProgram.h"

#include "CompiledProgram.h"

#include "vitc/Support/Errors.h"

#include "llvm/Support/FormatVariadic.h"

#include <algorithm>
#include <cmath>

using namespace vitc;
using namespace vitc::test;

namespace {
class Checker {
public:
  Checker(ParsedProgram &program, uint64_t seed)
      : program(program), inputs(program.makeInputs(seed)) {}

  Error check(const CheckOptions &options);

private:
  Error checkLevel(const std::string &level, const CheckOptions &options);
  Error checkErrors(const std::string &level, const Tensors &found);
  Error checkOne(const std::string &level, const HostTensor &found, size_t output);
  Error checkSameBits(const std::string &level, const Tensors &found) const;
  /// The greatest error of the f32 reference form in the first `samples` samples.
  Expected<double> referenceError(size_t output, unsigned samples);
  Error runSample();

  ParsedProgram &program;
  Tensors inputs, exact;
  /// Of the f32 reference form, as they are asked for: on the inputs, then on inputs with other
  /// last bits.
  std::vector<Tensors> samples;
  std::vector<uint8_t> packed; ///< By the first level above the baseline.
  Tensors first;               ///< Outputs of that level.
};
} // namespace

static Error failure(const std::string &level, const std::string &what) {
  return inputError({}, level + ": " + what);
}

/// ‖found − exact‖ / ‖exact‖; ‖found‖ where everything should be zero.
static double errorOf(const HostTensor &found, const HostTensor &exact) {
  double difference = 0, norm = 0;
  for (uint64_t i = 0, count = exact.elements(); i < count; ++i) {
    double delta = found.element(i) - exact.element(i);
    difference += delta * delta;
    norm += exact.element(i) * exact.element(i);
  }
  double error = std::sqrt(norm == 0 ? difference : difference / norm);
  return std::isfinite(error) ? error : HUGE_VAL;
}

/// Moves every element to its neighbour in f32, up or down.
static Tensors rounded(Tensors inputs, uint64_t seed) {
  Random random(seed);
  for (HostTensor &input : inputs)
    for (uint64_t i = 0, count = input.elements(); i < count; ++i)
      input.setElement(i, std::nextafterf(static_cast<float>(input.element(i)),
                                          random.once(2) ? HUGE_VALF : -HUGE_VALF));
  return inputs;
}

Error Checker::runSample() {
  Expected<Tensors> outputs = program.runReference(
      driver::ReferenceForm::F32, samples.empty() ? inputs : rounded(inputs, samples.size()));
  if (!outputs)
    return outputs.takeError();
  samples.push_back(std::move(*outputs));
  return Error::success();
}

Expected<double> Checker::referenceError(size_t output, unsigned count) {
  double error = 0;
  for (unsigned i = 0; i < count; ++i) {
    if (i == samples.size())
      if (Error failed = runSample())
        return std::move(failed);
    error = std::max(error, errorOf(samples[i][output], exact[output]));
  }
  return error;
}

/// The indices of `vit.top_k`: where they differ from the exact ones, the entries are as good as
/// equal, which the values show.
static bool isIndex(const HostTensor &tensor) {
  return tensor.info.type == target::ElementType::I64;
}

Error Checker::checkOne(const std::string &level, const HostTensor &found, size_t output) {
  if (isIndex(found))
    return Error::success();
  double error = errorOf(found, exact[output]), reference = 0;
  // Nobody is asked where the error is small. One rounding may be lucky where a few numbers decide
  // (the mean of two that are close): so several are, before it counts as wrong.
  for (unsigned count : {0, 1, 8}) {
    Expected<double> sampled = referenceError(output, count);
    if (!sampled)
      return sampled.takeError();
    reference = *sampled;
    if (error <= 1e-6 + 10 * reference)
      return Error::success();
  }
  return failure(
      level, "output " + std::to_string(output) + " has error " +
                 llvm::formatv("{0:e3}, the f32 reference form {1:e3}", error, reference).str());
}

Error Checker::checkErrors(const std::string &level, const Tensors &found) {
  for (size_t i = 0; i < found.size(); ++i)
    if (Error error = checkOne(level, found[i], i))
      return error;
  return Error::success();
}

Error Checker::checkSameBits(const std::string &level, const Tensors &found) const {
  for (size_t i = 0; i < found.size(); ++i)
    if (found[i].bytes != first[i].bytes)
      return failure(level,
                     "output " + std::to_string(i) + " has other bits than at the level before");
  return Error::success();
}

Error Checker::checkLevel(const std::string &level, const CheckOptions &options) {
  bool baseline = level == "x86-64";
  bool packs = baseline || packed.empty() || options.everyPrepare;
  CompileOptions how;
  how.packed = packs ? nullptr : &packed;
  how.hastyPrepare = packed.empty();
  Expected<Code> code = program.compile(level, how);
  if (!code)
    return code.takeError();
  if (!baseline && !packed.empty() && code->packed != packed)
    return failure(level, "packed weights have other bytes than at the level before");
  Expected<Tensors> outputs = code->run(inputs, {}, /*threads=*/first.empty() ? 1 : 3);
  if (!outputs)
    return outputs.takeError();
  if (Error error = checkErrors(level, *outputs))
    return error;
  if (baseline)
    return Error::success();
  if (!first.empty())
    return checkSameBits(level, *outputs);
  packed = std::move(code->packed);
  first = std::move(*outputs);
  return Error::success();
}

Error Checker::check(const CheckOptions &options) {
  Expected<Tensors> outputs = program.runReference(driver::ReferenceForm::F64, inputs);
  if (!outputs)
    return outputs.takeError();
  exact = std::move(*outputs);
  for (const std::string &level : levelsOfHost())
    if (level != "x86-64" || options.baseline)
      if (Error error = checkLevel(level, options))
        return error;
  return Error::success();
}

Error vitc::test::checkProgram(StringRef path, uint64_t seed, const CheckOptions &options) {
  Expected<std::unique_ptr<ParsedProgram>> program = ParsedProgram::open(path);
  if (!program)
    return program.takeError();
  if (!options.verify)
    (*program)->omitVerification();
  return Checker(**program, seed).check(options);
}
