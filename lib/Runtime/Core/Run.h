//===- Run.h - the state of one run -----------------------------------------===//
#ifndef VITC_LIB_RUNTIME_CORE_RUN_H
#define VITC_LIB_RUNTIME_CORE_RUN_H

#include "vitc/Runtime/Model.h"

#include <stdatomic.h>
#include <stdbool.h>

/// A contiguous part of a loop, on a cache line of its own. Its owner and thieves take items from
/// the front.
typedef struct vitc_share {
  _Alignas(64) _Atomic int64_t next;
  int64_t end;
} vitc_share;

/// What generated code hands back to vitc_parallel_for. Lives in a workspace; one host thread at a
/// time uses it.
struct vitc_run {
  const vitc_executor *executor; ///< null: the pool
  uint32_t threads;              ///< workers at most; as many shares and scratch areas
  unsigned char *scratch;        ///< threads × scratch_size bytes, 64-byte aligned
  uint64_t scratch_size;         ///< bytes for each worker, a multiple of 64
  _Atomic int status;            ///< vitc_status; the first failure inside a loop stays

  bool busy; ///< a loop is under way: a call that comes now is nested
  vitc_body body;
  void *context;
  uint32_t num_shares;
  vitc_share *shares;
};

#endif
