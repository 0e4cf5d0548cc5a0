//===- SystemFiles.h - the C library's and the runtime's files ------------===//
#ifndef VITC_LIB_TARGET_LINK_SYSTEMFILES_H
#define VITC_LIB_TARGET_LINK_SYSTEMFILES_H

#include "vitc/Target/Info/TargetInfo.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace vitc::target {

/// Finds files in the library folders of Linux systems below `sysroot` ("" for `/`): those of the
/// system itself for x86-64, those for cross-compilation for AArch64.
class SystemFiles {
public:
  SystemFiles(llvm::StringRef sysroot, Architecture architecture);

  /// The path of `name`, or an error that names `package`, Debian's on x86-64, and its counterpart
  /// for cross-compilation.
  llvm::Expected<std::string> find(llvm::StringRef name, llvm::StringRef package) const;

  /// The path, or nothing.
  std::string findOptional(llvm::StringRef name) const;

private:
  std::string sysroot;
  Architecture architecture;
};

/// The path of libVitcRuntime<part>.a for `architecture` in or below `directory`, or an error.
llvm::Expected<std::string> runtimeArchive(llvm::StringRef directory, llvm::StringRef part,
                                           Architecture architecture);

} // namespace vitc::target

#endif // VITC_LIB_TARGET_LINK_SYSTEMFILES_H
