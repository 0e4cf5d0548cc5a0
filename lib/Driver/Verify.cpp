//===- Verify.cpp - vitc verify -------------------------------------------===//
//
// Optimised code against an oracle: the f64 reference form, or a file. The f32 reference form says
// how much rounding alone explains; ten times that is a fault. With --precision=bf16 or int8 the
// bound is what that rounding of factors explains, or what --max-error promises. Outputs are those
// of the code that `vitc compile` makes; hidden states are of other code, which computes all of
// them. What diverges is compiled again with the values that ops leave in memory as results, and
// the first op whose values diverge is named.
//
//===----------------------------------------------------------------------===//

#include "Code/CompiledModel.h"
#include "Code/ReferenceModel.h"
#include "Commands.h"
#include "Failure.h"
#include "Precision/Decide.h"
#include "Precision/ErrorShares.h"
#include "Source/Probes.h"
#include "Source/Products.h"

#include "vitc/Driver/Verify.h"
#include "vitc/Support/Format.h"
#include "vitc/Support/Progress.h"

#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

#include <cmath>

using namespace llvm;
using mlir::ModuleOp;
using mlir::OwningOpRef;

namespace vitc::driver {

namespace {
constexpr double tolerance = 10;    ///< Times the f32 reference form's error.
constexpr double leastError = 1e-6; ///< Never a fault: the rounding of any f32 program.
constexpr double bf16Error = 8e-3;  ///< What rounding factors to bf16 may cost.
constexpr double int8Error = 3e-2;  ///< To integers of 8 bits.

/// An output, or one layer of the hidden states.
struct Comparison {
  std::string name;
  double error;     ///< Of the optimised code: relative L2.
  double reference; ///< Of the f32 reference form, against the f64 one.
  double least;     ///< Never a fault.
  bool diverges() const {
    return !std::isfinite(error) || error > std::max(tolerance * reference, least);
  }
};

class Verifier {
public:
  /// `layered` returns what `asked` returns, in this order, and perhaps hidden states behind it.
  Verifier(const Invocation &invocation, SourceModel &asked, SourceModel &layered,
           PhaseObserver observer)
      : invocation(invocation), asked(asked), layered(layered),
        phases(invocation.dumpPhases, std::move(observer)) {}

  Error run();

private:
  Expected<std::vector<HostTensor>> makeInputs(ArrayRef<target::TensorInfo> wanted);
  Expected<std::vector<HostTensor>> readOracle(ModuleOp module, int64_t batch);
  Expected<std::vector<HostTensor>> runReference(ReferenceForm form, ArrayRef<HostTensor> inputs);
  Expected<std::vector<HostTensor>> runOptimised(SourceModel &source, ArrayRef<HostTensor> inputs);
  Expected<std::vector<HostTensor>> runWithLayers(ArrayRef<HostTensor> inputs);
  void compare(const HostTensor &found, const HostTensor &oracle, const HostTensor &rounded,
               const HostTensor &exact);
  void compareLayers(const HostTensor &found, const HostTensor &oracle, const HostTensor &rounded,
                     const HostTensor &exact);
  Expected<std::optional<Comparison>> findOp(ArrayRef<HostTensor> inputs);
  const Comparison *firstDivergence() const;
  Error conclude(ArrayRef<HostTensor> inputs);
  double least() const {
    return invocation.precision == "int8"   ? int8Error
           : invocation.precision == "bf16" ? bf16Error
                                            : leastError;
  }
  double leastOf(StringRef output) const;

