//===- Inspect.cpp ---===//
#include "Commands.h"
#include "Failure.h"
namespace vitc::driver {
Error runInspect(const Invocation &invocation) { return internalError("missing"); }
} // namespace vitc::driver
