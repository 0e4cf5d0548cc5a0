//===- Bench.cpp - vitc bench ---------------------------------------------===//

#include "Code/CompiledModel.h"
#include "Code/Outputs.h"
#include "Commands.h"
#include "Failure.h"
#include "Measure/BenchReport.h"
#include "Precision/Decide.h"
#include "Source/Work.h"

#include "vitc/Execution/LoopProfile.h"
#include "vitc/Support/AtomicFile.h"

#include "llvm/Support/Threading.h"
#include "llvm/Support/raw_ostream.h"

#include <chrono>
#include <numeric>

using namespace llvm;
using mlir::ModuleOp;
using mlir::OwningOpRef;

namespace vitc::driver {

static double milliseconds() {
  auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double, std::milli>(now).count();
}

namespace {
/// A loaded model with inputs for a batch.
class Runner {
public:
  Runner(const execution::LoadedModel &loaded, const target::ModelInfo &info, int64_t batch,
         uint64_t seed);

  Error run() { return loaded.run(batch, inputs, outputs); }

  /// Milliseconds of each run, sorted: for two seconds, at least ten times but not for more than
  /// twenty seconds, and at most ten thousand times; a tenth of that before. The meter's windows
  /// lie around and between them.
  Expected<std::vector<double>> time(PeakMeter *peak);

private:
  Error timeUntil(double limit, size_t least, std::vector<double> &times);

  const execution::LoadedModel &loaded;
  int64_t batch;
  std::vector<HostTensor> tensors;
  SmallVector<const void *> inputs;
  SmallVector<void *> outputs;
};
} // namespace

Runner::Runner(const execution::LoadedModel &loaded, const target::ModelInfo &info, int64_t batch,
               uint64_t seed)
    : loaded(loaded), batch(batch) {
  for (const target::TensorInfo &each : info.inputs)
    fillRandom(tensors.emplace_back(withBatch(each, batch)), seed);
  for (const target::TensorInfo &each : info.outputs)
    tensors.emplace_back(withBatch(each, batch));
  for (auto [index, tensor] : enumerate(tensors)) {
    if (index < info.inputs.size())
      inputs.push_back(tensor.bytes.data());
    else
      outputs.push_back(tensor.bytes.data());
  }
}

Error Runner::timeUntil(double limit, size_t least, std::vector<double> &times) {
  for (size_t count = 0; count < least || milliseconds() < limit; ++count) {
    double begin = milliseconds();
    if (Error error = run())
      return error;
    times.push_back(milliseconds() - begin);
  }
  return Error::success();
}

Expected<std::vector<double>> Runner::time(PeakMeter *peak) {
  std::vector<double> times;
  if (Error error = timeUntil(milliseconds() + 200, 1, times))
    return std::move(error);
  double first = times.back();
  // The runtime's threads sleep when the meter is through: short runs are not to pay for that.
  bool wakeFirst = peak && first < 50;
  times.clear();
  double elapsed = 0;
  while ((elapsed < 2000 || times.size() < 10) && elapsed < 20000 && times.size() < 10000) {
    if (peak)
      peak->runWindow(first * 1e-3);
    if (wakeFirst)
      if (Error error = run())
        return std::move(error);
    double begin = milliseconds();
    if (Error error = timeUntil(begin + 200, 1, times))
      return std::move(error);
    elapsed += milliseconds() - begin;
  }
  if (peak)
    peak->runWindow(first * 1e-3);
  sort(times);
  return times;
}

namespace {
class Bench {
public:
  Bench(CompiledModel &model, int64_t flops, const Invocation &invocation)
      : model(model), invocation(invocation) {
    report.model = model.info().name;
    report.flops = flops;
  }

  Error measure(unsigned threads, ArrayRef<int64_t> batches);
  /// Where the time of one forward goes. After `measure`.
  Error profile(unsigned threads, int64_t batch);

