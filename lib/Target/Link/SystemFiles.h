//===- SystemFiles.h - the C library's and the runtime's files ------------===//
#ifndef VITC_LIB_TARGET_LINK_SYSTEMFILES_H
#define VITC_LIB_TARGET_LINK_SYSTEMFILES_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace vitc::target {

/// Finds files in the library folders of x86-64 Linux systems below `sysroot` ("" for `/`).
class SystemFiles {
public:
  explicit SystemFiles(llvm::StringRef sysroot);

  /// The path of `name`, or an error that names `package` (Debian's name).
  llvm::Expected<std::string> find(llvm::StringRef name, llvm::StringRef package) const;

  /// The path, or nothing.
  std::string findOptional(llvm::StringRef name) const;

private:
  std::string sysroot;
};

/// The path of libVitcRuntime<part>.a in `directory`, or an error.
llvm::Expected<std::string> runtimeArchive(llvm::StringRef directory, llvm::StringRef part);

} // namespace vitc::target

#endif // VITC_LIB_TARGET_LINK_SYSTEMFILES_H
