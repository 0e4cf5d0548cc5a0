//===- Depfile.h - which files an output was made from --------------------===//
#ifndef VITC_LIB_DRIVER_CODE_DEPFILE_H
#define VITC_LIB_DRIVER_CODE_DEPFILE_H

#include "vitc/Support/LLVM.h"

#include <string>

namespace vitc::driver {

/// `output: file file …` as make and Ninja read it, then a rule without a recipe for each file: a
/// shard that is gone makes the output old, not the build fail.
std::string dependencyRules(StringRef output, ArrayRef<std::string> files);

} // namespace vitc::driver

#endif // VITC_LIB_DRIVER_CODE_DEPFILE_H
