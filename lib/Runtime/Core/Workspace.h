//===- Workspace.h - the memory of one run ----------------------------------===//
#ifndef VITC_LIB_RUNTIME_CORE_WORKSPACE_H
#define VITC_LIB_RUNTIME_CORE_WORKSPACE_H

#include "Run.h"

/// How much memory a run of a model needs.
typedef struct vitc_workspace_shape {
  uint32_t threads;
  uint32_t num_args;     ///< inputs, outputs, weights, arena, run
  uint64_t arena_size;   ///< bytes
  uint64_t scratch_size; ///< bytes for each worker, a multiple of 64
} vitc_workspace_shape;

/// One mapping: this struct, the arguments, the shares, the arena, the scratch areas.
typedef struct vitc_workspace {
  vitc_run run;
  size_t bytes;
  void **args;
  unsigned char *arena; ///< 64-byte aligned
} vitc_workspace;

/// Workspaces that no run uses. Without a lock: a fork may happen at any time.
typedef struct vitc_workspace_pool {
  _Atomic(vitc_workspace *) idle[64];
} vitc_workspace_pool;

/// Null when there is no memory, or when `shape` asks for more than an address space has.
vitc_workspace *vitc_workspace_create(const vitc_workspace_shape *shape,
                                      const vitc_executor *executor);

void vitc_workspace_destroy(vitc_workspace *workspace);

/// Takes an idle workspace; null when there is none.
vitc_workspace *vitc_workspace_take(vitc_workspace_pool *pool);

/// Gives one back; frees it when the pool is full.
void vitc_workspace_give(vitc_workspace_pool *pool, vitc_workspace *workspace);

#endif
