//===- Bench.cpp ---===//
#include "Commands.h"
#include "Failure.h"
namespace vitc::driver {
Error runBench(const Invocation &invocation) { return internalError("missing"); }
} // namespace vitc::driver
