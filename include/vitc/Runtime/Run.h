/*===- Run.h - calling compiled functions outside a model ------------------===
 *
 * For `prepare`, the reference form and tests: the state that generated code hands to
 * vitc_parallel_for, and the memory it works in.
 *
 *===----------------------------------------------------------------------===*/
#ifndef VITC_RUNTIME_RUN_H
#define VITC_RUNTIME_RUN_H

#include "vitc/Runtime/Model.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Makes a state with `threads` workers (0: one for each processor this process may run on), an
 * arena of `arena_size` bytes and `scratch_size` bytes for each worker, both 64-byte aligned.
 * `scratch_size` is a multiple of 64. On failure *run is null. */
vitc_status vitc_run_create(uint32_t threads, uint64_t arena_size, uint64_t scratch_size,
                            vitc_run **run);

/* The arena: zeros at first. */
void *vitc_run_arena(vitc_run *run);

/* Calls `entry(args)` as vitc_model_run calls a forward: with the default floating-point
 * environment and the pool awake. One call at a time. */
vitc_status vitc_run_call(vitc_run *run, void (*entry)(void **args), void **args);

/* Null is allowed. */
void vitc_run_destroy(vitc_run *run);

#ifdef __cplusplus
}
#endif
#endif
