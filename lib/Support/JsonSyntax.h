//===- JsonSyntax.h - where a JSON text goes wrong --------------------------===//
#ifndef VITC_LIB_SUPPORT_JSONSYNTAX_H
#define VITC_LIB_SUPPORT_JSONSYNTAX_H

#include "llvm/ADT/StringRef.h"

#include <string>

namespace vitc {

/// The first fault of a JSON text.
struct JsonFault {
  size_t offset = 0; ///< In bytes.
  std::string found, expected;
};

/// Finds the fault in a text that simdjson refused (it says what, but not where). Uses no stack
/// per level of nesting. `found` stays empty when this scanner sees no fault.
JsonFault findJsonFault(llvm::StringRef text, size_t depthLimit);

} // namespace vitc

#endif // VITC_LIB_SUPPORT_JSONSYNTAX_H
