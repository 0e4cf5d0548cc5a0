//===- Compile.cpp ---===//
#include "Commands.h"
#include "Failure.h"
namespace vitc::driver {
Error runCompile(const Invocation &invocation) { return internalError("missing"); }
} // namespace vitc::driver
