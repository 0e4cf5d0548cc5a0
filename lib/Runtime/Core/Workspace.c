//===- Workspace.c - the memory of one run ----------------------------------===//
#define _GNU_SOURCE
#include "Workspace.h"

#include <sys/mman.h>

/// Adds `count` × `size` bytes, rounded up to cache lines, to *total and returns where they begin.
static uint64_t reserve(uint64_t *total, uint64_t count, uint64_t size, bool *overflow) {
  uint64_t bytes, begin = *total;
  *overflow |= __builtin_mul_overflow(count, size, &bytes) ||
               __builtin_add_overflow(bytes, (uint64_t)63, &bytes) ||
               __builtin_add_overflow(begin, bytes / 64 * 64, total);
  return begin;
}

vitc_workspace *vitc_workspace_create(const vitc_workspace_shape *shape,
                                      const vitc_executor *executor) {
  uint64_t total = 0;
  bool overflow = false;
  reserve(&total, 1, sizeof(vitc_workspace), &overflow);
  uint64_t args = reserve(&total, shape->num_args, sizeof(void *), &overflow);
  uint64_t shares = reserve(&total, shape->threads, sizeof(vitc_share), &overflow);
  uint64_t arena = reserve(&total, 1, shape->arena_size, &overflow);
  uint64_t scratch = reserve(&total, shape->threads, shape->scratch_size, &overflow);
  if (overflow || total > PTRDIFF_MAX)
    return NULL;
  unsigned char *memory =
      mmap(NULL, (size_t)total, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED)
    return NULL;
  vitc_workspace *workspace = (vitc_workspace *)memory; // pages come zeroed
  workspace->bytes = (size_t)total;
  workspace->args = (void **)(memory + args);
  workspace->arena = memory + arena;
  vitc_run *run = &workspace->run;
  run->executor = executor;
  run->threads = shape->threads;
  run->scratch = memory + scratch;
  run->scratch_size = shape->scratch_size;
  run->shares = (vitc_share *)(memory + shares);
  return workspace;
}

void vitc_workspace_destroy(vitc_workspace *workspace) {
  if (workspace)
    munmap(workspace, workspace->bytes);
}

#define SLOTS (sizeof(((vitc_workspace_pool *)0)->idle) / sizeof(_Atomic(vitc_workspace *)))

vitc_workspace *vitc_workspace_take(vitc_workspace_pool *pool) {
  for (size_t i = 0; i < SLOTS; ++i) {
    if (!atomic_load_explicit(&pool->idle[i], memory_order_relaxed))
      continue;
    vitc_workspace *workspace = atomic_exchange(&pool->idle[i], NULL);
    if (workspace)
      return workspace;
  }
  return NULL;
}

void vitc_workspace_give(vitc_workspace_pool *pool, vitc_workspace *workspace) {
  for (size_t i = 0; i < SLOTS; ++i) {
    vitc_workspace *empty = NULL;
    if (atomic_compare_exchange_strong(&pool->idle[i], &empty, workspace))
      return;
  }
  vitc_workspace_destroy(workspace);
}
