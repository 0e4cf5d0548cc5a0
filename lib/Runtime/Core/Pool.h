//===- Pool.h - the process's helper threads --------------------------------===//
//
// One reference-counted pool for all models of one copy of the runtime. Helpers spin for a short
// while after their last task and then sleep. Helping is optional: a task shares its work so that
// those who come do all of it, and nobody waits for a helper that has not begun. So a busy pool, a
// preempted helper or a fork slow a run down and never stop it.
//
//===----------------------------------------------------------------------===//
#ifndef VITC_LIB_RUNTIME_CORE_POOL_H
#define VITC_LIB_RUNTIME_CORE_POOL_H

#include <stdint.h>

/// A model that wants `threads` workers (its caller among them) begins to live: starts helpers that
/// are missing. A thread that cannot be started is not an error, there is one helper fewer.
void vitc_pool_acquire(uint32_t threads);

/// The model ends; the last one stops and joins all helpers.
void vitc_pool_release(uint32_t threads);

/// A host thread begins a run: from here on it counts as one of the busy processors.
void vitc_pool_enter(void);

/// The host thread's run is over.
void vitc_pool_leave(void);

/// Calls task(argument, 0) here and task(argument, w), 1 ≤ w < workers, each at most once, on
/// helpers that are idle. Returns when all calls that began have returned.
void vitc_pool_run(uint32_t workers, void (*task)(void *argument, uint32_t worker), void *argument);

#endif