  const Invocation &invocation;
  SourceModel &asked, &layered;
  Phases phases;
  std::vector<Comparison> outputs, layers;
  bool hasLogits = false;
};
} // namespace

Expected<std::vector<HostTensor>> Verifier::makeInputs(ArrayRef<target::TensorInfo> wanted) {
  if (!invocation.input.empty())
    return readInputs(invocation.input, wanted);
  std::vector<HostTensor> inputs;
  for (const target::TensorInfo &info : wanted)
    fillRandom(inputs.emplace_back(info), invocation.seed);
  return inputs;
}

/// What --reference says the outputs are.
Expected<std::vector<HostTensor>> Verifier::readOracle(ModuleOp module, int64_t batch) {
  Expected<std::vector<target::TensorInfo>> wanted = mainOutputs(module);
  if (!wanted)
    return wanted.takeError();
  for (target::TensorInfo &info : *wanted)
    info = withBatch(std::move(info), batch);
  return readOutputs(invocation.referenceFile, *wanted);
}

Expected<std::vector<HostTensor>> Verifier::runReference(ReferenceForm form,
                                                         ArrayRef<HostTensor> inputs) {
  Expected<OwningOpRef<ModuleOp>> module = layered.build(inputs.front().info.shape[0]);
  if (!module)
    return module.takeError();
  Expected<ReferenceModel> model =
      ReferenceModel::compile(layered, std::move(*module), form, phases);
  if (!model)
    return model.takeError();
  Progress progress("running the reference form");
  return model->run(inputs);
}

Expected<std::vector<HostTensor>> Verifier::runOptimised(SourceModel &source,
                                                         ArrayRef<HostTensor> inputs) {
  Expected<CompileRequest> request = requestOf(invocation, "native");
  if (!request)
    return request.takeError();
  Expected<std::unique_ptr<CompiledModel>> model = CompiledModel::compile(source, *request, phases);
  if (!model)
    return model.takeError();
  unsigned threads = invocation.threads.empty() ? 0 : invocation.threads.front();
  Expected<std::unique_ptr<execution::LoadedModel>> loaded = (*model)->load(threads);
  if (!loaded)
    return loaded.takeError();
  return runLoaded(**loaded, (*model)->info(), inputs);
}

/// The outputs of the code that is asked for, then those that other code has beyond them.
Expected<std::vector<HostTensor>> Verifier::runWithLayers(ArrayRef<HostTensor> inputs) {
  Expected<std::vector<HostTensor>> found = runOptimised(asked, inputs);
  if (!found || &layered == &asked)
    return found;
  Expected<std::vector<HostTensor>> all = runOptimised(layered, inputs);
  if (!all)
    return all.takeError();
  for (HostTensor &extra : drop_begin(*all, found->size()))
    found->push_back(std::move(extra));
  return found;
}

/// What never is a fault in `output`. --max-error is a promise about logits, of models without them
/// about every output.
double Verifier::leastOf(StringRef output) const {
  bool promised = output == "logits" || (output != "hidden_states" && !hasLogits);
  return invocation.maxError && promised ? *invocation.maxError : least();
}

void Verifier::compareLayers(const HostTensor &found, const HostTensor &oracle,
                             const HostTensor &rounded, const HostTensor &exact) {
  // [batch, layers + 1, tokens, width]: layers outermost, so that each is one range.
  HostTensor a = swapLeadingDimensions(found), expected = swapLeadingDimensions(oracle);
  HostTensor b = swapLeadingDimensions(rounded), reference = swapLeadingDimensions(exact);
  uint64_t count = expected.info.shape[0], size = expected.elements() / count;
  for (uint64_t i = 0; i < count; ++i)
    layers.push_back({i == 0 ? "embeddings" : formatted("encoder.layer.{}", i - 1),
                      relativeError(a, expected, i * size, (i + 1) * size),
                      relativeError(b, reference, i * size, (i + 1) * size), least()});
}

void Verifier::compare(const HostTensor &found, const HostTensor &oracle, const HostTensor &rounded,
                       const HostTensor &exact) {
  outputs.push_back({found.info.name, relativeError(found, oracle), relativeError(rounded, exact),
                     leastOf(found.info.name)});
  if (found.info.name == "hidden_states" && found.info.shape.size() == 4)
    compareLayers(found, oracle, rounded, exact);
}

/// The images of a batch, one by one.
static std::vector<Sample> splitBatch(ArrayRef<HostTensor> inputs, int64_t batch) {
  std::vector<Sample> images;
  for (int64_t i = 0; i < batch; ++i)
    images.push_back(partOfBatch(inputs, i, batch));
  return images;
}

static void printText(ArrayRef<Comparison> outputs) {
  outs() << "output                  relative error   of the f32 reference form\n";
  for (const Comparison &each : outputs)
    outs() << formatted("{:<22}  {:>14.3e}   {:>25.3e}{}\n", each.name, each.error, each.reference,
                        each.diverges() ? "   diverges" : "");
}

static void printJson(ArrayRef<Comparison> outputs, ArrayRef<Comparison> layers,
                      const std::optional<ErrorShares> &shares) {
  json::OStream json(outs(), /*IndentSize=*/2);
  auto list = [&](StringRef key, ArrayRef<Comparison> comparisons) {
    json.attributeArray(key, [&] {
      for (const Comparison &each : comparisons)
        json.object([&] {
          json.attribute("name", each.name);
          json.attribute("relative_error", each.error);
          json.attribute("reference_f32_error", each.reference);
          json.attribute("diverges", each.diverges());
        });
    });
  };
  json.object([&] {
    list("outputs", outputs);
    list("layers", layers);
    if (shares)
      writeShares(json, *shares);
  });
  outs() << '\n';
}

const Comparison *Verifier::firstDivergence() const {
  for (ArrayRef<Comparison> list : {ArrayRef(layers), ArrayRef(outputs)})
    for (const Comparison &each : list)
      if (each.diverges())
        return &each;
  return nullptr;
}

/// The first op that diverges when what ops leave in memory is returned. None: the code that is
/// made then is right, or the oracle is a file about another model.
Expected<std::optional<Comparison>> Verifier::findOp(ArrayRef<HostTensor> inputs) {
  std::vector<std::string> places;
  layered.changeModules([&](ModuleOp module) { places = addProbes(module); });
  Expected<std::vector<HostTensor>> found = runOptimised(layered, inputs);
  if (!found)
    return found.takeError();
  Expected<std::vector<HostTensor>> exact = runReference(ReferenceForm::F64, inputs);
  if (!exact)
    return exact.takeError();
  Expected<std::vector<HostTensor>> rounded = runReference(ReferenceForm::F32, inputs);
  if (!rounded)
    return rounded.takeError();
  layered.changeModules(nullptr);
  size_t first = found->size() - places.size();
  for (size_t i = 0; i < places.size(); ++i) {
    const HostTensor &reference = (*exact)[first + i];
    Comparison op{places[i], relativeError((*found)[first + i], reference),
                  relativeError((*rounded)[first + i], reference), least()};
    if (op.diverges())
      return op;
  }
  return std::nullopt;
}

Error Verifier::conclude(ArrayRef<HostTensor> inputs) {
  const Comparison *first = firstDivergence();
  if (!first)
    return Error::success();
  Expected<std::optional<Comparison>> op = findOp(inputs);
  if (!op)
    return op.takeError();
  const Comparison &named = *op ? **op : *first;
  if (!std::isfinite(named.error))
    return make_error<CheckFailure>(formatted(
        "vitc: {} is the first with values that are not finite, expected finite ones to compare",
        named.name));
  return make_error<CheckFailure>(
      formatted("vitc: {} diverges first: relative error {:.3e}, the f32 reference form has {:.3e}",
                named.name, named.error, named.reference));
}

Error Verifier::run() {
  Expected<OwningOpRef<ModuleOp>> module = asked.build(0);
  if (!module)
    return module.takeError();
  if (Error error = asked.checkHasTensors())
    return error;
  Expected<std::vector<target::TensorInfo>> wanted = mainInputs(**module);
  if (!wanted)
    return wanted.takeError();
  Expected<std::vector<HostTensor>> inputs = makeInputs(*wanted);
  if (!inputs)
    return inputs.takeError();
  int64_t batch = batchOf(*inputs, *wanted);
  std::optional<std::vector<HostTensor>> given;
  if (!invocation.referenceFile.empty()) { // a broken file should not cost the runs
    Expected<std::vector<HostTensor>> oracle = readOracle(**module, batch);
    if (!oracle)
      return oracle.takeError();
    given = std::move(*oracle);
  }
  Expected<std::vector<HostTensor>> found = runWithLayers(*inputs);
  if (!found)
    return found.takeError();
  Expected<std::vector<HostTensor>> exact = runReference(ReferenceForm::F64, *inputs);
  if (!exact)
    return exact.takeError();
  Expected<std::vector<HostTensor>> rounded = runReference(ReferenceForm::F32, *inputs);
  if (!rounded)
    return rounded.takeError();
  hasLogits = any_of(*found, [](const HostTensor &each) { return each.info.name == "logits"; });
  const std::vector<HostTensor> &oracle = given ? *given : *exact;
  for (auto [a, expected, b, reference] : zip_equal(*found, oracle, *rounded, *exact))
    compare(a, expected, b, reference);
  std::optional<ErrorShares> shares;
  if (invocation.shares) {
    Expected<ErrorShares> measured = measureShares(invocation, asked, splitBatch(*inputs, batch));
    if (!measured)
      return measured.takeError();
    shares = std::move(*measured);
  }
  invocation.json ? printJson(outputs, layers, shares) : printText(outputs);
  if (shares && !invocation.json)
    printShares(outs(), *shares);
  return conclude(*inputs);
}

/// The names of what `source` returns, and hidden states, which say where it goes wrong.
static Expected<std::vector<std::string>> outputsWithLayers(SourceModel &source) {
  Expected<OwningOpRef<ModuleOp>> module = source.build(0);
  if (!module)
    return module.takeError();
  Expected<std::vector<target::TensorInfo>> outputs = mainOutputs(**module);
  if (!outputs)
    return outputs.takeError();
  std::vector<std::string> names;
  for (const target::TensorInfo &output : *outputs)
    names.push_back(output.name);
  names.push_back("hidden_states");
  return names;
}

/// What was decided for the code that is asked for also holds where hidden states are returned.
static Error carryDecisions(SourceModel &asked, SourceModel &layered) {
  const Decisions &made = asked.decided();
  if (made.precisions.empty()) {
    layered.setDecisions(made);
    return Error::success();
  }
  Expected<OwningOpRef<ModuleOp>> module = asked.build(1);
  if (!module)
    return module.takeError();
  Expected<OwningOpRef<ModuleOp>> other = layered.build(1);
  if (!other)
    return other.takeError();
  layered.setDecisions(made.carriedOver(findProducts(**module), findProducts(**other)));
  return Error::success();
}

Error runVerify(const Invocation &invocation) { return verify(invocation); }

Error verify(const Invocation &invocation, PhaseObserver observer) {
  if (!invocation.referenceFile.empty() && invocation.input.empty())
    return usageError("'vitc verify': found --reference without --input, expected both",
                      "the file's outputs belong to some input");
  Expected<std::unique_ptr<SourceModel>> asked = SourceModel::open(invocation);
  if (!asked)
    return asked.takeError();
  if (Error error = decide(invocation, **asked).takeError())
    return error;
  // The outputs of an .mlir file are its function's.
  if (!invocation.referenceFile.empty() || !invocation.outputs.empty() || !(*asked)->directory())
    return Verifier(invocation, **asked, **asked, std::move(observer)).run();
  Invocation withLayers = invocation;
  withLayers.quiet = true; // what there is to say of the files is said
  if (Error error = outputsWithLayers(**asked).moveInto(withLayers.outputs))
    return error;
  Expected<std::unique_ptr<SourceModel>> layered = SourceModel::open(withLayers);
  if (!layered)
    return layered.takeError();
  if (Error error = carryDecisions(**asked, **layered))
    return error;
  return Verifier(invocation, **asked, **layered, std::move(observer)).run();
}

} // namespace vitc::driver
