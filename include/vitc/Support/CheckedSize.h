//===- CheckedSize.h - arithmetic on sizes that come from files ------------===//
#ifndef VITC_SUPPORT_CHECKEDSIZE_H
#define VITC_SUPPORT_CHECKEDSIZE_H

#include <cstddef>
#include <cstdint>
#include <optional>

namespace vitc {

/// An unsigned 64-bit quantity whose sums, differences and products remember an overflow instead
/// of wrapping. Every number read from a file that ends as a size or an offset passes through it;
/// an overflown value fits nowhere, so one check at the end of a formula is enough.
class CheckedSize {
public:
  constexpr CheckedSize(uint64_t value = 0) : number(value), overflown(false) {}

  /// An overflown value for negative numbers.
  static constexpr CheckedSize fromSigned(int64_t value) {
    return value < 0 ? invalid() : CheckedSize(static_cast<uint64_t>(value));
  }
  static constexpr CheckedSize invalid() {
    CheckedSize result;
    result.overflown = true;
    return result;
  }

  constexpr bool isValid() const { return !overflown; }

  /// The number, or nothing after an overflow.
  constexpr std::optional<uint64_t> value() const {
    return overflown ? std::nullopt : std::optional<uint64_t>(number);
  }

  /// Whether the value is known and at most `limit`.
  constexpr bool fits(uint64_t limit) const { return !overflown && number <= limit; }

  friend constexpr CheckedSize operator+(CheckedSize a, CheckedSize b) {
    CheckedSize result;
    result.overflown =
        __builtin_add_overflow(a.number, b.number, &result.number) || a.overflown || b.overflown;
    return result;
  }
  friend constexpr CheckedSize operator-(CheckedSize a, CheckedSize b) {
    CheckedSize result;
    result.overflown =
        __builtin_sub_overflow(a.number, b.number, &result.number) || a.overflown || b.overflown;
    return result;
  }
  friend constexpr CheckedSize operator*(CheckedSize a, CheckedSize b) {
    CheckedSize result;
    result.overflown =
        __builtin_mul_overflow(a.number, b.number, &result.number) || a.overflown || b.overflown;
    return result;
  }
  CheckedSize &operator+=(CheckedSize other) { return *this = *this + other; }
  CheckedSize &operator*=(CheckedSize other) { return *this = *this * other; }

  /// Equal numbers, both known. An overflown value equals nothing, itself included.
  friend constexpr bool operator==(CheckedSize a, CheckedSize b) {
    return !a.overflown && !b.overflown && a.number == b.number;
  }
  friend constexpr bool operator!=(CheckedSize a, CheckedSize b) { return !(a == b); }

private:
  uint64_t number;
  bool overflown;
};

} // namespace vitc

#endif // VITC_SUPPORT_CHECKEDSIZE_H
