//===- Bench.cpp - vitc bench ---------------------------------------------===//

#include "Commands.h"
#include "CompiledModel.h"
#include "Failure.h"
#include "Peak.h"
#include "Work.h"

#include "vitc/Execution/LoopProfile.h"
#include "vitc/Support/Format.h"

#include "llvm/Support/JSON.h"
#include "llvm/Support/Threading.h"
#include "llvm/Support/raw_ostream.h"

#include <chrono>
#include <numeric>

using namespace llvm;
using mlir::ModuleOp;
using mlir::OwningOpRef;

namespace vitc::driver {

namespace {
/// One line of the report; times in milliseconds.
struct Measurement {
  unsigned threads;
  int64_t batch;
  size_t runs;
  double least, median, p99, imagesPerSecond, gflops, peak;
  StringRef isa;
};

/// One parallel loop in one forward.
struct OpMeasurement {
  LoopWork work;
  double milliseconds; ///< Of all its runs.
  double share;        ///< Of the forward.
};

class Bench {
public:
  Bench(const CompiledModel &model, int64_t flops) : model(model), flops(flops) {}

  Error measure(unsigned threads, ArrayRef<int64_t> batches, uint64_t seed);
  /// Where the time of one forward goes. After `measure`.
  Error profile(unsigned threads, int64_t batch, uint64_t seed);

  ArrayRef<Measurement> results() const { return measurements; }
  ArrayRef<OpMeasurement> ops() const { return opMeasurements; }

private:
  Expected<std::vector<double>> timeRuns(const execution::LoadedModel &loaded, int64_t batch,
                                         uint64_t seed, PeakMeter *peak);

