//===- Processors.h - how many processors a process may keep busy -----------===//
#ifndef VITC_LIB_RUNTIME_CORE_PROCESSORS_H
#define VITC_LIB_RUNTIME_CORE_PROCESSORS_H

#include <stdint.h>

/// No model has more workers than this, whatever is asked for or installed.
#define VITC_MAX_THREADS 1024u

/// Processors that this process may keep busy, at least 1: those of its affinity mask, and of these
/// no more than the quota of its control groups pays for.
uint32_t vitc_processors(void);

/// Whole processors that the quota of a control group and of those around it pays for, rounded up;
/// 0: there is none. `membership` is a file like /proc/self/cgroup, `mount` where the hierarchy is
/// (cgroup v2: https://docs.kernel.org/admin-guide/cgroup-v2.html, `cpu.max`).
uint32_t vitc_quota(const char *membership, const char *mount);

#endif
