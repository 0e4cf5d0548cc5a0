/*===- handles.c - four models of one library, two threads on each -----------===
 *
 * All at once must give the bits of a quiet run. Together the models, of two workers each, have no
 * more helpers than the processors can serve: on two processors one, however many models there are.
 *
 * usage: handles PROCESSORS      (that this process may run on)
 *
 *===----------------------------------------------------------------------===*/
#include "process.h"
#include "shapes.h"

#include <pthread.h>

enum { Handles = 4, OnEach = 2, Runs = 25 };

static pthread_barrier_t barrier; /* of all threads and the one that counts them */

typedef struct job {
  shapes *model;
  uint32_t seed;
  float expected[SHAPES_LOGITS_ELEMENTS];
  long wrong;
} job;

static shapes *create(uint32_t threads) {
  shapes_options options = {sizeof options, 0, 0, 0};
  shapes *model;
  options.threads = threads;
  expect(shapes_create(&options, &model) == SHAPES_OK, "models", 0, 1);
  return model;
}

static void run_once(shapes *model, uint32_t seed, float *logits) {
  float *pixels = malloc(SHAPES_PIXEL_VALUES_ELEMENTS * sizeof *pixels);
  expect(pixels != NULL, "pictures", 0, 1);
  fill(pixels, SHAPES_PIXEL_VALUES_ELEMENTS, seed);
  expect(shapes_run(model, 1, pixels, logits) == SHAPES_OK, "results", 0, 1);
  free(pixels);
}

static void *work(void *argument) {
  job *mine = argument;
  float logits[SHAPES_LOGITS_ELEMENTS];
  int i;
  pthread_barrier_wait(&barrier);
  for (i = 0; i < Runs; ++i) {
    run_once(mine->model, mine->seed, logits);
    mine->wrong += memcmp(logits, mine->expected, sizeof logits) != 0;
  }
  pthread_barrier_wait(&barrier); /* so that all are there to be counted */
  pthread_barrier_wait(&barrier);
  return NULL;
}

int main(int argc, char **argv) {
  static job jobs[Handles * OnEach];
  pthread_t threads[Handles * OnEach];
  shapes *models[Handles], *quiet = create(1);
  long helpers = argc > 1 && atol(argv[1]) > 2 ? atol(argv[1]) - 1 : 1;
  int i;
  if (helpers > Handles)
    helpers = Handles;
  expect_threads("vitc", 0, "helpers of a model with one worker");
  for (i = 0; i < Handles * OnEach; ++i) {
    jobs[i].seed = (uint32_t)i;
    run_once(quiet, jobs[i].seed, jobs[i].expected);
  }
  shapes_destroy(quiet);
  for (i = 0; i < Handles; ++i)
    models[i] = create(2);
  pthread_barrier_init(&barrier, NULL, Handles * OnEach + 1);
  for (i = 0; i < Handles * OnEach; ++i) {
    jobs[i].model = models[i / OnEach];
    expect(pthread_create(&threads[i], NULL, work, &jobs[i]) == 0, "threads", i, Handles * OnEach);
  }
  pthread_barrier_wait(&barrier);
  pthread_barrier_wait(&barrier);
  expect_threads("vitc", helpers, "helpers");
  expect_threads(NULL, 1 + Handles * OnEach + helpers, "threads");
  pthread_barrier_wait(&barrier);
  for (i = 0; i < Handles * OnEach; ++i) {
    pthread_join(threads[i], NULL);
    expect(jobs[i].wrong == 0, "runs with other bits", jobs[i].wrong, 0);
  }
  for (i = 0; i < Handles; ++i)
    shapes_destroy(models[i]);
  expect_threads(NULL, 1, "threads in the end");
  return 0;
}
