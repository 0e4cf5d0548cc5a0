//===- Peak.h - how fast this machine multiplies --------------------------===//
#ifndef VITC_LIB_DRIVER_PEAK_H
#define VITC_LIB_DRIVER_PEAK_H

#include "vitc/Runtime/Model.h"

namespace vitc::driver {

/// Runs independent f32 multiply-adds of the level's widest vectors from registers, on `threads`
/// threads at once, and returns what they reach together in GFLOP/s (2 for each multiply-add): the
/// best of several rounds of a few milliseconds. The processor must have the level.
double measurePeak(vitc_isa isa, unsigned threads);

} // namespace vitc::driver

#endif // VITC_LIB_DRIVER_PEAK_H
