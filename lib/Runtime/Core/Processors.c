//===- Processors.c - how many processors a process may keep busy -----------===//
//
// A container with two processors' time on a machine of sixty-four sees sixty-four. As many threads
// would be stopped together for most of each period.
//
//===----------------------------------------------------------------------===//
#define _GNU_SOURCE
#include "Processors.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/// The beginning of a small file, as text; false where there is none.
static bool read_text(const char *path, char *text, size_t size) {
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (file < 0)
    return false;
  ssize_t count = read(file, text, size - 1);
  close(file);
  text[count > 0 ? count : 0] = '\0';
  return count > 0;
}

/// `200000 100000` are two processors; `max 100000` is as many as there are.
static uint32_t processors_of(const char *quota) {
  char *end = NULL;
  unsigned long long time = strtoull(quota, &end, 10);
  unsigned long long period = end == quota ? 0 : strtoull(end, NULL, 10);
  if (time == 0 || period == 0)
    return 0;
  unsigned long long whole = time / period + (time % period != 0);
  return whole < VITC_MAX_THREADS ? (uint32_t)whole : VITC_MAX_THREADS;
}

uint32_t vitc_quota(const char *membership, const char *mount) {
  char text[4096], path[PATH_MAX], quota[64];
  if (!read_text(membership, text, sizeof(text)))
    return 0;
  char *group = strncmp(text, "0::", 3) == 0 ? text : strstr(text, "\n0::");
  if (!group)
    return 0; // an older hierarchy alone
  group = strchr(group, '/');
  if (!group)
    return 0;
  group[strcspn(group, "\n")] = '\0';
  uint32_t least = 0;
  for (;;) { // up to the root, whose path is empty
    char *last = strrchr(group, '/');
    if (last && last[1] == '\0')
      *last = '\0';
    int length = snprintf(path, sizeof(path), "%s%s/cpu.max", mount, group);
    if (length > 0 && (size_t)length < sizeof(path) && read_text(path, quota, sizeof(quota))) {
      uint32_t here = processors_of(quota);
      if (here != 0 && (least == 0 || here < least))
        least = here;
    }
    last = strrchr(group, '/');
    if (!last)
      return least;
    *last = '\0';
  }
}

/// Processors of the affinity mask.
static uint32_t affine_processors(void) {
  for (size_t most = 1024; most <= (size_t)1 << 20; most *= 4) { // the kernel's mask may be longer
    cpu_set_t *set = CPU_ALLOC(most);
    if (!set)
      return 1;
    int failed = sched_getaffinity(0, CPU_ALLOC_SIZE(most), set);
    int error = errno;
    int count = failed ? 0 : CPU_COUNT_S(CPU_ALLOC_SIZE(most), set);
    CPU_FREE(set);
    if (!failed)
      return count < 1                            ? 1
             : (uint32_t)count < VITC_MAX_THREADS ? (uint32_t)count
                                                  : VITC_MAX_THREADS;
    if (error != EINVAL)
      return 1;
  }
  return 1;
}

uint32_t vitc_processors(void) {
  uint32_t processors = affine_processors();
  uint32_t paid = vitc_quota("/proc/self/cgroup", "/sys/fs/cgroup");
  return paid != 0 && paid < processors ? paid : processors;
}
