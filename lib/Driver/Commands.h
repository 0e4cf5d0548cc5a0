//===- Commands.h - one function for each subcommand ----------------------===//
#ifndef VITC_LIB_DRIVER_COMMANDS_H
#define VITC_LIB_DRIVER_COMMANDS_H

#include "vitc/Driver/Invocation.h"

namespace vitc::driver {

Error runCompile(const Invocation &invocation);
Error runRun(const Invocation &invocation);
Error runInspect(const Invocation &invocation);
Error runVerify(const Invocation &invocation);
Error runBench(const Invocation &invocation);
Error runVersion();

} // namespace vitc::driver

#endif // VITC_LIB_DRIVER_COMMANDS_H
