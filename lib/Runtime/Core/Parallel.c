//===- Parallel.c - parallel loops ------------------------------------------===//
//
// Own range first, then stealing: the loop is cut into one contiguous share for each worker, who
// takes a quarter of what is left of it at a time. A worker that is through with its own share
// helps its neighbours, so that a preempted core does not stall the rest, and a run that gets fewer
// hands than it asked for is done by those it has. Which worker computes an item changes nothing:
// each item has its fixed order of operations.
//
//===----------------------------------------------------------------------===//
#include "Pool.h"
#include "Run.h"

#include <fenv.h>
#include <stdlib.h>

static void *scratch_of(const vitc_run *run, uint32_t worker) {
  return run->scratch + worker * run->scratch_size;
}

static void cut(vitc_run *run, int64_t count, uint32_t workers) {
  int64_t size = count / workers, longer = count % workers, begin = 0;
  run->num_shares = workers;
  for (uint32_t i = 0; i < workers; ++i) {
    atomic_store_explicit(&run->shares[i].next, begin, memory_order_relaxed);
    begin += size + (i < longer);
    run->shares[i].end = begin;
  }
}

/// The next items of a share are [*begin, *end); false when none are left.
static bool take(vitc_share *share, int64_t *begin, int64_t *end) {
  *begin = atomic_load_explicit(&share->next, memory_order_relaxed);
  do {
    if (*begin >= share->end)
      return false;
    *end = *begin + (share->end - *begin + 3) / 4;
  } while (!atomic_compare_exchange_weak_explicit(&share->next, begin, *end, memory_order_relaxed,
                                                  memory_order_relaxed));
  return true;
}

static void work(void *argument, uint32_t worker) {
  vitc_run *run = argument;
  for (uint32_t i = 0; i < run->num_shares; ++i) {
    vitc_share *share = &run->shares[(worker + i) % run->num_shares];
    for (int64_t begin, end; take(share, &begin, &end);)
      run->body(run->context, begin, end, scratch_of(run, worker));
  }
}

/// The same on a thread of the host, whose rounding mode and flush-to-zero bits may be anything.
static void work_for_host(void *argument, uint32_t worker) {
  if (worker >= ((vitc_run *)argument)->num_shares)
    return;
  fenv_t before;
  fegetenv(&before);
  fesetenv(FE_DFL_ENV);
  work(argument, worker);
  fesetenv(&before);
}

/// A loop inside a loop runs on the thread that meets it. The worker's own scratch memory is in
/// use, so there is memory for this call alone.
static void run_nested(vitc_run *run, vitc_body body, void *context, int64_t count) {
  void *scratch = run->scratch_size ? aligned_alloc(64, run->scratch_size) : NULL;
  if (run->scratch_size && !scratch) {
    atomic_store(&run->status, VITC_NO_MEMORY);
    return;
  }
  body(context, 0, count, scratch);
  free(scratch);
}

void vitc_parallel_for(vitc_run *run, vitc_body body, void *context, int64_t count) {
  if (count <= 0)
    return;
  if (run->busy) {
    run_nested(run, body, context, count);
    return;
  }
  uint32_t workers = run->threads;
  if (run->executor && workers > run->executor->workers)
    workers = run->executor->workers;
  if (workers > count)
    workers = (uint32_t)count;
  run->busy = true;
  if (workers <= 1) {
    body(context, 0, count, scratch_of(run, 0));
  } else {
    run->body = body;
    run->context = context;
    cut(run, count, workers);
    if (run->executor)
      run->executor->run(run->executor->self, workers, work_for_host, run);
    else
      vitc_pool_run(workers, work, run);
  }
  run->busy = false;
}
