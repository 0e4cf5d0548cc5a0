//===- Peak.h - how fast this machine multiplies --------------------------===//
#ifndef VITC_LIB_DRIVER_PEAK_H
#define VITC_LIB_DRIVER_PEAK_H

#include "vitc/Runtime/Model.h"

namespace vitc::driver {

/// Measures independent f32 multiply-adds of a level's widest vectors, from registers. What a
/// machine gives changes while others use it, so rounds of about a millisecond belong between those
/// of the work that is compared.
class PeakMeter {
public:
  /// Of `threads` threads at once; the processor must have the level.
  PeakMeter(vitc_isa isa, unsigned threads) : isa(isa), threads(threads) {}

  void runRound();

  /// GFLOP/s of all threads together in the best round so far, 2 for each multiply-add.
  double best() const { return bestRate; }

private:
  vitc_isa isa;
  unsigned threads;
  double bestRate = 0;
};

} // namespace vitc::driver

#endif // VITC_LIB_DRIVER_PEAK_H
