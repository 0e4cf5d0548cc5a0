/*===- resident.c - what a library of vitc holds in memory while it runs ----===
 *
 * usage: resident LIBRARY PREFIX INPUTS OUTPUTS      (elements of one image)
 *
 * Runs batch 1 a few times, prints `anonymous BEFORE AFTER` in kB (before the library is loaded,
 * after the runs), then waits for the end of its input: whoever started it may look into /proc
 * meanwhile.
 *
 *===----------------------------------------------------------------------===*/
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *symbol(void *library, const char *prefix, const char *name) {
  char full[256];
  snprintf(full, sizeof full, "%s_%s", prefix, name);
  void *found = dlsym(library, full);
  if (!found)
    fprintf(stderr, "resident: error: no symbol %s\n", full);
  return found;
}

static long anonymous(void) {
  char line[512];
  long kilobytes = -1;
  FILE *file = fopen("/proc/self/status", "r");
  while (file && fgets(line, sizeof line, file))
    sscanf(line, "RssAnon: %ld", &kilobytes);
  if (file)
    fclose(file);
  return kilobytes;
}

int main(int argc, char **argv) {
  if (argc != 5)
    return 2;
  size_t inputs = strtoul(argv[3], NULL, 10), outputs = strtoul(argv[4], NULL, 10);
  float *in = malloc(inputs * sizeof *in), *out = malloc(outputs * sizeof *out);
  if (!in || !out)
    return 1;
  for (size_t i = 0; i < inputs; ++i)
    in[i] = (float)(i % 255) / 127.0f - 1.0f;
  memset(out, 0, outputs * sizeof *out);
  long before = anonymous();
  void *library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL), *model = NULL;
  if (!library) {
    fprintf(stderr, "resident: error: %s\n", dlerror());
    return 1;
  }
  int (*create)(const void *, void **), (*run)(void *, int64_t, const float *, float *);
  void (*destroy)(void *);
  *(void **)&create = symbol(library, argv[2], "create");
  *(void **)&run = symbol(library, argv[2], "run");
  *(void **)&destroy = symbol(library, argv[2], "destroy");
  if (!create || !run || !destroy || create(NULL, &model))
    return 1;
  for (int i = 0; i < 3; ++i)
    if (run(model, 1, in, out))
      return 1;
  printf("anonymous %ld %ld\n", before, anonymous());
  fflush(stdout);
  while (getchar() != EOF)
    ;
  destroy(model);
  return 0;
}
