//===- ShrinkGuard.cpp - a mapped file that becomes shorter ----------------===//
//
// Reading a page beyond the new end of a mapped file raises SIGBUS. The handler may only read a
// fixed table of atomics and call async-signal-safe functions, hence the form below.
//
//===----------------------------------------------------------------------===//

#include "ShrinkGuard.h"

#include "llvm/Support/Signals.h"

#include <atomic>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <unistd.h>

namespace vitc {

namespace {
/// A guarded range. `begin` is written last and cleared first, so a range seen is whole.
struct Mapping {
  std::atomic<uintptr_t> begin{0};
  std::atomic<size_t> size{0};
  std::atomic<const char *> path{nullptr};
};
} // namespace

/// More files than a checkpoint has shards; a file beyond them is merely not guarded.
static Mapping mappings[512];
static struct sigaction previousAction;

static void writeText(const char *text) {
  [[maybe_unused]] ssize_t ignored = write(STDERR_FILENO, text, strlen(text));
}

static void onBusError(int signal, siginfo_t *info, void *context) {
  auto address = reinterpret_cast<uintptr_t>(info->si_addr);
  for (Mapping &mapping : mappings) {
    uintptr_t begin = mapping.begin;
    if (!begin || address < begin || address - begin >= mapping.size)
      continue;
    const char *path = mapping.path;
    writeText(path ? path : "");
    writeText(": error: the file became shorter (or unreadable) while it was read\n"
              "hint: let whatever writes it finish, then run vitc again\n");
    llvm::sys::RunInterruptHandlers(); // removes temporaries
    _exit(1);
  }
  // Not ours: let whoever was there before deal with it when the access is repeated.
  sigaction(SIGBUS, &previousAction, nullptr);
}

static void installOnce() {
  // LLVM installs its handlers on first use and would replace ours: make it come first.
  llvm::sys::AddSignalHandler([](void *) {}, nullptr);
  struct sigaction action = {};
  action.sa_sigaction = onBusError;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  sigaction(SIGBUS, &action, &previousAction);
}

void guardMapping(const void *data, size_t size, const char *path) {
  static std::once_flag once;
  std::call_once(once, installOnce);
  static std::mutex mutex;
  std::lock_guard<std::mutex> lock(mutex);
  for (Mapping &mapping : mappings) {
    if (mapping.begin)
      continue;
    mapping.path = strdup(path);
    mapping.size = size;
    mapping.begin = reinterpret_cast<uintptr_t>(data);
    return;
  }
}

void unguardMapping(const void *data) {
  for (Mapping &mapping : mappings)
    if (mapping.begin == reinterpret_cast<uintptr_t>(data)) {
      free(const_cast<char *>(mapping.path.exchange(nullptr)));
      mapping.begin = 0;
      return;
    }
}

} // namespace vitc
