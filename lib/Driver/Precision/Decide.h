//===- Decide.h - measurements before compilation -------------------------===//
#ifndef VITC_LIB_DRIVER_PRECISION_DECIDE_H
#define VITC_LIB_DRIVER_PRECISION_DECIDE_H

#include "MixedPrecision.h"

namespace vitc::driver {

/// Measures what the flags ask for (--calibrate, --max-error) and gives `source` the decisions,
/// which stand in every module that it builds from then on. With --max-error says on stderr what
/// was kept, and returns it; without, returns none. Does nothing for programs.
Expected<std::optional<MixedPrecision>> decide(const Invocation &invocation, SourceModel &source);

} // namespace vitc::driver

#endif // VITC_LIB_DRIVER_PRECISION_DECIDE_H
