//===- Caches.h - sizes of data caches ------------------------------------===//
#ifndef VITC_LIB_TARGET_INFO_CACHES_H
#define VITC_LIB_TARGET_INFO_CACHES_H

#include "vitc/Target/Info/TargetInfo.h"

namespace vitc::target {

/// Fills the cache sizes of `info` from a table by `info.cpu`; levels and processors that are not
/// in the table keep the smallest sizes of their kind.
void setKnownCaches(TargetInfo &info);

/// Fills them from what the operating system says of this machine, else from the table.
void setHostCaches(TargetInfo &info);

} // namespace vitc::target

#endif // VITC_LIB_TARGET_INFO_CACHES_H
