//===- PeakLoops.h - loops that do nothing but arithmetic -----------------===//
#ifndef VITC_LIB_DRIVER_MEASURE_PEAKLOOPS_H
#define VITC_LIB_DRIVER_MEASURE_PEAKLOOPS_H

#include "vitc/Runtime/Model.h"

namespace vitc::driver {

/// What a core's arithmetic units are measured with.
enum class Arithmetic {
  F32,  ///< Multiply-adds of f32.
  BF16, ///< Dot products of pairs of bf16, summed in f32 (vdpbf16ps).
  Int8, ///< Dot products of fours of bytes, summed in i32 (vpdpbusd).
};

/// A loop over independent chains of one instruction, from registers to registers.
struct PeakLoop {
  void (*run)() = nullptr;
  double operations = 0; ///< Of one call, some 20 µs: two for each multiply-add.
};

/// The loop with the widest vectors of `isa`, which the processor must have. `run` is null where
/// the level or the processor has no such instruction.
PeakLoop peakLoop(Arithmetic arithmetic, vitc_isa isa);

} // namespace vitc::driver

#endif // VITC_LIB_DRIVER_MEASURE_PEAKLOOPS_H
