//===- Errors.h - what a user did wrong, where, and what to do -------------===//
//
// Errors of input are values: `llvm::Error` carrying a place, a sentence and a hint. They print as
//
//   config.json:hidden_size: error: found -3, expected a positive integer
//   hint: …
//
//===----------------------------------------------------------------------===//
#ifndef VITC_SUPPORT_ERRORS_H
#define VITC_SUPPORT_ERRORS_H

#include "llvm/Support/Error.h"

#include <string>

namespace vitc {

/// Where in the user's input: a file, and a place inside it (a JSON path, `byte 8`,
/// `tensor 'x'`, `12:3`); either may be empty.
struct Place {
  std::string file;
  std::string where = "";
};

/// One thing wrong with the user's input. The message has no full stop and starts in lower case.
class InputError : public llvm::ErrorInfo<InputError> {
public:
  static char ID;

  InputError(Place place, std::string message, std::string hint)
      : errorPlace(std::move(place)), errorMessage(std::move(message)), errorHint(std::move(hint)) {
  }

  const Place &place() const { return errorPlace; }
  llvm::StringRef text() const { return errorMessage; }
  llvm::StringRef hint() const { return errorHint; }

  /// `file:where: error: message`, then `hint: …` on a line of its own.
  void log(llvm::raw_ostream &os) const override;
  std::error_code convertToErrorCode() const override;

private:
  Place errorPlace;
  std::string errorMessage;
  std::string errorHint;
};

/// An error with a free sentence.
llvm::Error inputError(Place place, const llvm::Twine &message, const llvm::Twine &hint = "");

/// The usual sentence: `found …, expected …`.
llvm::Error foundExpected(Place place, const llvm::Twine &found, const llvm::Twine &expected,
                          const llvm::Twine &hint = "");

/// `cannot <action>: <text of errno> (errno N)`, for example `cannot rename: No space left …`.
llvm::Error systemError(Place place, const llvm::Twine &action, int errnoValue,
                        const llvm::Twine &hint = "");

/// Prints every error of `error`, one after the other, in the order they were joined. Errors of
/// another class print as `error: …`. Returns whether there was any.
bool printErrors(llvm::Error error, llvm::raw_ostream &os);

/// The same text as a value: for tests and for notes in MLIR diagnostics.
std::string errorText(llvm::Error error);

/// Text from a file, fit for a message: in single quotes, control characters and broken UTF-8
/// escaped, cut after 80 bytes.
std::string inQuotes(llvm::StringRef text);

} // namespace vitc

#endif // VITC_SUPPORT_ERRORS_H
