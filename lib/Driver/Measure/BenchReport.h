//===- BenchReport.h - what vitc bench found ------------------------------===//
#ifndef VITC_LIB_DRIVER_MEASURE_BENCHREPORT_H
#define VITC_LIB_DRIVER_MEASURE_BENCHREPORT_H

#include "Code/LoopWork.h"
#include "Peak.h"

#include "vitc/Execution/LoopProfile.h"

#include "llvm/Support/raw_ostream.h"

#include <string>
#include <vector>

namespace vitc::driver {

/// Latencies of one number of threads and one batch; times in milliseconds.
struct Measurement {
  unsigned threads;
  int64_t batch;
  size_t runs;
  double least, median, p99, imagesPerSecond, gflops;
  double peak;       ///< GFLOP/s of f32 multiply-adds on as many threads, beside these runs.
  double burst;      ///< The same in windows too short to be interrupted often.
  double bf16, int8; ///< Bursts of dot products, in multiples of `burst`; 0 where there are none.
  std::string isa;
};

/// One parallel loop in one forward.
struct OpMeasurement {
  LoopWork work;
  double milliseconds; ///< Of all its runs.
  double share;        ///< Of the forward.

  double gflops() const { return work.flops * work.runs * 1e-6 / milliseconds; }
};

/// All loops that run once in each layer, together.
struct BlockMeasurement {
  std::string name;
  int64_t runs;         ///< Layers.
  double milliseconds;  ///< Of all layers.
  double share;         ///< Of the forward.
  int64_t flops, bytes; ///< Of one layer.
};

struct BenchReport {
  std::string model;
  int64_t flops; ///< Of the products in one image.
  std::vector<Measurement> measurements;
  std::vector<OpMeasurement> ops;    ///< Of measurements.front().
  std::vector<Bandwidth> bandwidths; ///< Empty unless a roofline is wanted.
  execution::LoopTrace trace;        ///< Empty unless a trace is wanted.

  /// The loops inside loops over layers, by their common name.
  std::vector<BlockMeasurement> blocks() const;
};

/// As tables for people.
void printText(llvm::raw_ostream &os, const BenchReport &report);

/// As one JSON object.
void printJson(llvm::raw_ostream &os, const BenchReport &report);

/// As an SVG: each op by what it computes for a byte and how fast, under the machine's ceilings.
void printRoofline(llvm::raw_ostream &os, const BenchReport &report);

/// In Chrome's trace format: one event for each loop and thread of a few forwards.
void printTrace(llvm::raw_ostream &os, const BenchReport &report);

} // namespace vitc::driver

#endif // VITC_LIB_DRIVER_MEASURE_BENCHREPORT_H
