//===- Progress.cpp - one line on stderr for long work ---------------------===//

#include "vitc/Support/Progress.h"

#include "vitc/Support/Format.h"

#include "llvm/Support/raw_ostream.h"

#include <atomic>
#include <unistd.h>

using namespace llvm;

namespace vitc {

static std::atomic<bool> disabled{false};

/// Carriage return, then "erase to the end of the line".
static constexpr StringLiteral eraseLine = "\r\033[K";

Progress::Progress(StringRef phase, uint64_t total)
    : phase(phase), total(total), nextShow(Clock::now() + std::chrono::seconds(1)),
      onTerminal(!disabled && isatty(STDERR_FILENO)) {}

Progress::~Progress() {
  if (shown)
    errs() << eraseLine;
}

void Progress::disable() { disabled = true; }

void Progress::update(uint64_t done) {
  if (!onTerminal)
    return;
  Clock::time_point now = Clock::now();
  if (now < nextShow)
    return;
  nextShow = now + std::chrono::milliseconds(100);
  shown = true;
  errs() << eraseLine << phase;
  if (total)
    errs() << formatted("  {} %", std::min(done, total) * 100 / total);
}

} // namespace vitc
