//===- BenchReport.cpp - what vitc bench found, as text and as JSON -------===//

#include "BenchReport.h"

#include "vitc/Support/Format.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/JSON.h"

using namespace llvm;

namespace vitc::driver {

/// Everything before the layer's place: `vit.encoder.layer._` of `vit.encoder.layer._.attention`.
static StringRef blockOf(const LoopWork &work) {
  StringRef name = work.name;
  size_t place = name.find("._");
  return work.runs > 1 && place != StringRef::npos ? name.take_front(place + 2) : "";
}

std::vector<BlockMeasurement> BenchReport::blocks() const {
  std::vector<BlockMeasurement> list;
  for (const OpMeasurement &op : ops) {
    StringRef name = blockOf(op.work);
    if (name.empty())
      continue;
    auto found = find_if(
        list, [&](auto &block) { return block.name == name && block.runs == op.work.runs; });
    if (found == list.end()) {
      list.push_back({name.str(), op.work.runs, 0, 0, 0, 0});
      found = std::prev(list.end());
    }
    found->milliseconds += op.milliseconds;
    found->share += op.share;
    found->flops += op.work.flops;
    found->bytes += op.work.bytes;
  }
  return list;
}

//===----------------------------------------------------------------------===//
// Text
//===----------------------------------------------------------------------===//

static void printLine(raw_ostream &os, double milliseconds, double share, int64_t runs,
                      int64_t flops, int64_t bytes, double peak, const Twine &what) {
  std::string speed = formatted("{:>9} {:>9}", "", "");
  if (flops) {
    double gflops = flops * runs * 1e-6 / milliseconds;
    speed = formatted("{:>9.2f} {:>9.3f}", gflops, gflops / peak);
  }
  os << formatted("{:>8.3f}  {:>8.3f}  {:>4} {} {:>8.2f}  ", milliseconds, share, runs, speed,
                  bytes * 1e-6)
     << what << '\n';
}

static void printOps(raw_ostream &os, const BenchReport &report) {
  const Measurement &whole = report.measurements.front();
  os << formatted("\none forward of batch {}, {} threads\n", whole.batch, whole.threads);
  os << "      ms  of total  runs   GFLOP/s   of peak   MB/run  op\n";
  double rest = 1;
  for (const OpMeasurement &op : report.ops) {
    rest -= op.share;
    printLine(os, op.milliseconds, op.share, op.work.runs, op.work.flops, op.work.bytes, whole.peak,
              op.work.kernel + " " + op.work.shape + " " + op.work.name);
  }
  os << formatted("{:>8}  {:>8.3f}  outside of these\n", "", rest);
  for (const BlockMeasurement &block : report.blocks())
    printLine(os, block.milliseconds, block.share, block.runs, block.flops, block.bytes, whole.peak,
              "all of " + block.name);
}

/// `, bf16 1.99 times that, int8 3.98`
static std::string dotPeaks(const Measurement &measurement) {
  std::string text;
  if (measurement.bf16 > 0)
    text += formatted("; dot products of bf16 {:.2f} times that", measurement.bf16);
  if (measurement.int8 > 0)
    text += formatted("; of int8 {:.2f} times", measurement.int8);
  return text;
}

void printText(raw_ostream &os, const BenchReport &report) {
  os << formatted("{}, {:.4g} GFLOP an image, {}\n", StringRef(report.model), report.flops * 1e-9,
                  StringRef(report.measurements.front().isa));
  os << "threads  batch    min ms  median ms    p99 ms   images/s   GFLOP/s      peak   of peak\n";
  for (const Measurement &m : report.measurements)
    os << formatted(
        "{:>7}  {:>5}  {:>8.3f}  {:>9.3f}  {:>8.3f}  {:>9.2f}  {:>8.2f}  {:>8.2f}  {:>8.3f}\n",
        m.threads, m.batch, m.least, m.median, m.p99, m.imagesPerSecond, m.gflops, m.peak,
        m.gflops / m.peak);
  SmallVector<unsigned> seen;
  for (const Measurement &m : report.measurements) {
    if (is_contained(seen, m.threads))
      continue;
    seen.push_back(m.threads);
    os << formatted("peak of {} threads in windows of {:.0f} ms: {:.1f} GFLOP/s in f32{}\n",
                    m.threads, PeakMeter::kShortest * 1e3, m.burst, dotPeaks(m));
  }
  for (const Bandwidth &memory : report.bandwidths)
    os << formatted("{} of {} threads: {:.1f} GB/s\n", memory.name,
                    report.measurements.front().threads, memory.gigabytesPerSecond);
  printOps(os, report);
}

//===----------------------------------------------------------------------===//
// JSON
//===----------------------------------------------------------------------===//

static void writeMeasurement(json::OStream &json, const Measurement &m) {
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
    json.attribute("burst_peak_gflops", m.burst);
    json.attribute("share_of_peak", m.gflops / m.peak);
    if (m.bf16 > 0)
      json.attribute("bf16_peak_of_f32", m.bf16);
    if (m.int8 > 0)
      json.attribute("int8_peak_of_f32", m.int8);
  });
}

/// What ops and blocks have in common.
static void writeWork(json::OStream &json, double milliseconds, double share, int64_t runs,
                      int64_t flops, int64_t bytes, double peak) {
  json.attribute("runs", runs);
  json.attribute("ms", milliseconds);
  json.attribute("share_of_total", share);
  json.attribute("bytes", bytes);
  if (!flops)
    return;
  double gflops = flops * runs * 1e-6 / milliseconds;
  json.attribute("gflops", gflops);
  json.attribute("share_of_peak", gflops / peak);
}

void printJson(raw_ostream &os, const BenchReport &report) {
  double peak = report.measurements.front().peak;
  json::OStream json(os, /*IndentSize=*/2);
  json.object([&] {
    json.attribute("model", report.model);
    json.attribute("flops", report.flops);
    json.attribute("isa", report.measurements.front().isa);
    json.attributeArray("results", [&] {
      for (const Measurement &m : report.measurements)
        writeMeasurement(json, m);
    });
    json.attributeArray("ops", [&] {
      for (const OpMeasurement &op : report.ops)
        json.object([&] {
          json.attribute("name", op.work.name);
          json.attribute("kernel", op.work.kernel);
          json.attribute("shape", op.work.shape);
          writeWork(json, op.milliseconds, op.share, op.work.runs, op.work.flops, op.work.bytes,
                    peak);
        });
    });
    json.attributeArray("blocks", [&] {
      for (const BlockMeasurement &block : report.blocks())
        json.object([&] {
          json.attribute("name", block.name);
          writeWork(json, block.milliseconds, block.share, block.runs, block.flops, block.bytes,
                    peak);
        });
    });
    if (!report.bandwidths.empty())
      json.attributeObject("read_gb_per_s", [&] {
        for (const Bandwidth &memory : report.bandwidths)
          json.attribute(memory.name, memory.gigabytesPerSecond);
      });
  });
  os << '\n';
}

} // namespace vitc::driver
