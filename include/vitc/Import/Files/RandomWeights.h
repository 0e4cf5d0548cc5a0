//===- RandomWeights.h - weights for a configuration without a checkpoint --===//
#ifndef VITC_IMPORT_FILES_RANDOMWEIGHTS_H
#define VITC_IMPORT_FILES_RANDOMWEIGHTS_H

#include "vitc/Support/LLVM.h"

#include <string>

namespace vitc {

/// A tensor to make up: every element `constant + spread × z`, where z has mean 0, variance 1 and
/// magnitude below 3.47. A spread of 0 gives a constant.
struct RandomTensor {
  std::string name;
  SmallVector<int64_t, 4> shape;
  double spread = 0.02;
  double constant = 0;
};

/// Fills `values` with elements `first`, `first + 1`, … of the tensor called `name`. A counter
/// keyed by seed and name: the same bytes on every host, in any order, in pieces of any size.
void randomValues(StringRef name, uint64_t seed, double spread, double constant, uint64_t first,
                  MutableArrayRef<float> values);

/// Writes an F32 safetensors file of these tensors, atomically.
Error writeRandomWeights(StringRef path, ArrayRef<RandomTensor> tensors, uint64_t seed);

} // namespace vitc

#endif // VITC_IMPORT_FILES_RANDOMWEIGHTS_H
