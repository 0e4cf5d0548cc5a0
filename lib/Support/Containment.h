//===- Containment.h - opening a file by a name that is not trusted --------===//
#ifndef VITC_LIB_SUPPORT_CONTAINMENT_H
#define VITC_LIB_SUPPORT_CONTAINMENT_H

#include "vitc/Support/Errors.h"

namespace vitc {

/// Why `name` is not a plain file name ("is empty", "contains a '/'" …); empty when it is one.
llvm::StringRef whyNotPlainName(llvm::StringRef name);

/// A read-only descriptor of `name` in `directory`; nothing outside the directory (or the `blobs`
/// of the same Hugging Face repository) is opened on the way. Never blocks.
llvm::Expected<int> openContained(llvm::StringRef directory, llvm::StringRef name);

} // namespace vitc

#endif // VITC_LIB_SUPPORT_CONTAINMENT_H
