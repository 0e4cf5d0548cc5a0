//===- Resampling.h - interpolation along one axis as a matrix --*- C++ -*-===//

#ifndef VITC_LIB_CONVERSION_VITTOLINALG_RESAMPLING_H
#define VITC_LIB_CONVERSION_VITTOLINALG_RESAMPLING_H

#include "vitc/Dialect/ViT/ViT.h"

namespace vitc {

/// The matrix [target, source], row-major, that resamples a line of `source` points to `target`
/// points as torch's `interpolate` does with `align_corners = false` and scale source / target.
/// Rows sum to 1. Only +, −, ·, / and floor in f64: the same bytes on every host.
llvm::SmallVector<double> makeResamplingMatrix(vit::Interpolation mode, int64_t source,
                                               int64_t target);

} // namespace vitc

#endif // VITC_LIB_CONVERSION_VITTOLINALG_RESAMPLING_H
