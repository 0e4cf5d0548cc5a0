//===- Errors.cpp - what a user did wrong, where, and what to do -----------===//

#include "vitc/Support/Errors.h"

#include "vitc/Support/Format.h"

#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/raw_ostream.h"

#include <cstring>

using namespace llvm;

namespace vitc {

char InputError::ID = 0;

void InputError::log(raw_ostream &os) const {
  if (!errorPlace.file.empty())
    os << errorPlace.file << ':';
  if (!errorPlace.where.empty())
    os << errorPlace.where << ':';
  if (!errorPlace.file.empty() || !errorPlace.where.empty())
    os << ' ';
  os << "error: " << errorMessage;
  if (!errorHint.empty())
    os << "\nhint: " << errorHint;
}

std::error_code InputError::convertToErrorCode() const {
  return std::make_error_code(std::errc::invalid_argument);
}

Error inputError(Place place, const Twine &message, const Twine &hint) {
  return make_error<InputError>(std::move(place), message.str(), hint.str());
}

Error foundExpected(Place place, const Twine &found, const Twine &expected, const Twine &hint) {
  return inputError(std::move(place), "found " + found + ", expected " + expected, hint);
}

Error systemError(Place place, const Twine &action, int errnoValue, const Twine &hint) {
  return inputError(std::move(place),
                    "cannot " + action + ": " + std::strerror(errnoValue) + " (errno " +
                        Twine(errnoValue) + ")",
                    hint);
}

bool printErrors(Error error, raw_ostream &os) {
  bool any = false;
  handleAllErrors(
      std::move(error),
      [&](const InputError &input) {
        any = true;
        input.log(os);
        os << '\n';
      },
      [&](const ErrorInfoBase &other) {
        any = true;
        os << "error: " << other.message() << '\n';
      });
  return any;
}

std::string errorText(Error error) {
  std::string text;
  raw_string_ostream os(text);
  printErrors(std::move(error), os);
  return text;
}

std::string inQuotes(StringRef text) {
  constexpr size_t longest = 80;
  std::string result = "'";
  size_t at = 0;
  while (at < text.size() && at < longest) {
    unsigned char byte = text[at];
    size_t length = getNumBytesForUTF8(byte);
    const auto *begin = reinterpret_cast<const UTF8 *>(text.data()) + at;
    bool whole = at + length <= text.size() && isLegalUTF8Sequence(begin, begin + length);
    if (!whole || byte < 0x20 || byte == 0x7f) {
      result += formatted("\\x{:02x}", byte);
      ++at;
      continue;
    }
    result.append(text.data() + at, length);
    at += length;
  }
  if (at < text.size())
    result += formatted("… ({} bytes)", text.size());
  return result + "'";
}

} // namespace vitc
