//===- Archive.h - static libraries ---------------------------------------===//
#ifndef VITC_LIB_TARGET_LINK_ARCHIVE_H
#define VITC_LIB_TARGET_LINK_ARCHIVE_H

#include "Grow.h"

#include "vitc/Target/Link/Link.h"

#include "llvm/Support/MemoryBuffer.h"

namespace vitc::target {

/// The members of `library` and the job's objects as one archive, the descriptor's object last.
llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>> makeArchive(const LinkJob &job,
                                                                llvm::StringRef library);

/// Makes room for the weights in the last member of `archive`.
llvm::Expected<GrownFile> growArchive(llvm::MemoryBufferRef archive, const LinkJob &job);

} // namespace vitc::target

#endif // VITC_LIB_TARGET_LINK_ARCHIVE_H
