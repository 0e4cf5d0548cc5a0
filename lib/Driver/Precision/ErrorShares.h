//===- ErrorShares.h - which products an error comes from -----------------===//
#ifndef VITC_LIB_DRIVER_PRECISION_ERRORSHARES_H
#define VITC_LIB_DRIVER_PRECISION_ERRORSHARES_H

#include "ErrorMeter.h"

#include "llvm/Support/JSON.h"

namespace vitc::driver {

/// What a part of a model's products costs in its precision, all others in f32.
struct ErrorShare {
  std::string name;
  double error; ///< Relative L2, against optimised f32 code.
  double share; ///< Of the sum of squares over the parts of one list.
};

/// Where the error of --precision comes from: by kinds of products, and by layers.
struct ErrorShares {
  double whole = 0; ///< The error of all products together.
  std::vector<ErrorShare> kinds, layers;
};

/// Measures them on `samples`: a compilation for each kind and each layer.
Expected<ErrorShares> measureShares(const Invocation &invocation, SourceModel &source,
                                    ArrayRef<Sample> samples);

void printShares(raw_ostream &os, const ErrorShares &shares);
/// The attribute `shares` of the object that `json` is in.
void writeShares(llvm::json::OStream &json, const ErrorShares &shares);

} // namespace vitc::driver

#endif // VITC_LIB_DRIVER_PRECISION_ERRORSHARES_H
