/*===- Parallel.h - how generated code asks for more hands -----------------===*/
#ifndef VITC_RUNTIME_PARALLEL_H
#define VITC_RUNTIME_PARALLEL_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A part of a parallel loop: items [begin, end), with memory of this worker's own (64-byte aligned,
 * of the variant's scratch_size, contents undefined). Items may run in any order and on any worker:
 * no result may depend on it. */
typedef void (*vitc_body)(void *context, int64_t begin, int64_t end, void *scratch);

/* The state of one run; the last argument of every `forward`. */
typedef struct vitc_run vitc_run;

/* The only function generated code calls. Runs body over [0, count) and returns when all is done.
 */
void vitc_parallel_for(vitc_run *run, vitc_body body, void *context, int64_t count);

/* A host application's own threads. `task(argument, worker)` must be called exactly once for each
 * worker in [0, workers), from any threads; `run` returns when all calls have returned. */
typedef struct vitc_executor {
  uint32_t struct_size;
  uint32_t workers; /* at most this many at a time */
  void *self;
  void (*run)(void *self, uint32_t workers, void (*task)(void *argument, uint32_t worker),
              void *argument);
} vitc_executor;

#ifdef __cplusplus
}
#endif
#endif
