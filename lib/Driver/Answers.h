//===- Answers.h - what a run prints --------------------------------------===//
#ifndef VITC_LIB_DRIVER_ANSWERS_H
#define VITC_LIB_DRIVER_ANSWERS_H

#include "Source/Tensors.h"

#include "vitc/Driver/Invocation.h"
#include "vitc/Target/ModelInfo.h"

namespace vitc::driver {

/// Prints to stdout the labels of every image, or, without logits, a line on each output. `names`
/// has one title for each image.
Error printAnswers(const Invocation &invocation, const target::ModelInfo &info,
                   ArrayRef<HostTensor> outputs, ArrayRef<std::string> names);

} // namespace vitc::driver

#endif // VITC_LIB_DRIVER_ANSWERS_H
