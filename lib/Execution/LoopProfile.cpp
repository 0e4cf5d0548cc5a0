//===- LoopProfile.cpp - times of parallel loops --------------------------===//

#include "vitc/Execution/LoopProfile.h"

#include <chrono>

namespace vitc::execution {

/// The runtime's function has no room for a pointer of ours; a run stays on the thread that began
/// it.
static thread_local LoopProfile *active = nullptr;

static double seconds() {
  auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double>(now).count();
}

LoopProfile::LoopProfile() { active = this; }
LoopProfile::~LoopProfile() { active = nullptr; }

/// A loop's body with the profile that watches it.
struct LoopProfile::Traced {
  LoopProfile *profile;
  vitc_body body;
  void *context;
  size_t loop;
  uint64_t call;
};

double LoopProfile::now() const { return seconds() - traceBegin; }

/// Pieces of one loop on one thread follow each other closely: they are one event.
void LoopProfile::runTraced(void *context, int64_t begin, int64_t end, void *scratch) {
  auto &traced = *static_cast<Traced *>(context);
  LoopProfile &profile = *traced.profile;
  double from = profile.now();
  traced.body(traced.context, begin, end, scratch);
  double to = profile.now();
  std::lock_guard<std::mutex> guard(profile.lock);
  auto number = static_cast<unsigned>(profile.threads.size());
  unsigned thread = profile.threads.try_emplace(std::this_thread::get_id(), number).first->second;
  std::vector<LoopTrace::Event> &events = profile.trace.loops;
  auto last = profile.lastOfThread.find(thread);
  if (last != profile.lastOfThread.end() && events[last->second].call == traced.call) {
    events[last->second].end = to;
    return;
  }
  profile.lastOfThread[thread] = events.size();
  events.push_back({traced.loop, traced.call, thread, from, to});
}

void LoopProfile::parallelFor(vitc_run *run, vitc_body body, void *context, int64_t count) {
  if (!active)
    return vitc_parallel_for(run, body, context, count);
  if (active->tracing) {
    active->byBody.try_emplace(body);
    auto loop = static_cast<size_t>(active->byBody.find(body) - active->byBody.begin());
    Traced traced{active, body, context, loop, active->tracedCalls++};
    return vitc_parallel_for(run, runTraced, &traced, count);
  }
  double begin = seconds();
  vitc_parallel_for(run, body, context, count);
  Entry &entry = active->byBody[body];
  ++entry.calls;
  entry.seconds += seconds() - begin;
}

llvm::SmallVector<LoopProfile::Entry> LoopProfile::entries() const {
  llvm::SmallVector<Entry> list;
  for (const auto &[body, entry] : byBody)
    list.push_back(entry);
  return list;
}

void LoopProfile::beginTrace() {
  tracing = true;
  traceBegin = seconds();
  tracedCalls = 0;
  trace = {};
  threads = {{std::this_thread::get_id(), 0}};
  lastOfThread.clear();
}

void LoopProfile::traceForward(llvm::function_ref<void()> forward) {
  double begin = now();
  forward();
  trace.forwards.push_back({0, trace.forwards.size(), 0, begin, now()});
}

LoopTrace LoopProfile::takeTrace() {
  tracing = false;
  return std::move(trace);
}

HostSymbol LoopProfile::hostSymbol() {
  return {"vitc_parallel_for", reinterpret_cast<void *>(&LoopProfile::parallelFor)};
}

} // namespace vitc::execution
