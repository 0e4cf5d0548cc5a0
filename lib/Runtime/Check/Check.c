/*===- Check.c - counting and printing failed checks ----------------------===*/

#include "vitc/Runtime/Check.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>

enum { PRINTED = 10, MAX_RANK = 8 };

static _Atomic int64_t failures;

/** Prints `check failed at file:line: index [i, j]` and says whether to go on. */
static int beginReport(const char *place, int64_t rank, const int64_t *shape, int64_t index) {
  int64_t number = atomic_fetch_add(&failures, 1);
  if (number == PRINTED)
    fprintf(stderr, "check failed in more places; the first %d are above\n", PRINTED);
  if (number >= PRINTED)
    return 0;
  fprintf(stderr, "check failed at %s: index [", place);
  if (rank > MAX_RANK) {
    fprintf(stderr, "#%" PRId64, index);
  } else {
    int64_t coordinates[MAX_RANK] = {0};
    for (int64_t axis = rank - 1; axis >= 0; --axis) {
      coordinates[axis] = index % shape[axis];
      index /= shape[axis];
    }
    for (int64_t axis = 0; axis < rank; ++axis)
      fprintf(stderr, "%s%" PRId64, axis ? ", " : "", coordinates[axis]);
  }
  return 1;
}

void vitc_check_failed_float(const char *place, int64_t rank, const int64_t *shape, int64_t index,
                             double found, double expected) {
  if (beginReport(place, rank, shape, index))
    fprintf(stderr, "], found %.17g, expected %.17g\n", found, expected);
}

void vitc_check_failed_integer(const char *place, int64_t rank, const int64_t *shape, int64_t index,
                               int64_t found, int64_t expected) {
  if (beginReport(place, rank, shape, index))
    fprintf(stderr, "], found %" PRId64 ", expected %" PRId64 "\n", found, expected);
}

int64_t vitc_check_take_failures(void) { return atomic_exchange(&failures, 0); }
