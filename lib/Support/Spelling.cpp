//===- Spelling.cpp - "did you mean" ---------------------------------------===//

#include "vitc/Support/Spelling.h"

#include "llvm/ADT/StringExtras.h"

#include <algorithm>

using namespace llvm;

namespace vitc {

StringRef nearestSpelling(StringRef word, ArrayRef<StringRef> candidates) {
  constexpr size_t longestWord = 256; // the distance costs length × length
  if (word.empty() || word.size() > longestWord)
    return {};
  std::string lower = word.lower();
  unsigned best = std::max<unsigned>(1, word.size() / 3) + 1;
  StringRef nearest;
  for (StringRef candidate : candidates) {
    unsigned distance = StringRef(lower).edit_distance(candidate.lower(), true, best);
    if (distance >= best)
      continue;
    best = distance;
    nearest = candidate;
  }
  return nearest;
}

std::string spellingHint(StringRef word, ArrayRef<StringRef> candidates) {
  std::string hint;
  if (StringRef nearest = nearestSpelling(word, candidates); !nearest.empty())
    hint = "did you mean '" + nearest.str() + "'? ";
  return hint + "supported: " + join(candidates, ", ");
}

} // namespace vitc
