//===- Caches.cpp - sizes of data caches ----------------------------------===//

#include "Caches.h"

#include <unistd.h>

using namespace llvm;

namespace vitc::target {

namespace {
struct KnownCaches {
  StringLiteral cpu;
  uint64_t l1KiB, l2KiB;
};
} // namespace

// From the vendors' optimisation manuals.
static constexpr KnownCaches table[] = {
    {"x86-64-v4", 32, 1024},      {"x86-64-v3", 32, 256},       {"x86-64", 32, 256},
    {"haswell", 32, 256},         {"broadwell", 32, 256},       {"skylake", 32, 256},
    {"skylake-avx512", 32, 1024}, {"cascadelake", 32, 1024},    {"cooperlake", 32, 1024},
    {"icelake-server", 48, 1280}, {"icelake-client", 48, 512},  {"tigerlake", 48, 1280},
    {"alderlake", 48, 1280},      {"sapphirerapids", 48, 2048}, {"graniterapids", 48, 2048},
    {"znver1", 32, 512},          {"znver2", 32, 512},          {"znver3", 32, 512},
    {"znver4", 32, 1024},         {"znver5", 48, 1024},
};

void setKnownCaches(TargetInfo &info) {
  for (const KnownCaches &known : table)
    if (info.cpu == known.cpu) {
      info.l1Bytes = known.l1KiB << 10;
      info.l2Bytes = known.l2KiB << 10;
    }
}

void setHostCaches(TargetInfo &info) {
  setKnownCaches(info);
  if (long size = sysconf(_SC_LEVEL1_DCACHE_SIZE); size > 0)
    info.l1Bytes = size;
  if (long size = sysconf(_SC_LEVEL2_CACHE_SIZE); size > 0)
    info.l2Bytes = size;
}

} // namespace vitc::target
