//===- Progress.h - one line on stderr for long work -----------------------===//
#ifndef VITC_SUPPORT_PROGRESS_H
#define VITC_SUPPORT_PROGRESS_H

#include "llvm/ADT/StringRef.h"

#include <chrono>
#include <cstdint>
#include <string>

namespace vitc {

/// Shows `phase  42 %` on stderr, rewritten in place, when stderr is a terminal and the work has
/// taken longer than a second; shows nothing otherwise. The line disappears with the object.
class Progress {
public:
  /// `total` counts steps; 0 when their number is not known (then only the phase is shown).
  explicit Progress(llvm::StringRef phase, uint64_t total = 0);
  ~Progress();
  Progress(const Progress &) = delete;
  Progress &operator=(const Progress &) = delete;

  /// Says how many steps are done. Cheap enough for inner loops over blocks, not over elements.
  void update(uint64_t done);

  /// Turns progress off for the whole process (`-q`).
  static void disable();

private:
  using Clock = std::chrono::steady_clock;

  std::string phase;
  uint64_t total;
  Clock::time_point nextShow;
  bool onTerminal;
  bool shown = false;
};

} // namespace vitc

#endif // VITC_SUPPORT_PROGRESS_H
