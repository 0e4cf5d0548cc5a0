//===- Failure.cpp - errors that are not the input's ----------------------===//

#include "Failure.h"

#include "vitc/Driver/Driver.h"

#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace vitc::driver {

char UsageError::ID = 0;
char InternalError::ID = 0;
char CheckFailure::ID = 0;

void UsageError::log(raw_ostream &os) const {
  os << "vitc: error: " << message;
  if (!hint.empty())
    os << "\nhint: " << hint;
}

void InternalError::log(raw_ostream &os) const {
  os << "vitc: internal error: " << message;
  if (!reproducer.empty())
    os << "\nhint: this is a fault of vitc; a report should include " << reproducer;
}

void CheckFailure::log(raw_ostream &os) const { os << summary; }

std::error_code UsageError::convertToErrorCode() const {
  return std::make_error_code(std::errc::invalid_argument);
}
std::error_code InternalError::convertToErrorCode() const {
  return std::make_error_code(std::errc::state_not_recoverable);
}
std::error_code CheckFailure::convertToErrorCode() const {
  return std::make_error_code(std::errc::result_out_of_range);
}

Error usageError(const Twine &message, const Twine &hint) {
  return make_error<UsageError>(message.str(), hint.str());
}

Error internalError(const Twine &message, const Twine &reproducer) {
  return make_error<InternalError>(message.str(), reproducer.str());
}

Error asInternal(Error error) {
  if (!error)
    return Error::success();
  std::string text = errorText(std::move(error));
  std::string kept = StringRef(text).trim().str();
  for (StringRef prefix : {"error: ", "internal error: "})
    if (StringRef(kept).starts_with(prefix))
      kept.erase(0, prefix.size());
  return internalError(kept);
}

Error asUsage(Error error) {
  return handleErrors(std::move(error), [](const InputError &input) {
    std::string place = input.place().where.empty() ? input.place().file : input.place().where;
    return usageError((place.empty() ? "" : place + ": ") + input.text(), input.hint());
  });
}

/// Libraries below the driver call their own faults so.
static bool isInternal(const InputError &error) {
  return error.text().starts_with("internal error");
}

int report(Error error) {
  int code = 0;
  auto print = [&](const ErrorInfoBase &info, int itsCode) {
    code = std::max(code, itsCode);
    std::string text;
    raw_string_ostream os(text);
    info.log(os);
    if (!text.empty())
      errs() << text << '\n';
  };
  handleAllErrors(
      std::move(error), [&](const InputError &e) { print(e, isInternal(e) ? 70 : 1); },
      [&](const CheckFailure &e) { print(e, 1); }, [&](const UsageError &e) { print(e, 2); },
      [&](const ErrorInfoBase &e) { print(e, 70); });
  return code;
}

} // namespace vitc::driver
