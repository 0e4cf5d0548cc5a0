//===- Peak.h - how fast this machine computes and reads ------------------===//
#ifndef VITC_LIB_DRIVER_MEASURE_PEAK_H
#define VITC_LIB_DRIVER_MEASURE_PEAK_H

#include "PeakLoops.h"

#include <array>
#include <string>
#include <vector>

namespace vitc::driver {

/// Measures what an instruction set level's arithmetic units reach together on several threads,
/// each on a processor of its own for that while, all in the same window of time. What a machine
/// gives changes while others use it: windows belong between the runs of the work that is compared,
/// and are as long as they, so that what interrupts one now and then interrupts the other as often.
class PeakMeter {
public:
  static constexpr double kShortest = 3e-3, kLongest = 1; ///< Windows, in seconds.

  /// Of `threads` threads at once; the processor must have the level.
  PeakMeter(vitc_isa isa, unsigned threads) : isa(isa), threads(threads) {}

  /// Measures f32 and, where the machine has them, both kinds of dot products for the shortest
  /// window each; then f32 for as long as a run of the work took, within the limits above.
  void runWindow(double secondsOfRun = kShortest);

  /// GFLOP/s in f32 of all threads together, 2 for each multiply-add: the median of the windows as
  /// long as runs.
  double peak() const;

  /// The same (for Int8 in GOP/s) in the shortest windows, which little interrupts; 0 where there
  /// is no such instruction.
  double burst(Arithmetic arithmetic) const;

private:
  double measure(const PeakLoop &loop, double seconds) const;

  vitc_isa isa;
  unsigned threads;
  std::array<std::vector<double>, 3> bursts; ///< By Arithmetic, of each shortest window.
  std::vector<double> rates;                 ///< In f32, of each window as long as a run.
};

/// How fast memory is read.
struct Bandwidth {
  std::string name;              ///< L2, L3 or DRAM.
  double gigabytesPerSecond = 0; ///< Of all threads together.
};

/// Reads buffers that fit into L2, into L3 and into neither, each thread its own; levels that the
/// system does not tell the size of are left out.
std::vector<Bandwidth> measureBandwidths(unsigned threads);

} // namespace vitc::driver

#endif // VITC_LIB_DRIVER_MEASURE_PEAK_H
