/*===- threads.c - compiled libraries under many threads and many loads -----===
 *
 * usage: threads LIBRARY:PREFIX:INPUTS:OUTPUTS...   (elements of one image)
 *
 * 1. 16 threads run the first library's one model 1,000 times each.
 * 2. One model of every library, run at the same time, each from a thread of its own.
 * 3. The first library is loaded, run and unloaded 1,000 times.
 * Every result must have the bits of a quiet run, and the process must not grow. With
 * VITC_TEST_RUNS=N in the environment, N instead of 1,000.
 *
 *===----------------------------------------------------------------------===*/
#include <dirent.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { Threads = 16, MostLibraries = 8, MostOutputs = 4096 };

typedef struct library {
  const char *path, *prefix;
  size_t inputs, outputs;
  void *handle;
  int (*create)(const void *options, void **model);
  int (*run)(void *model, int64_t batch, const float *in, float *out);
  void (*destroy)(void *model);
} library;

static int runs = 1000;

static _Noreturn void fail(const char *what, const char *detail) {
  fprintf(stderr, "threads: error: %s: %s\n", what, detail);
  exit(1);
}

static void *symbol(const library *lib, const char *name) {
  char full[256];
  snprintf(full, sizeof full, "%s_%s", lib->prefix, name);
  void *found = dlsym(lib->handle, full);
  if (!found)
    fail("missing symbol", full);
  return found;
}

static void load(library *lib) {
  lib->handle = dlopen(lib->path, RTLD_NOW | RTLD_LOCAL);
  if (!lib->handle)
    fail("dlopen", dlerror());
  *(void **)&lib->create = symbol(lib, "create");
  *(void **)&lib->run = symbol(lib, "run");
  *(void **)&lib->destroy = symbol(lib, "destroy");
}

/* A picture that differs by `seed`. */
static float *picture(const library *lib, unsigned seed) {
  float *in = malloc(lib->inputs * sizeof *in);
  if (!in)
    fail("picture", "out of memory");
  uint32_t state = seed * 2654435761u + 1;
  for (size_t i = 0; i < lib->inputs; ++i) {
    state = state * 1664525u + 1013904223u;
    in[i] = (float)(state >> 8) / (float)(1 << 23) - 1.0f;
  }
  return in;
}

/*===----------------------------------------------------------------------===
 * What a process holds
 *===----------------------------------------------------------------------===*/

typedef struct held {
  long anonymous; /* kB */
  long threads, descriptors, mappings;
} held;

static long count_descriptors(void) {
  DIR *folder = opendir("/proc/self/fd");
  long count = 0;
  while (folder && readdir(folder))
    ++count;
  if (folder)
    closedir(folder);
  return count;
}

static held measure(void) {
  held now = {0, 0, count_descriptors(), 0};
  char line[512];
  FILE *file = fopen("/proc/self/status", "r");
  while (file && fgets(line, sizeof line, file)) {
    sscanf(line, "RssAnon: %ld", &now.anonymous);
    sscanf(line, "Threads: %ld", &now.threads);
  }
  if (file)
    fclose(file);
  file = fopen("/proc/self/maps", "r");
  while (file && fgets(line, sizeof line, file))
    ++now.mappings;
  if (file)
    fclose(file);
  return now;
}

/* Sixteen threads may make sixteen workspaces and as many arenas of the allocator, at any time: a
 * few MB. A leak of 300 bytes in each of 16,000 runs would be more. */
static void check_growth(const char *what, held before, held after) {
  printf("%s: %ld kB anonymous before, %ld kB after; %ld threads, %ld descriptors, %ld mappings\n",
         what, before.anonymous, after.anonymous, after.threads, after.descriptors, after.mappings);
  if (after.anonymous > before.anonymous + 4096 || after.threads > before.threads ||
      after.descriptors > before.descriptors || after.mappings > before.mappings + 16)
    fail(what, "the process has grown");
}

/*===----------------------------------------------------------------------===
 * Runs
 *===----------------------------------------------------------------------===*/

typedef struct job {
  library *lib;
  void *model;
  unsigned seed;
  int count;
} job;

