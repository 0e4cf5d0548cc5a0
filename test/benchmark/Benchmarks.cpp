//===- Benchmarks.cpp - the time of single kernels --------------------------===//
//
// Every function of kernels/*.mlir on one and two threads, on this machine's level: GFLOP/s, the
// share of the f32 peak measured before and after, bytes of operands in a second. Operands are
// those of the last run: what fits into a cache is there, unlike in a model.
//
//===----------------------------------------------------------------------===//

#include "KernelFile.h"
#include "Measure/Peak.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Support/raw_ostream.h"

#include <benchmark/benchmark.h>

using namespace vitc;
using namespace vitc::benchmarks;

/// Ends the program: there is nothing to measure without the kernel.
template <typename T>
static T orEnd(llvm::Expected<T> value) {
  if (value)
    return std::move(*value);
  llvm::errs() << "vitc-benchmarks: error: " << llvm::toString(value.takeError()) << '\n';
  std::exit(1);
}

static const target::TargetInfo &nativeTarget() {
  static const target::TargetInfo target =
      orEnd(target::lookupTargets("native", "", target::Products::Int8)).front();
  return target;
}

static void measure(benchmark::State &state, KernelFile &file, const std::string &name) {
  auto threads = static_cast<unsigned>(state.range(0));
  std::unique_ptr<Kernel> kernel = orEnd(file.compile(name, nativeTarget()));
  auto isa = static_cast<vitc_isa>(nativeTarget().isa);
  driver::PeakMeter peak(isa, threads);
  peak.runWindow();
  kernel->run(threads);
  for (auto _ : state)
    kernel->run(threads);
  peak.runWindow();
  using benchmark::Counter;
  double runs = state.iterations();
  state.counters["GB/s"] = Counter(kernel->bytes() * runs * 1e-9, Counter::kIsRate);
  if (kernel->flops() == 0)
    return;
  double gflop = kernel->flops() * runs * 1e-9;
  state.counters["GFLOP/s"] = Counter(gflop, Counter::kIsRate);
  state.counters["of_peak"] = Counter(gflop / peak.peak(), Counter::kIsRate);
}

int main(int argc, char **argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv))
    return 2;
  std::vector<std::unique_ptr<KernelFile>> files;
  std::vector<std::string> paths;
  std::error_code error;
  for (llvm::sys::fs::directory_iterator entry(VITC_KERNELS, error), end; entry != end && !error;
       entry.increment(error))
    paths.push_back(entry->path());
  llvm::sort(paths);
  for (const std::string &path : paths) {
    KernelFile &file = *files.emplace_back(orEnd(KernelFile::open(path)));
    for (const std::string &name : file.names())
      benchmark::RegisterBenchmark(
          (llvm::sys::path::stem(path) + "/" + name).str().c_str(),
          [&file, name](benchmark::State &state) { measure(state, file, name); })
          ->ArgName("threads")
          ->Arg(1)
          ->Arg(2)
          ->UseRealTime()
          ->Unit(benchmark::kMicrosecond);
  }
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
