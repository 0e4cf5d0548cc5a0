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
/// gives changes while others use it, so windows of a few milliseconds belong between the runs of
/// the work that is compared.
class PeakMeter {
public:
  /// Of `threads` threads at once; the processor must have the level.
  PeakMeter(vitc_isa isa, unsigned threads) : isa(isa), threads(threads) {}

  /// Measures f32 and, where the machine has them, both kinds of dot products.
  void runWindow();

  /// GFLOP/s (for Int8 GOP/s) of all threads together, 2 for each multiply-add: the median of the
  /// windows so far; 0 where there is no such instruction.
  double median(Arithmetic arithmetic) const;

private:
  vitc_isa isa;
  unsigned threads;
  std::array<std::vector<double>, 3> rates; ///< By Arithmetic, of each window.
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