static void run_once(const library *lib, void *model, const float *in, float *out) {
  memset(out, 0xff, lib->outputs * sizeof *out);
  if (lib->run(model, 1, in, out))
    fail(lib->path, "a run failed");
}

/* Runs one picture many times and compares with the first time, when all else was quiet. */
static void *work(void *argument) {
  job *mine = argument;
  float *in = picture(mine->lib, mine->seed);
  float *expected = malloc(mine->lib->outputs * sizeof *expected);
  float found[MostOutputs];
  void *quiet = NULL;
  if (!expected || mine->lib->create(NULL, &quiet))
    fail(mine->lib->path, "cannot create a model");
  run_once(mine->lib, quiet, in, expected);
  mine->lib->destroy(quiet);
  for (int i = 0; i < mine->count; ++i) {
    run_once(mine->lib, mine->model, in, found);
    if (memcmp(found, expected, mine->lib->outputs * sizeof *found))
      fail(mine->lib->path, "a run gave other bits");
  }
  free(expected);
  free(in);
  return NULL;
}

static void run_all(job *jobs, int count) {
  pthread_t threads[Threads];
  for (int i = 0; i < count; ++i)
    if (pthread_create(&threads[i], NULL, work, &jobs[i]))
      fail("pthread_create", "cannot start a thread");
  for (int i = 0; i < count; ++i)
    pthread_join(threads[i], NULL);
}

static void many_threads(library *lib) {
  void *model;
  if (lib->create(NULL, &model))
    fail(lib->path, "cannot create a model");
  job jobs[Threads];
  for (int i = 0; i < Threads; ++i)
    jobs[i] = (job){lib, model, (unsigned)i, runs / 10};
  run_all(jobs, Threads); // makes the workspaces
  held before = measure();
  for (int i = 0; i < Threads; ++i)
    jobs[i].count = runs - runs / 10;
  run_all(jobs, Threads);
  check_growth("16 threads on one model", before, measure());
  lib->destroy(model);
}

static void many_models(library *libs, int count) {
  job jobs[MostLibraries];
  for (int i = 0; i < count; ++i) {
    jobs[i] = (job){&libs[i], NULL, (unsigned)i + 100, runs};
    if (libs[i].create(NULL, &jobs[i].model))
      fail(libs[i].path, "cannot create a model");
  }
  run_all(jobs, count);
  held before = measure();
  run_all(jobs, count);
  check_growth("models side by side", before, measure());
  for (int i = 0; i < count; ++i)
    libs[i].destroy(jobs[i].model);
}

static void many_loads(library *lib) {
  float *in = picture(lib, 7), expected[MostOutputs], found[MostOutputs];
  held before = {0, 0, 0, 0};
  for (int i = 0; i < runs; ++i) {
    void *model;
    load(lib);
    if (lib->create(NULL, &model))
      fail(lib->path, "cannot create a model");
    run_once(lib, model, in, i ? found : expected);
    if (i && memcmp(found, expected, lib->outputs * sizeof *found))
      fail(lib->path, "a loaded library gave other bits");
    lib->destroy(model);
    if (dlclose(lib->handle))
      fail("dlclose", dlerror());
    if (i == runs / 10)
      before = measure();
  }
  check_growth("loads and unloads", before, measure());
  free(in);
}

int main(int argc, char **argv) {
  static library libs[MostLibraries];
  int count = argc - 1;
  if (getenv("VITC_TEST_RUNS"))
    runs = atoi(getenv("VITC_TEST_RUNS"));
  if (count < 1 || count > MostLibraries || runs < 10)
    fail("usage", "threads LIBRARY:PREFIX:INPUTS:OUTPUTS...");
  for (int i = 0; i < count; ++i) {
    libs[i].path = strtok(argv[i + 1], ":");
    libs[i].prefix = strtok(NULL, ":");
    libs[i].inputs = strtoul(strtok(NULL, ":"), NULL, 10);
    libs[i].outputs = strtoul(strtok(NULL, ":"), NULL, 10);
    if (libs[i].outputs > MostOutputs)
      fail("usage", "too many outputs");
  }
  many_loads(&libs[0]); // first: nothing else keeps the library
  for (int i = 0; i < count; ++i)
    load(&libs[i]);
  many_threads(&libs[0]);
  many_models(libs, count);
  return 0;
}
