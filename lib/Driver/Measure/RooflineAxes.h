//===- RooflineAxes.h - the frame of a roofline ---------------------------===//
#ifndef VITC_LIB_DRIVER_MEASURE_ROOFLINEAXES_H
#define VITC_LIB_DRIVER_MEASURE_ROOFLINEAXES_H

#include "vitc/Support/LLVM.h"

#include "llvm/ADT/Twine.h"
#include "llvm/Support/raw_ostream.h"

namespace vitc::driver {

/// One logarithmic axis: `least` lies at pixel `from`, `most` at `to`.
struct LogAxis {
  double least, most, from, to;

  double at(double value) const;
};

/// Two axes: FLOP for a byte and GFLOP/s.
struct RooflineAxes {
  LogAxis x, y;

  /// The grid with its numbers and the axes' names.
  void print(llvm::raw_ostream &os) const;
};

/// `text` with what XML gives a meaning to spelled as entities.
std::string escapeXml(llvm::StringRef text);

/// A `text` element at a point; `attributes` are written into its tag.
void printLabel(llvm::raw_ostream &os, double x, double y, const llvm::Twine &text,
                llvm::StringRef attributes = "");

} // namespace vitc::driver

#endif // VITC_LIB_DRIVER_MEASURE_ROOFLINEAXES_H
