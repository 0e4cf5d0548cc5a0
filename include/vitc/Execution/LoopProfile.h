//===- LoopProfile.h - times of parallel loops ----------------------------===//
//
// Code loaded with `LoopProfile::hostSymbol()` calls the runtime through a stopwatch. Other code
// pays nothing: there is no switch in it.
//
//===----------------------------------------------------------------------===//
#ifndef VITC_EXECUTION_LOOPPROFILE_H
#define VITC_EXECUTION_LOOPPROFILE_H

#include "vitc/Execution/JitModule.h"
#include "vitc/Runtime/Parallel.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/MapVector.h"

namespace vitc::execution {

/// While it lives, adds up what the loops take that this thread starts. One at a time on a thread.
class LoopProfile {
public:
  LoopProfile();
  ~LoopProfile();
  LoopProfile(const LoopProfile &) = delete;
  LoopProfile &operator=(const LoopProfile &) = delete;

  struct Entry {
    uint64_t calls = 0;
    double seconds = 0; ///< Wall time, all workers done.
  };

  /// One entry for each loop, in the order of their first call: the order of a program without
  /// branches.
  llvm::SmallVector<Entry> entries() const;

  /// What JitModule::load needs for code that is to be profiled.
  static HostSymbol hostSymbol();

private:
  static void parallelFor(vitc_run *run, vitc_body body, void *context, int64_t count);

  llvm::MapVector<vitc_body, Entry> byBody;
};

} // namespace vitc::execution

#endif // VITC_EXECUTION_LOOPPROFILE_H
