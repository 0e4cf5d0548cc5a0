//===- Driver.cpp - the program vitc --------------------------------------===//

#include "vitc/Driver/Driver.h"

#include "CommandLine/Options.h"
#include "Commands.h"

#include "vitc/Support/Errors.h"
#include "vitc/Support/Progress.h"

#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/Signals.h"
#include "llvm/Support/raw_ostream.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>

using namespace llvm;

namespace vitc::driver {

static Error runHelp(const Invocation &invocation) {
  switch (invocation.helpForm) {
  case HelpForm::Screen:
    printHelp(outs(), invocation.helpTopic);
    break;
  case HelpForm::ManPage:
    printManPage(outs());
    break;
  case HelpForm::BashCompletion:
    printBashCompletion(outs());
    break;
  case HelpForm::ZshCompletion:
    printZshCompletion(outs());
    break;
  case HelpForm::FishCompletion:
    printFishCompletion(outs());
    break;
  }
  return Error::success();
}

static Error dispatch(const Invocation &invocation) {
  switch (invocation.command) {
  case Command::Help:
    return runHelp(invocation);
  case Command::Version:
    return runVersion();
  case Command::Compile:
    return runCompile(invocation);
  case Command::Run:
    return runRun(invocation);
  case Command::Inspect:
    return runInspect(invocation);
  case Command::Verify:
    return runVerify(invocation);
  case Command::Bench:
    return runBench(invocation);
  }
  llvm_unreachable("a command without a function");
}

/// Results that did not arrive are an error like any other: a full disk, a closed pipe.
static Error flushResults() {
  outs().flush();
  if (!outs().has_error())
    return Error::success();
  int code = outs().error().value();
  outs().clear_error();
  return systemError({"stdout"}, "write", code);
}

Error run(const Invocation &invocation) {
  if (invocation.quiet)
    Progress::disable();
  Error error = dispatch(invocation);
  return joinErrors(std::move(error), flushResults());
}

/// What LLVM's code generator calls when it can go no further. Temporaries of outputs are removed.
static void onFatalError(void *, const char *reason, bool) {
  StringRef text = reason;
  // A stream that nobody asked for errors, lld's: the disk is at fault, not vitc.
  bool diskFault = text.consume_front("IO failure on output stream: ");
  if (diskFault)
    errs() << "vitc: error: cannot write a temporary file: " << text
           << "\nhint: set TMPDIR to a directory with more space\n";
  else
    errs() << "vitc: internal error: " << text << '\n';
  sys::RunInterruptHandlers();
  std::_Exit(diskFault ? 1 : 70);
}

int main(int argc, char **argv) {
  install_fatal_error_handler(onFatalError);
  sys::PrintStackTraceOnErrorSignal(argc > 0 ? argv[0] : "vitc");
  // A file that may not grow is an error of the write that is told of, not a crash.
  std::signal(SIGXFSZ, SIG_IGN);
  SmallVector<StringRef> args(argv + (argc > 0), argv + argc);
  Expected<Invocation> invocation = parseInvocation(args);
  return report(invocation ? run(*invocation) : invocation.takeError());
}

} // namespace vitc::driver
