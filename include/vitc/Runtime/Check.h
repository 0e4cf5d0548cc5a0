/*===- Check.h - what the check dialect's programs call at run time -------===//
 *
 * Linked into the driver and into nothing that vitc makes for users.
 *
 *===----------------------------------------------------------------------===*/
#ifndef VITC_RUNTIME_CHECK_H
#define VITC_RUNTIME_CHECK_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Reports one element that a check of floating-point tensors rejects. `place` is `file:line`, zero
 *  terminated; `shape` has `rank` entries; `index` is the element's number in row-major order. The
 *  first ten of a process are printed to stderr, all are counted. Thread-safe. */
void vitc_check_failed_float(const char *place, int64_t rank, const int64_t *shape, int64_t index,
                             double found, double expected);

/** As vitc_check_failed_float, for tensors of integers. */
void vitc_check_failed_integer(const char *place, int64_t rank, const int64_t *shape, int64_t index,
                               int64_t found, int64_t expected);

/** Returns how many elements were rejected since the process began or since the last call. */
int64_t vitc_check_take_failures(void);

#ifdef __cplusplus
}
#endif

#endif /* VITC_RUNTIME_CHECK_H */
