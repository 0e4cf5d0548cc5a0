//===- Peak.cpp - how fast this machine computes and reads ----------------===//

#include "Peak.h"

#include "vitc/Support/LLVM.h"

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/MathExtras.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <pthread.h>
#include <sched.h>
#include <sys/mman.h>
#include <thread>
#include <unistd.h>

namespace vitc::driver {

//===----------------------------------------------------------------------===//
// A window
//===----------------------------------------------------------------------===//

static double seconds() {
  auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double>(now).count();
}

/// The processors that this thread may run on, the one it is on first.
static std::vector<int> listProcessors() {
  std::vector<int> list;
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof(set), &set) != 0)
    return list;
  for (int i = 0; i < CPU_SETSIZE; ++i)
    if (CPU_ISSET(i, &set))
      list.push_back(i);
  auto current = std::find(list.begin(), list.end(), sched_getcpu());
  if (current != list.end())
    std::rotate(list.begin(), current, list.end());
  return list;
}

/// Without a processor of its own, two meters may share one while another is idle.
static void pinTo(int processor) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(processor, &set);
  pthread_setaffinity_np(pthread_self(), sizeof(set), &set);
}

/// How many calls of `chunk(thread)` all threads together do in a second: each thread counts its
/// own in a window of `length` seconds that begins when all are there, an eighth of it unmeasured.
/// More threads than processors do no more together than as many as there are.
static double callsPerSecond(unsigned threads, double length,
                             llvm::function_ref<void(unsigned)> chunk) {
  std::vector<int> processors = listProcessors();
  if (!processors.empty())
    threads = std::min<size_t>(threads, processors.size());
  std::vector<double> rates(threads);
  std::atomic<unsigned> ready = 0;
  auto measure = [&](unsigned thread) {
    if (!processors.empty())
      pinTo(processors[thread]);
    ++ready;
    while (ready < threads)
      std::this_thread::yield();
    for (double begin = seconds(); seconds() - begin < length / 8;)
      chunk(thread);
    double begin = seconds(), end = begin;
    int64_t calls = 0;
    for (; end - begin < length; end = seconds(), ++calls)
      chunk(thread);
    rates[thread] = calls / (end - begin);
  };
  std::vector<std::thread> meters;
  for (unsigned thread = 0; thread < threads; ++thread)
    meters.emplace_back(measure, thread);
  double sum = 0;
  for (unsigned thread = 0; thread < threads; ++thread) {
    meters[thread].join();
    sum += rates[thread];
  }
  return sum;
}

static double medianOf(std::vector<double> values) {
  if (values.empty())
    return 0;
  std::sort(values.begin(), values.end());
  return (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2;
}

//===----------------------------------------------------------------------===//
// Arithmetic
//===----------------------------------------------------------------------===//

double PeakMeter::measure(const PeakLoop &loop, double seconds) const {
  return callsPerSecond(threads, seconds, [&](unsigned) { loop.run(); }) * loop.operations * 1e-9;
}

void PeakMeter::runWindow(double secondsOfRun) {
  for (Arithmetic arithmetic : {Arithmetic::F32, Arithmetic::BF16, Arithmetic::Int8}) {
    PeakLoop loop = peakLoop(arithmetic, isa);
    if (loop.run)
      bursts[static_cast<size_t>(arithmetic)].push_back(measure(loop, kShortest));
  }
  rates.push_back(secondsOfRun <= kShortest
                      ? bursts[static_cast<size_t>(Arithmetic::F32)].back()
                      : measure(peakLoop(Arithmetic::F32, isa), std::min(secondsOfRun, kLongest)));
}

double PeakMeter::peak() const { return medianOf(rates); }

double PeakMeter::burst(Arithmetic arithmetic) const {
  return medianOf(bursts[static_cast<size_t>(arithmetic)]);
}

//===----------------------------------------------------------------------===//
// Memory
//===----------------------------------------------------------------------===//

namespace {
/// A buffer that one thread reads from end to end, again and again.
class Stream {
public:
  explicit Stream(size_t bytes)
      : size(std::max<size_t>(llvm::alignTo(bytes, hugePage), hugePage)),
        data(static_cast<uint64_t *>(std::aligned_alloc(hugePage, size)), std::free) {
    if (!data)
      llvm::report_bad_alloc_error("no memory to read from");
    madvise(data.get(), size, MADV_HUGEPAGE); // a wish: page walks are not what is measured
    std::memset(data.get(), 1, size);
    size = bytes / piece * piece;
  }

  static constexpr size_t piece = 256 << 10; ///< Bytes of one call of `readPiece`.

  void readPiece();

private:
  static constexpr size_t hugePage = 2 << 20;
  size_t size; ///< A multiple of `piece`.
  std::unique_ptr<uint64_t, decltype(&std::free)> data;
  size_t position = 0;
  uint64_t sums[8] = {};
};
} // namespace

#if defined(__x86_64__)
__attribute__((target_clones("default", "avx2", "avx512f")))
#endif
static void sumPiece(const uint64_t *begin, size_t count, uint64_t *sums) {
  using Vector = uint64_t __attribute__((vector_size(64)));
  auto *from = reinterpret_cast<const Vector *>(begin);
  Vector a = {}, b = {}, c = {}, d = {};
  for (size_t i = 0; i < count / 8; i += 4) {
    a += from[i];
    b += from[i + 1];
    c += from[i + 2];
    d += from[i + 3];
  }
  a += b + c + d;
  for (int i = 0; i < 8; ++i)
    sums[i] += a[i];
}

void Stream::readPiece() {
  sumPiece(data.get() + position / sizeof(uint64_t), piece / sizeof(uint64_t), sums);
  position += piece;
  if (position >= size)
    position = 0;
}

static double readBandwidth(unsigned threads, size_t bytesOfThread) {
  std::vector<Stream> streams;
  streams.reserve(threads);
  for (unsigned i = 0; i < threads; ++i)
    streams.emplace_back(bytesOfThread);
  std::vector<double> rates;
  for (int window = 0; window < 5; ++window)
    rates.push_back(
        callsPerSecond(threads, 20e-3, [&](unsigned thread) { streams[thread].readPiece(); }));
  return medianOf(std::move(rates)) * Stream::piece * 1e-9;
}

std::vector<Bandwidth> measureBandwidths(unsigned threads) {
  auto l2 = static_cast<size_t>(std::max(sysconf(_SC_LEVEL2_CACHE_SIZE), 0L));
  auto l3 = static_cast<size_t>(std::max(sysconf(_SC_LEVEL3_CACHE_SIZE), 0L));
  std::vector<Bandwidth> list;
  if (l2 >= 2 * Stream::piece)
    list.push_back({"L2", readBandwidth(threads, l2 / 2)});
  if (l2 && l3 / 4 / threads >= 2 * l2) // a part: others use it, too
    list.push_back({"L3", readBandwidth(threads, l3 / 4 / threads)});
  size_t beyond = std::max(4 * l3, size_t(64) << 20); // all caches, with room to spare
  list.push_back({"DRAM", readBandwidth(threads, std::min(beyond, size_t(256) << 20) / threads)});
  return list;
}

} // namespace vitc::driver
