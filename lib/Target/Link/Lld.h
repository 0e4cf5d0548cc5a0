//===- Lld.h - one run of the linker --------------------------------------===//
#ifndef VITC_LIB_TARGET_LINK_LLD_H
#define VITC_LIB_TARGET_LINK_LLD_H

#include "vitc/Target/Link/Link.h"

#include "llvm/Support/MemoryBuffer.h"

#include <memory>

namespace vitc::target {

/// Runs `ld.lld <before> <objects> <after>` in this process and returns its output. Objects have no
/// name in any folder: lld reads them through descriptors.
llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>> runLld(std::vector<std::string> before,
                                                           llvm::ArrayRef<LinkJob::Object> objects,
                                                           std::vector<std::string> after);

} // namespace vitc::target

#endif // VITC_LIB_TARGET_LINK_LLD_H
