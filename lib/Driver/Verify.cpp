//===- Verify.cpp ---===//
#include "Commands.h"
#include "Failure.h"
namespace vitc::driver {
Error runVerify(const Invocation &invocation) { return internalError("missing"); }
} // namespace vitc::driver
