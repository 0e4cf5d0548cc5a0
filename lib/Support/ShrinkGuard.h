//===- ShrinkGuard.h - a mapped file that becomes shorter ------------------===//
#ifndef VITC_LIB_SUPPORT_SHRINKGUARD_H
#define VITC_LIB_SUPPORT_SHRINKGUARD_H

#include <cstddef>

namespace vitc {

/// Makes a SIGBUS inside [data, data + size) end the process with an error that names `path`.
/// Safe from several threads.
void guardMapping(const void *data, size_t size, const char *path);
void unguardMapping(const void *data);

} // namespace vitc

#endif // VITC_LIB_SUPPORT_SHRINKGUARD_H
