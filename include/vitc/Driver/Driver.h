//===- Driver.h - the program vitc ----------------------------------------===//
#ifndef VITC_DRIVER_DRIVER_H
#define VITC_DRIVER_DRIVER_H

#include "vitc/Driver/Invocation.h"

#include "llvm/Support/Error.h"

namespace vitc::driver {

/// The whole of `main`: parses, runs, prints errors to stderr, returns the exit code.
int main(int argc, char **argv);

/// Does what `invocation` says. Results go to stdout, or to the files it names, which appear
/// complete or not at all.
llvm::Error run(const Invocation &invocation);

/// Prints `error` to stderr and returns what the process ends with: 0 for no error, 1 for bad
/// input, 2 for wrong usage, 70 for an internal error.
int report(llvm::Error error);

} // namespace vitc::driver

#endif // VITC_DRIVER_DRIVER_H
