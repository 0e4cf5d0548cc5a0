//===- Failure.h - errors that are not the input's ------------------------===//
#ifndef VITC_LIB_DRIVER_FAILURE_H
#define VITC_LIB_DRIVER_FAILURE_H

#include "vitc/Support/Errors.h"

namespace vitc::driver {

/// A command line that cannot be meant: exit code 2.
class UsageError : public llvm::ErrorInfo<UsageError> {
public:
  static char ID;

  UsageError(std::string message, std::string hint)
      : message(std::move(message)), hint(std::move(hint)) {}

  void log(llvm::raw_ostream &os) const override;
  std::error_code convertToErrorCode() const override;

private:
  std::string message, hint;
};

/// A fault of vitc itself: exit code 70.
class InternalError : public llvm::ErrorInfo<InternalError> {
public:
  static char ID;

  InternalError(std::string message, std::string reproducer)
      : message(std::move(message)), reproducer(std::move(reproducer)) {}

  void log(llvm::raw_ostream &os) const override;
  std::error_code convertToErrorCode() const override;

private:
  std::string message;
  std::string reproducer; ///< Path; empty when there is none.
};

/// Checks of a program failed, or a verification: exit code 1. What failed is printed already when
/// `summary` is empty.
class CheckFailure : public llvm::ErrorInfo<CheckFailure> {
public:
  static char ID;

  explicit CheckFailure(std::string summary) : summary(std::move(summary)) {}

  void log(llvm::raw_ostream &os) const override;
  std::error_code convertToErrorCode() const override;

private:
  std::string summary;
};

llvm::Error usageError(const llvm::Twine &message, const llvm::Twine &hint = "");
llvm::Error internalError(const llvm::Twine &message, const llvm::Twine &reproducer = "");

/// The same error as a fault of vitc: for libraries that know neither user nor driver.
llvm::Error asInternal(llvm::Error error);

/// The same error as a wrong command line: for values that only a library understands.
llvm::Error asUsage(llvm::Error error);

} // namespace vitc::driver

#endif // VITC_LIB_DRIVER_FAILURE_H
