/*===- process.h - what the programs here know of their process and pictures -===*/
#ifndef VITC_TEST_EMBEDDING_PROCESS_H
#define VITC_TEST_EMBEDDING_PROCESS_H

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void expect(int condition, const char *what, long found, long expected) {
  if (condition)
    return;
  fprintf(stderr, "error: found %ld %s, expected %ld\n", found, what, expected);
  exit(1);
}

/* Threads of this process that have `name`; all of them when it is null. */
static long count_threads(const char *name) {
  char path[300], line[64];
  long count = 0;
  const struct dirent *entry;
  DIR *folder = opendir("/proc/self/task");
  expect(folder != NULL, "/proc/self/task", 0, 1);
  while ((entry = readdir(folder)) != NULL) {
    FILE *file;
    if (entry->d_name[0] == '.')
      continue;
    snprintf(path, sizeof path, "/proc/self/task/%s/comm", entry->d_name);
    file = fopen(path, "r");
    if (!file)
      continue; /* it has just ended */
    if (fgets(line, sizeof line, file) && (!name || strncmp(line, name, strlen(name)) == 0))
      ++count;
    fclose(file);
  }
  closedir(folder);
  return count;
}

/* A thread that was joined may be listed a moment longer: waits for it, and for none that stays. */
static void expect_threads(const char *name, long expected, const char *what) {
  const struct timespec moment = {0, 1000000};
  int i;
  for (i = 0; i < 2000 && count_threads(name) != expected; ++i)
    nanosleep(&moment, NULL);
  expect(count_threads(name) == expected, what, count_threads(name), expected);
}

/* Pictures that differ by `seed`: `count` numbers of [-1, 1). */
static void fill(float *pixels, size_t count, uint32_t seed) {
  uint32_t state = seed * 2654435761u + 1;
  size_t i;
  for (i = 0; i < count; ++i) {
    state = state * 1664525u + 1013904223u;
    pixels[i] = (float)(state >> 8) / (float)(1 << 23) - 1.0f;
  }
}

#endif
