//===- MixedPrecision.h - which products stay more exact than others ------===//
#ifndef VITC_LIB_DRIVER_PRECISION_MIXEDPRECISION_H
#define VITC_LIB_DRIVER_PRECISION_MIXEDPRECISION_H

#include "Source/Products.h"
#include "Source/Samples.h"

namespace vitc::driver {

/// What --max-error decided.
struct MixedPrecision {
  std::vector<ProductUnit> units;      ///< Without ops.
  std::vector<std::string> precisions; ///< Of each unit; empty text: the model's.
  double bound = 0;                    ///< --max-error.
  double lowError = 0;                 ///< Of the model before: no unit kept.
  double error = 0;                    ///< Of what was decided: the greatest of a sample.
  std::string samples;                 ///< What it was measured on.
};

/// Finds which products of the model have to be in bf16 or f32 so that its error on each sample,
/// against the f64 reference form, is at most --max-error. Errors: f32 alone is worse than that.
Expected<MixedPrecision> choosePrecisions(const Invocation &invocation, SourceModel &source,
                                          const Decisions &decisions);

/// Kept products of each kind in words: `ffn output of layers 0, 3-5 in f32`.
std::vector<std::string> keptText(const MixedPrecision &choice);

} // namespace vitc::driver

#endif // VITC_LIB_DRIVER_PRECISION_MIXEDPRECISION_H
