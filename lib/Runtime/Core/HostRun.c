//===- HostRun.c - calling compiled functions outside a model ---------------===//
#include "vitc/Runtime/Run.h"

#include "Pool.h"
#include "Processors.h"
#include "Workspace.h"

#include <fenv.h>

/// The workspace of a run made here: the run is its first member.
static vitc_workspace *workspace_of(vitc_run *run) {
  _Static_assert(offsetof(vitc_workspace, run) == 0, "the run begins its workspace");
  return (vitc_workspace *)run;
}

vitc_status vitc_run_create(uint32_t threads, uint64_t arena_size, uint64_t scratch_size,
                            vitc_run **run) {
  if (!run)
    return VITC_BAD_ARGUMENT;
  *run = NULL;
  if (threads > VITC_MAX_THREADS || scratch_size % 64 != 0)
    return VITC_BAD_ARGUMENT;
  vitc_workspace_shape shape = {.threads = threads ? threads : vitc_processors(),
                                .arena_size = arena_size,
                                .scratch_size = scratch_size};
  vitc_workspace *workspace = vitc_workspace_create(&shape, NULL);
  if (!workspace)
    return VITC_NO_MEMORY;
  vitc_pool_acquire(shape.threads);
  *run = &workspace->run;
  return VITC_OK;
}

void *vitc_run_arena(vitc_run *run) { return workspace_of(run)->arena; }

vitc_status vitc_run_call(vitc_run *run, void (*entry)(void **args), void **args) {
  fenv_t before;
  fegetenv(&before);
  fesetenv(FE_DFL_ENV);
  vitc_pool_enter();
  entry(args);
  vitc_pool_leave();
  fesetenv(&before);
  return (vitc_status)atomic_exchange(&run->status, VITC_OK);
}

void vitc_run_destroy(vitc_run *run) {
  if (!run)
    return;
  vitc_pool_release(run->threads);
  vitc_workspace_destroy(workspace_of(run));
}