  const CompiledModel &model;
  int64_t flops; ///< Of one image.
  std::vector<Measurement> measurements;
  std::vector<OpMeasurement> opMeasurements;
};
} // namespace

static double milliseconds() {
  auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double, std::milli>(now).count();
}

/// Runs for two seconds, but at least ten times and at most ten thousand; a tenth of that before.
Expected<std::vector<double>> Bench::timeRuns(const execution::LoadedModel &loaded, int64_t batch,
                                              uint64_t seed, PeakMeter *peak) {
  std::vector<HostTensor> tensors;
  SmallVector<const void *> inputs;
  SmallVector<void *> outputs;
  for (const target::TensorInfo &info : model.info().inputs)
    fillRandom(tensors.emplace_back(withBatch(info, batch)), seed);
  for (const target::TensorInfo &info : model.info().outputs)
    tensors.emplace_back(withBatch(info, batch));
  for (auto [index, tensor] : enumerate(tensors)) {
    if (index < model.info().inputs.size())
      inputs.push_back(tensor.bytes.data());
    else
      outputs.push_back(tensor.bytes.data());
  }
  std::vector<double> times;
  for (bool warmup : {true, false}) {
    double limit = milliseconds() + (warmup ? 200 : 2000);
    size_t least = warmup ? 1 : 10, most = warmup ? 1000 : 10000;
    times.clear();
    double nextRound = 0;
    while (times.size() < least || (milliseconds() < limit && times.size() < most)) {
      double begin = milliseconds();
      if (Error error = loaded.run(batch, inputs, outputs))
        return std::move(error);
      times.push_back(milliseconds() - begin);
      if (!peak || milliseconds() < nextRound)
        continue;
      peak->runRound();
      nextRound = milliseconds() + 20;
    }
  }
  sort(times);
  return times;
}

Error Bench::measure(unsigned threads, ArrayRef<int64_t> batches, uint64_t seed) {
  Expected<std::unique_ptr<execution::LoadedModel>> loaded = model.load(threads);
  if (!loaded)
    return loaded.takeError();
  vitc_isa isa = vitc_model_isa((*loaded)->handle());
  unsigned workers = vitc_model_threads((*loaded)->handle());
  for (int64_t batch : batches) {
    PeakMeter peak(isa, workers);
    Expected<std::vector<double>> times = timeRuns(**loaded, batch, seed, &peak);
    if (!times)
      return times.takeError();
    size_t count = times->size();
    double median = ((*times)[(count - 1) / 2] + (*times)[count / 2]) / 2;
    double rate = batch * 1e3 / median;
    measurements.push_back({workers, batch, count, times->front(), median,
                            (*times)[std::min(count - 1, count * 99 / 100)], rate,
                            rate * flops * 1e-9, peak.best(), vitc_isa_string(isa)});
  }
  return Error::success();
}

Error Bench::profile(unsigned threads, int64_t batch, uint64_t seed) {
  ArrayRef<LoopWork> loops = model.loops(batch);
  Expected<std::unique_ptr<execution::LoadedModel>> loaded =
      model.load(threads, execution::LoopProfile::hostSymbol());
  if (!loaded)
    return loaded.takeError();
  execution::LoopProfile profile;
  Expected<std::vector<double>> times = timeRuns(**loaded, batch, seed, nullptr);
  if (!times)
    return times.takeError();
  SmallVector<execution::LoopProfile::Entry> entries = profile.entries();
  if (entries.size() != loops.size())
    return internalError("a forward ran " + Twine(entries.size()) + " loops, its code has " +
                         Twine(loops.size()));
  double forward = std::accumulate(times->begin(), times->end(), 0.0) / times->size();
  for (auto [work, entry] : zip_equal(loops, entries)) {
    double each = entry.seconds * 1e3 * work.runs / entry.calls;
    opMeasurements.push_back({work, each, each / forward});
  }
  return Error::success();
}

static double gflopsOf(const OpMeasurement &op) {
  return op.work.flops * op.work.runs * 1e-6 / op.milliseconds;
}

static void printOps(ArrayRef<OpMeasurement> ops, const Measurement &whole) {
  outs() << formatted("\none forward of batch {}, {} threads\n", whole.batch, whole.threads);
  outs() << "      ms  of total  runs   GFLOP/s   of peak   MB/run  op\n";
  double rest = 1;
  for (const OpMeasurement &op : ops) {
    rest -= op.share;
    std::string speed = formatted("{:>9} {:>9}", "", "");
    if (op.work.flops)
      speed = formatted("{:>9.2f} {:>9.3f}", gflopsOf(op), gflopsOf(op) / whole.peak);
    outs() << formatted("{:>8.3f}  {:>8.3f}  {:>4} {} {:>8.2f}  {} {} {}\n", op.milliseconds,
                        op.share, op.work.runs, speed, op.work.bytes * 1e-6, op.work.kernel,
                        op.work.shape, op.work.name);
  }
  outs() << formatted("{:>8}  {:>8.3f}  outside of these\n", "", rest);
}

static void printText(StringRef name, int64_t flops, ArrayRef<Measurement> measurements) {
  outs() << formatted("{}, {:.4g} GFLOP an image, {}\n", name, flops * 1e-9,
                      measurements.front().isa);
  outs() << "threads  batch    min ms  median ms    p99 ms   images/s   GFLOP/s   of peak\n";
  for (const Measurement &m : measurements)
    outs() << formatted(
        "{:>7}  {:>5}  {:>8.3f}  {:>9.3f}  {:>8.3f}  {:>9.2f}  {:>8.2f}  {:>8.3f}\n", m.threads,
        m.batch, m.least, m.median, m.p99, m.imagesPerSecond, m.gflops, m.gflops / m.peak);
}

static void writeOps(json::OStream &json, ArrayRef<OpMeasurement> ops, const Measurement &whole) {
  json.attributeArray("ops", [&] {
    for (const OpMeasurement &op : ops)
      json.object([&] {
        json.attribute("name", op.work.name);
        json.attribute("kernel", op.work.kernel);
        json.attribute("shape", op.work.shape);
        json.attribute("runs", op.work.runs);
        json.attribute("ms", op.milliseconds);
        json.attribute("share_of_total", op.share);
        json.attribute("bytes", op.work.bytes);
        if (!op.work.flops)
          return;
        json.attribute("gflops", gflopsOf(op));
        json.attribute("share_of_peak", gflopsOf(op) / whole.peak);
      });
  });
}

static void printJson(StringRef name, int64_t flops, ArrayRef<Measurement> measurements,
                      ArrayRef<OpMeasurement> ops) {
  json::OStream json(outs(), /*IndentSize=*/2);
  json.object([&] {
    json.attribute("model", name);
    json.attribute("flops", flops);
    json.attribute("isa", measurements.front().isa);
    json.attributeArray("results", [&] {
      for (const Measurement &m : measurements)
        json.object([&] {
          json.attribute("threads", m.threads);
          json.attribute("batch", m.batch);
          json.attribute("runs", static_cast<int64_t>(m.runs));
          json.attributeObject("latency_ms", [&] {
            json.attribute("min", m.least);
            json.attribute("median", m.median);
            json.attribute("p99", m.p99);
          });
          json.attribute("images_per_second", m.imagesPerSecond);
          json.attribute("gflops", m.gflops);
          json.attribute("peak_gflops", m.peak);
          json.attribute("share_of_peak", m.gflops / m.peak);
        });
    });
    writeOps(json, ops, measurements.front());
  });
  outs() << '\n';
}

Error runBench(const Invocation &invocation) {
  Expected<std::unique_ptr<SourceModel>> source = SourceModel::open(invocation);
  if (!source)
    return source.takeError();
  Expected<OwningOpRef<ModuleOp>> module = (*source)->build(1);
  if (!module)
    return module.takeError();
  Expected<CompileRequest> request = requestOf(invocation, "native");
  if (!request)
    return request.takeError();
  Phases phases(invocation.dumpPhases);
  Expected<std::unique_ptr<CompiledModel>> model =
      CompiledModel::compile(**source, *request, phases);
  if (!model)
    return model.takeError();
  if (Error error = (*model)->emitCode())
    return error;
  int64_t flops = countFlops(**module);
  Bench bench(**model, flops);
  std::vector<unsigned> threads = invocation.threads;
  if (threads.empty())
    threads.push_back(0);
  std::vector<int64_t> batches = invocation.batches;
  if (batches.empty())
    batches.push_back(1);
  for (unsigned count : threads)
    if (Error error = bench.measure(count, batches, invocation.seed))
      return error;
  if (Error error = bench.profile(threads.front(), batches.front(), invocation.seed))
    return error;
  StringRef name = (*model)->info().name;
  if (invocation.json) {
    printJson(name, flops, bench.results(), bench.ops());
  } else {
    printText(name, flops, bench.results());
    printOps(bench.ops(), bench.results().front());
  }
  return Error::success();
}

} // namespace vitc::driver
