/*===- executor.c - a host application's own threads do all the work ---------===
 *
 * Two libraries share one executor, a pool of pthreads. They must give the bits that their own
 * pools give, and start no thread.
 *
 *===----------------------------------------------------------------------===*/
#include "process.h"
#include "shapes.h"
#include "tiny.h"

#include <pthread.h>

enum { Helpers = 3, Batch = 5 };

/* One parallel call at a time: its workers are handed out to whoever comes, the caller among them.
 */
typedef struct host_pool {
  pthread_mutex_t lock;
  pthread_cond_t begun, ended;
  pthread_t threads[Helpers];
  void (*task)(void *argument, uint32_t worker); /* null: there is nothing to do */
  void *argument;
  uint32_t workers, next, left;
  int quit;
  long calls;    /* of `run` */
  uint32_t most; /* workers of any of them */
} host_pool;

/* The lock is held. */
static void help(host_pool *pool) {
  while (pool->task && pool->next < pool->workers) {
    uint32_t worker = pool->next++;
    pthread_mutex_unlock(&pool->lock);
    pool->task(pool->argument, worker);
    pthread_mutex_lock(&pool->lock);
    if (--pool->left == 0)
      pthread_cond_broadcast(&pool->ended);
  }
}

static void *live(void *self) {
  host_pool *pool = self;
  pthread_mutex_lock(&pool->lock);
  while (!pool->quit) {
    help(pool);
    pthread_cond_wait(&pool->begun, &pool->lock);
  }
  pthread_mutex_unlock(&pool->lock);
  return NULL;
}

/* What vitc's libraries call. */
static void run(void *self, uint32_t workers, void (*task)(void *argument, uint32_t worker),
                void *argument) {
  host_pool *pool = self;
  pthread_mutex_lock(&pool->lock);
  while (pool->task) /* another thread's call */
    pthread_cond_wait(&pool->ended, &pool->lock);
  pool->task = task;
  pool->argument = argument;
  pool->workers = pool->left = workers;
  pool->next = 0;
  ++pool->calls;
  if (workers > pool->most)
    pool->most = workers;
  pthread_cond_broadcast(&pool->begun);
  help(pool);
  while (pool->left > 0)
    pthread_cond_wait(&pool->ended, &pool->lock);
  pool->task = NULL;
  pthread_cond_broadcast(&pool->ended);
  pthread_mutex_unlock(&pool->lock);
}

static void start(host_pool *pool) {
  int i;
  for (i = 0; i < Helpers; ++i)
    expect(pthread_create(&pool->threads[i], NULL, live, pool) == 0, "threads", i, Helpers);
}

static void stop(host_pool *pool) {
  int i;
  pthread_mutex_lock(&pool->lock);
  pool->quit = 1;
  pthread_cond_broadcast(&pool->begun);
  pthread_mutex_unlock(&pool->lock);
  for (i = 0; i < Helpers; ++i)
    pthread_join(pool->threads[i], NULL);
}

static float pixels[Batch * SHAPES_PIXEL_VALUES_ELEMENTS];
static float tiny_pixels[Batch * TINY_PIXEL_VALUES_ELEMENTS];

/* One library's logits, by the executor or by its own threads, `threads` of either. */
static void run_shapes(const shapes_executor *executor, uint32_t threads, long helpers,
                       float *logits) {
  shapes_options options = {sizeof options, 0, 0, 0};
  long before = count_threads(NULL);
  shapes *model;
  options.threads = threads;
  options.executor = executor;
  expect(shapes_create(&options, &model) == SHAPES_OK, "models", 0, 1);
  expect(shapes_run(model, Batch, pixels, logits) == SHAPES_OK, "results", 0, 1);
  expect_threads(NULL, before + helpers, "threads while the library is in use");
  shapes_destroy(model);
  expect_threads(NULL, before, "threads afterwards");
}

static void run_tiny(const tiny_executor *executor, uint32_t threads, long helpers, float *logits) {
  tiny_options options = {sizeof options, 0, 0, 0};
  long before = count_threads(NULL);
  tiny *model;
  options.threads = threads;
  options.executor = executor;
  expect(tiny_create(&options, &model) == TINY_OK, "models", 0, 1);
  expect(tiny_run(model, Batch, tiny_pixels, logits) == TINY_OK, "results", 0, 1);
  expect_threads(NULL, before + helpers, "threads while the library is in use");
  tiny_destroy(model);
  expect_threads(NULL, before, "threads afterwards");
}

int main(void) {
  static host_pool pool = {.lock = PTHREAD_MUTEX_INITIALIZER,
                           .begun = PTHREAD_COND_INITIALIZER,
                           .ended = PTHREAD_COND_INITIALIZER};
  shapes_executor executor = {sizeof executor, Helpers + 1, &pool, run};
  tiny_executor same = {sizeof same, Helpers + 1, &pool, run};
  float own[Batch * SHAPES_LOGITS_ELEMENTS], hosted[Batch * SHAPES_LOGITS_ELEMENTS];
  float tiny_own[Batch * TINY_LOGITS_ELEMENTS], tiny_hosted[Batch * TINY_LOGITS_ELEMENTS];
  fill(pixels, sizeof pixels / sizeof *pixels, 1);
  fill(tiny_pixels, sizeof tiny_pixels / sizeof *tiny_pixels, 2);
  start(&pool);

  run_shapes(&executor, 0, 0, hosted);
  expect(pool.calls > 0 && pool.most == Helpers + 1, "workers", (long)pool.most, Helpers + 1);
  run_tiny(&same, 0, 0, tiny_hosted);
  pool.most = 0;
  run_shapes(&executor, 2, 0, own); /* fewer than the executor has */
  expect(pool.most == 2, "workers", (long)pool.most, 2);
  expect(memcmp(own, hosted, sizeof own) == 0, "results of two workers like four's", 0, 1);

  pool.calls = 0;
  run_shapes(NULL, Helpers + 1, Helpers, own);
  run_tiny(NULL, Helpers + 1, Helpers, tiny_own);
  expect(pool.calls == 0, "calls of the executor", pool.calls, 0);
  expect(memcmp(own, hosted, sizeof own) == 0, "results like the library's own", 0, 1);
  expect(memcmp(tiny_own, tiny_hosted, sizeof tiny_own) == 0, "results like the library's own", 0,
         1);
  stop(&pool);
  return 0;
}
