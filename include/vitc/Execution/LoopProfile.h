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
#include "llvm/ADT/STLFunctionalExtras.h"

#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace vitc::execution {

/// When which thread worked on which loop. Times are seconds since the trace began.
struct LoopTrace {
  struct Event {
    size_t loop;     ///< Its place in LoopProfile::entries; `forwards` have none.
    uint64_t call;   ///< Counts the loops that were called since the trace began.
    unsigned thread; ///< 0 is the one that called.
    double begin, end;
  };

  std::vector<Event> loops;
  std::vector<Event> forwards; ///< Whole runs, on thread 0.
};

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

  /// Notes from now on which thread works on a loop from when to when, in place of adding up.
  void beginTrace();

  /// One whole run, while tracing, from the outside.
  void traceForward(llvm::function_ref<void()> forward);

  /// What was noted. No run may be under way.
  LoopTrace takeTrace();

  /// What JitModule::load needs for code that is to be profiled.
  static HostSymbol hostSymbol();

private:
  struct Traced;
  static void parallelFor(vitc_run *run, vitc_body body, void *context, int64_t count);
  static void runTraced(void *context, int64_t begin, int64_t end, void *scratch);
  double now() const;

  llvm::MapVector<vitc_body, Entry> byBody;
  bool tracing = false;
  double traceBegin = 0;
  uint64_t tracedCalls = 0;
  std::mutex lock; ///< Guards what follows while loops run.
  LoopTrace trace;
  std::map<std::thread::id, unsigned> threads;
  std::map<unsigned, size_t> lastOfThread; ///< Its latest event in `trace.loops`.
};

} // namespace vitc::execution

#endif // VITC_EXECUTION_LOOPPROFILE_H
