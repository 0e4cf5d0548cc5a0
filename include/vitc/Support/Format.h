//===- Format.h - printf-like text with checked types ----------------------===//
//
// The only header that includes fmt.
//
//===----------------------------------------------------------------------===//
#ifndef VITC_SUPPORT_FORMAT_H
#define VITC_SUPPORT_FORMAT_H

#include "llvm/ADT/StringRef.h"

#include <fmt/format.h>

template <>
struct fmt::formatter<llvm::StringRef> : fmt::formatter<fmt::string_view> {
  template <typename Context>
  auto format(llvm::StringRef text, Context &context) const {
    return fmt::formatter<fmt::string_view>::format({text.data(), text.size()}, context);
  }
};

namespace vitc {

/// Text after `pattern`, in fmt's notation: `formatted("{} of {} tensors", 3, 5)`. The pattern is a
/// literal of ours, never text from a file.
template <typename... Args>
std::string formatted(fmt::format_string<Args...> pattern, Args &&...args) {
  return fmt::vformat(pattern, fmt::make_format_args(args...));
}

} // namespace vitc

#endif // VITC_SUPPORT_FORMAT_H