  BenchReport report;

private:
  CompiledModel &model;
  const Invocation &invocation;
};
} // namespace

static double medianOf(ArrayRef<double> sorted) {
  return (sorted[(sorted.size() - 1) / 2] + sorted[sorted.size() / 2]) / 2;
}

Error Bench::measure(unsigned threads, ArrayRef<int64_t> batches) {
  Expected<std::unique_ptr<execution::LoadedModel>> loaded = model.load(threads);
  if (!loaded)
    return loaded.takeError();
  vitc_isa isa = vitc_model_isa((*loaded)->handle());
  unsigned workers = vitc_model_threads((*loaded)->handle());
  for (int64_t batch : batches) {
    PeakMeter peak(isa, workers);
    Expected<std::vector<double>> times =
        Runner(**loaded, model.info(), batch, invocation.seed).time(&peak);
    if (!times)
      return times.takeError();
    Measurement found;
    found.threads = workers;
    found.batch = batch;
    found.runs = times->size();
    found.least = times->front();
    found.median = medianOf(*times);
    found.p99 = (*times)[std::min(times->size() - 1, times->size() * 99 / 100)];
    found.imagesPerSecond = batch * 1e3 / found.median;
    found.gflops = found.imagesPerSecond * report.flops * 1e-9;
    found.peak = peak.peak();
    found.burst = peak.burst(Arithmetic::F32);
    found.bf16 = peak.burst(Arithmetic::BF16) / found.burst;
    found.int8 = peak.burst(Arithmetic::Int8) / found.burst;
    found.isa = vitc_isa_string(isa);
    report.measurements.push_back(std::move(found));
  }
  return Error::success();
}

/// Three forwards are enough to see what varies, and few enough for a viewer.
static Expected<execution::LoopTrace> traceForwards(execution::LoopProfile &profile,
                                                    Runner &runner) {
  profile.beginTrace();
  for (int i = 0; i < 3; ++i) {
    Error failure = Error::success();
    profile.traceForward([&] { failure = joinErrors(std::move(failure), runner.run()); });
    if (failure)
      return std::move(failure);
  }
  return profile.takeTrace();
}

Error Bench::profile(unsigned threads, int64_t batch) {
  ArrayRef<LoopWork> loops = model.loops(batch);
  Expected<std::unique_ptr<execution::LoadedModel>> loaded =
      model.load(threads, execution::LoopProfile::hostSymbol());
  if (!loaded)
    return loaded.takeError();
  execution::LoopProfile profile;
  Runner runner(**loaded, model.info(), batch, invocation.seed);
  Expected<std::vector<double>> times = runner.time(nullptr);
  if (!times)
    return times.takeError();
  SmallVector<execution::LoopProfile::Entry> entries = profile.entries();
  if (entries.size() != loops.size())
    return internalError("a forward ran " + Twine(entries.size()) + " loops, its code has " +
                         Twine(loops.size()));
  double sum = 0;
  for (auto [work, entry] : zip_equal(loops, entries)) {
    double each = entry.seconds * 1e3 * work.runs / entry.calls;
    report.ops.push_back({work, each, 0});
    sum += each;
  }
  // The loops' times hold the runs before the measured ones, too: never more than the whole.
  double mean = std::accumulate(times->begin(), times->end(), 0.0) / times->size();
  double forward = std::max(mean, sum);
  for (OpMeasurement &op : report.ops)
    op.share = op.milliseconds / forward;
  if (invocation.trace.empty())
    return Error::success();
  return traceForwards(profile, runner).moveInto(report.trace);
}

//===----------------------------------------------------------------------===//
// The command
//===----------------------------------------------------------------------===//

namespace {
/// The pictures that were asked for: begun before anything is measured, whole at the end.
class Pictures {
public:
  static Expected<Pictures> create(const Invocation &invocation, ArrayRef<std::string> sources);
  Error write(const BenchReport &report);

private:
  std::optional<AtomicFile> roofline, trace;
};
} // namespace

static Error begin(StringRef path, std::optional<AtomicFile> &file) {
  if (path.empty())
    return Error::success();
  Expected<AtomicFile> made = AtomicFile::create(path);
  if (!made)
    return made.takeError();
  file.emplace(std::move(*made));
  return Error::success();
}

Expected<Pictures> Pictures::create(const Invocation &invocation, ArrayRef<std::string> sources) {
  Pictures pictures;
  if (Error error = checkPlaces({invocation.roofline, invocation.trace}, sources))
    return std::move(error);
  if (Error error = begin(invocation.roofline, pictures.roofline))
    return std::move(error);
  if (Error error = begin(invocation.trace, pictures.trace))
    return std::move(error);
  return std::move(pictures);
}

Error Pictures::write(const BenchReport &report) {
  if (roofline)
    printRoofline(roofline->os(), report);
  if (trace)
    printTrace(trace->os(), report);
  if (roofline)
    if (Error error = roofline->commit())
      return error;
  return trace ? trace->commit() : Error::success();
}

static Error measureAll(Bench &bench, const Invocation &invocation) {
  std::vector<unsigned> threads = invocation.threads;
  if (threads.empty())
    threads.push_back(0);
  std::vector<int64_t> batches = invocation.batches;
  if (batches.empty())
    batches.push_back(1);
  for (unsigned count : threads)
    if (Error error = bench.measure(count, batches))
      return error;
  if (!invocation.roofline.empty())
    bench.report.bandwidths = measureBandwidths(bench.report.measurements.front().threads);
  return bench.profile(threads.front(), batches.front());
}

Error runBench(const Invocation &invocation) {
  Expected<std::unique_ptr<SourceModel>> source = SourceModel::open(invocation);
  if (!source)
    return source.takeError();
  Expected<OwningOpRef<ModuleOp>> module = (*source)->build(1);
  if (!module)
    return module.takeError();
  if (Error error = (*source)->checkHasTensors())
    return error;
  Expected<Pictures> pictures = Pictures::create(invocation, (*source)->sourceFiles());
  if (!pictures)
    return pictures.takeError();
  if (Error error = decide(invocation, **source).takeError())
    return error;
  Expected<CompileRequest> request = requestOf(invocation, "native");
  if (!request)
    return request.takeError();
  Phases phases(invocation.dumpPhases);
  Expected<std::unique_ptr<CompiledModel>> model =
      CompiledModel::compile(**source, *request, phases);
  if (!model)
    return model.takeError();
  Bench bench(**model, countFlops(**module), invocation);
  if (Error error = measureAll(bench, invocation))
    return error;
  if (Error error = pictures->write(bench.report))
    return error;
  (invocation.json ? printJson : printText)(outs(), bench.report);
  return Error::success();
}

} // namespace vitc::driver
