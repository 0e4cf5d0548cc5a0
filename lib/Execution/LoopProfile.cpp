//===- LoopProfile.cpp - times of parallel loops --------------------------===//

#include "vitc/Execution/LoopProfile.h"

#include <chrono>

namespace vitc::execution {

/// The runtime's function has no room for a pointer of ours; a run stays on the thread that began
/// it.
static thread_local LoopProfile *active = nullptr;

LoopProfile::LoopProfile() { active = this; }
LoopProfile::~LoopProfile() { active = nullptr; }

void LoopProfile::parallelFor(vitc_run *run, vitc_body body, void *context, int64_t count) {
  if (!active)
    return vitc_parallel_for(run, body, context, count);
  auto begin = std::chrono::steady_clock::now();
  vitc_parallel_for(run, body, context, count);
  Entry &entry = active->byBody[body];
  ++entry.calls;
  entry.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

llvm::SmallVector<LoopProfile::Entry> LoopProfile::entries() const {
  llvm::SmallVector<Entry> list;
  for (const auto &[body, entry] : byBody)
    list.push_back(entry);
  return list;
}

HostSymbol LoopProfile::hostSymbol() {
  return {"vitc_parallel_for", reinterpret_cast<void *>(&LoopProfile::parallelFor)};
}

} // namespace vitc::execution
