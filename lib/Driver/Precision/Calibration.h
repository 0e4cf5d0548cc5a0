//===- Calibration.h - what products read, measured -----------------------===//
#ifndef VITC_LIB_DRIVER_PRECISION_CALIBRATION_H
#define VITC_LIB_DRIVER_PRECISION_CALIBRATION_H

#include "Source/Products.h"
#include "Source/Samples.h"

namespace vitc::driver {

/// Runs the f32 model on `samples` with the inputs of its products as results, and gives the
/// greatest magnitude that each linear reads, in the order of `findLinears`: in optimised code,
/// where a norm's affine part has moved into weights. The same on every machine.
Expected<std::vector<double>> measureBounds(SourceModel &source, ArrayRef<Sample> samples,
                                            unsigned threads);

} // namespace vitc::driver

#endif // VITC_LIB_DRIVER_PRECISION_CALIBRATION_H
