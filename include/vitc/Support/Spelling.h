//===- Spelling.h - "did you mean" -----------------------------------------===//
#ifndef VITC_SUPPORT_SPELLING_H
#define VITC_SUPPORT_SPELLING_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <string>

namespace vitc {

/// The candidate nearest to `word` in edit distance, or an empty string when none is near (more
/// than a third of the word differs). Case does not count. The first of equals wins.
llvm::StringRef nearestSpelling(llvm::StringRef word, llvm::ArrayRef<llvm::StringRef> candidates);

/// `did you mean 'vit'? supported: vit, deit, dinov2` — without the question when nothing is near.
std::string spellingHint(llvm::StringRef word, llvm::ArrayRef<llvm::StringRef> candidates);

} // namespace vitc

#endif // VITC_SUPPORT_SPELLING_H
