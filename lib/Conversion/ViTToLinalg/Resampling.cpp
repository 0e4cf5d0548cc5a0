//===- Resampling.cpp - interpolation along one axis as a matrix ----------===//

#include "Resampling.h"

#include <algorithm>
#include <cmath>

using namespace vitc;

/// Keys' cubic convolution kernel (1981) with parameter `a`, zero from a distance of 2 on.
static double cubic(double distance, double a) {
  double x = std::fabs(distance);
  if (x < 1.0)
    return ((a + 2.0) * x - (a + 3.0)) * x * x + 1.0;
  if (x < 2.0)
    return ((x - 5.0) * x + 8.0) * x * a - 4.0 * a;
  return 0.0;
}

/// Four taps around the source coordinate; those beyond the border count for the border.
static void fillBicubic(llvm::MutableArrayRef<double> row, double coordinate) {
  int64_t last = row.size() - 1, floor = std::floor(coordinate);
  for (int64_t tap = floor - 1; tap <= floor + 2; ++tap)
    row[std::clamp<int64_t>(tap, 0, last)] += cubic(coordinate - tap, -0.75);
}

/// Two taps around the source coordinate, which is not below 0.
static void fillBilinear(llvm::MutableArrayRef<double> row, double coordinate) {
  coordinate = std::max(coordinate, 0.0);
  int64_t last = row.size() - 1, floor = std::floor(coordinate);
  double fraction = coordinate - floor;
  row[std::min(floor, last)] += 1.0 - fraction;
  row[std::min(floor + 1, last)] += fraction;
}

/// Pillow's filter: the cubic kernel (a = −0.5) widened by the scale, cut at the border and brought
/// to the sum 1.
static void fillAntialias(llvm::MutableArrayRef<double> row, double centre, double scale) {
  double widening = std::max(scale, 1.0), support = 2.0 * widening;
  int64_t size = row.size();
  // Truncation, not floor, as in Pillow; below zero the clamp hides the difference.
  int64_t begin = std::max<int64_t>(static_cast<int64_t>(centre - support + 0.5), 0);
  int64_t end = std::min<int64_t>(static_cast<int64_t>(centre + support + 0.5), size);
  double sum = 0.0;
  for (int64_t tap = begin; tap < end; ++tap)
    sum += row[tap] = cubic((tap - centre + 0.5) / widening, -0.5);
  for (int64_t tap = begin; tap < end; ++tap)
    row[tap] /= sum;
}

llvm::SmallVector<double> vitc::makeResamplingMatrix(vit::Interpolation mode, int64_t source,
                                                     int64_t target) {
  llvm::SmallVector<double> matrix(source * target, 0.0);
  double scale = static_cast<double>(source) / static_cast<double>(target);
  for (int64_t point = 0; point < target; ++point) {
    llvm::MutableArrayRef<double> row(matrix.data() + point * source, source);
    double centre = (point + 0.5) * scale;
    switch (mode) {
    case vit::Interpolation::Bicubic:
      fillBicubic(row, centre - 0.5);
      break;
    case vit::Interpolation::Bilinear:
      fillBilinear(row, centre - 0.5);
      break;
    case vit::Interpolation::BicubicAntialias:
      fillAntialias(row, centre, scale);
      break;
    }
  }
  return matrix;
}
